"""Earlier revisions of the register, each made when somebody first asks for it; some are kept."""

import threading
from collections import OrderedDict

from registry.loading import move
from registry.revisions import NOTHING_RECORDED
from registry.snapshot import Snapshot, empty
from registry.store import Store

MOST_KEPT = 8


class Past:
    """
    Makes and keeps earlier snapshots. Safe to use from several threads.

    One that is read as a whole, which takes long, holds up only those who ask for
    it or for another such one. Most share nearly all of their memory with the
    newest one. Of the others, since one of them or the newest was read as a whole, only
    those are kept that share theirs with the one that was used last.
    """

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._kept: OrderedDict[int, Snapshot] = OrderedDict()
        self._guard = threading.Lock()
        self._making: dict[int, threading.Lock] = {}

    def find(self, store: Store, newest: Snapshot, revision: int) -> Snapshot:
        """The snapshot of another revision than the newest; raises `UnknownRevisionError`. May read the database."""
        if revision == 0:
            return empty(NOTHING_RECORDED)
        with self._guard:
            if found := self._known(revision):
                return found
            making = self._making.setdefault(revision, threading.Lock())
        with making:
            with self._guard:
                if found := self._known(revision):
                    return found
                near = min((newest, *self._kept.values()), key=lambda each: abs(each.revision - revision))
            try:
                made, on_record = move(store, near, revision)
                if on_record:  # else it is of a restored database, which is not taken over yet
                    with self._guard:
                        self._keep(made, newest)
            finally:
                with self._guard:
                    self._making.pop(revision, None)
        return made

    def _known(self, revision: int) -> Snapshot | None:
        found = self._kept.get(revision)
        if found:
            self._kept.move_to_end(revision)
        return found

    def _keep(self, made: Snapshot, newest: Snapshot) -> None:
        """Keep one more, and let go of those that share memory neither with the newest nor with the last of others."""
        self._kept[made.revision] = made
        others = [each.packing for each in self._kept.values() if each.packing is not newest.packing]
        for number, each in list(self._kept.items()):
            if each.packing is not newest.packing and each.packing is not others[-1]:
                del self._kept[number]
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)
