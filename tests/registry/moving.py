"""A snapshot moved, without the word whether it is on record itself."""

from registry.loading import move
from registry.snapshot import Snapshot
from registry.store import Store


def moved_snapshot(store: Store, snapshot: Snapshot, revision: int | None = None) -> Snapshot:
    """`snapshot` at another revision, or at the newest one when absent."""
    return move(store, snapshot, revision)[0]
