"""Loads snapshots from the store."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from registry.asking import Asking, Differing
from registry.bulk import Bulk
from registry.records import Record
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


def move(store: Store, snapshot: Snapshot, revision: int | None = None) -> tuple[Snapshot, bool]:
    """
    `snapshot` moved to another `revision`, earlier or later, or to the newest one; and whether it is on record itself.

    Only what differs is read: going back takes away what was recorded since,
    and puts back what that replaced. Where very much differs the revision is read as
    a whole, which then takes less, and shares nothing with `snapshot`; so it is where
    that is not on record, as in a database that was restored from a backup. Revision 0
    is a register in which nothing is recorded. Gives `snapshot` itself when it is
    already there. Raises `UnknownRevisionError`.
    """
    asked = store.revision(revision) if revision else NOTHING_RECORDED
    with store.asking() as asking:
        newest, on_record = asking.newest_beside(snapshot.revision, snapshot.record_time)
        if revision is None:
            asked = newest or NOTHING_RECORDED
        if (asked.number, asked.record_time) == (snapshot.revision, snapshot.record_time):
            return snapshot, True
        difference = _difference(asking, snapshot, asked) if on_record else None
    if difference:
        return advance(snapshot, *difference, asked), on_record
    return (_loaded(store, asked) if asked.number else empty(asked)), on_record


def _difference(asking: Asking, snapshot: Snapshot, revision: Revision) -> tuple[list[Record], list[Record]] | None:
    """What to take from a snapshot and what to add; absent where it takes less to read the revision as a whole."""
    earlier, later = sorted((snapshot.revision, revision.number))
    if earlier == 0:
        return None
    most = max(LEAST_FAR, snapshot.providers)
    differing = asking.differing(earlier, later, most + 1)
    if is_far(differing, most):
        return None
    withdrawn, recorded = asking.difference(differing)
    return (withdrawn, recorded) if revision.number > snapshot.revision else (recorded, withdrawn)


def is_far(differing: Differing, most: int) -> bool:
    """Whether two revisions differ in more records than so many."""
    return differing.total > most


def _loaded(store: Store, revision: Revision) -> Snapshot:
    """The snapshot of a revision that is known to exist, read as a whole."""
    with _ONE_AT_A_TIME, _no_collection():
        bulk = Bulk()
        for record, rows in store.read_packed(revision.number):
            bulk.add(record, rows)
        return bulk.snapshot(store.read_coverage(revision.number), revision)


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
