"""Loads snapshots from the store."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from registry.bulk import Bulk
from registry.reading import Differing, Reading
from registry.revisions import NOTHING_RECORDED, Revision
from registry.snapshot import Snapshot, advance, empty
from registry.store import Store, UnknownRevisionError

LEAST_FAR = 16_384
"""
So many records, or as many as there are providers if that is more, are rather read with all others.

To move by a record takes as long as to read half a dozen, about as many as a provider has.
"""

_ONE_AT_A_TIME = Lock()
"""Of whole reads: each takes the memory of a register, and none may turn the collector on or off for another."""


def load_snapshot(store: Store, revision: int | None = None) -> Snapshot:
    """
    The snapshot of `revision`, or of the newest one when absent.

    Raises `UnknownRevisionError` when there is no such revision, or none at all.
    """
    found = store.newest() if revision is None else store.revision(revision)
    if found is None:
        raise UnknownRevisionError("The register is empty: there is no revision to load. Record something first.")
    return _loaded(store, found)


def moved_snapshot(store: Store, snapshot: Snapshot, revision: int | None = None) -> Snapshot:
    """
    `snapshot` moved to another `revision`, earlier or later, or to the newest one when absent.

    Only what differs is read: going back takes away what was recorded since,
    and puts back what that replaced. Where very much differs the revision is read as
    a whole, which then takes less, and shares nothing with `snapshot`; so it is where `snapshot` is not
    on record, as in a database that was restored from a backup. Revision 0 is a register in which nothing
    is recorded. Gives `snapshot` itself when it is already there.
    """
    return move(store, snapshot, _find(store, revision))


def move(store: Store, snapshot: Snapshot, revision: Revision) -> Snapshot:
    """`snapshot` moved to another revision, which is known to exist; see `moved_snapshot`."""
    if revision.number == snapshot.revision:
        return snapshot
    if revision.number == 0:
        return empty(revision)
    with store.reading() as reading:
        _, on_record = reading.newest_beside(snapshot.revision, snapshot.record_time)
        moved = _moved(reading, snapshot, revision) if on_record else None
    return moved or _loaded(store, revision)


def catch_up(store: Store, snapshot: Snapshot) -> tuple[Snapshot, bool]:
    """
    The snapshot of the newest revision, `snapshot` itself when it is that; and whether it is on record.

    It is not in a database that was restored from a backup. Then, as where very much
    differs, the newest revision is read as a whole.
    """
    with store.reading() as reading:
        found, on_record = reading.newest_beside(snapshot.revision, snapshot.record_time)
        newest = found or NOTHING_RECORDED
        if (newest.number, newest.record_time) == (snapshot.revision, snapshot.record_time):
            return snapshot, True
        moved = _moved(reading, snapshot, newest) if on_record else None
    return moved or (_loaded(store, newest) if newest.number else empty(newest)), on_record


def _moved(reading: Reading, snapshot: Snapshot, revision: Revision) -> Snapshot | None:
    """`snapshot` moved to another revision than its own; absent where that takes longer than to read the other."""
    earlier, later = sorted((snapshot.revision, revision.number))
    if earlier == 0:
        return None
    most = max(LEAST_FAR, snapshot.providers)
    differing = reading.differing(earlier, later, most + 1)
    if is_far(differing, most):
        return None
    withdrawn, recorded = reading.difference(differing)
    if revision.number < snapshot.revision:
        withdrawn, recorded = recorded, withdrawn
    return advance(snapshot, withdrawn, recorded, revision)


def is_far(differing: Differing, most: int) -> bool:
    """Whether more differs than is moved by."""
    return differing.total > most


def _loaded(store: Store, revision: Revision) -> Snapshot:
    """The snapshot of a revision that is known to exist, read as a whole."""
    with _ONE_AT_A_TIME, _no_collection():
        bulk = Bulk()
        for record, rows in store.read_packed(revision.number):
            bulk.add(record, rows)
        return bulk.snapshot(store.read_coverage(revision.number), revision)


def _find(store: Store, revision: int | None) -> Revision:
    if revision is None:
        return store.newest() or NOTHING_RECORDED
    return store.revision(revision) if revision else NOTHING_RECORDED


@contextmanager
def _no_collection() -> Iterator[None]:
    """
    Leave the garbage collector out of a bulk load.

    Everything made there is kept, and searching it again and again for garbage
    would take longer than making it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
