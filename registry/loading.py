"""Loads snapshots from the store."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from registry.snapshot import Snapshot, advance
from registry.store import Store, UnknownRevisionError


def load_snapshot(store: Store, revision: int | None = None) -> Snapshot:
    """
    The snapshot of `revision`, or of the newest one when absent.

    Raises `UnknownRevisionError` when there is no such revision, or none at all.
    """
    found = store.newest() if revision is None else store.revision(revision)
    if found is None:
        raise UnknownRevisionError("The register is empty: there is no revision to load. Record something first.")
    with _no_collection():
        return Snapshot.of(store.read(found.number), found)


def newer_snapshot(store: Store, snapshot: Snapshot, revision: int | None = None) -> Snapshot:
    """
    `snapshot` advanced to a later `revision`, or to the newest one when absent.

    Gives `snapshot` itself when it is already there.
    """
    found = store.newest() if revision is None else store.revision(revision)
    if found is None or found.number <= snapshot.revision:
        return snapshot
    withdrawn, recorded = store.changes(snapshot.revision, found.number)
    return advance(snapshot, withdrawn, recorded, found)


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
