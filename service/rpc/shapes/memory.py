"""The answers that are kept, and how many of them."""

from collections.abc import Hashable

from service.rpc.shapes.answer import Kept
from service.rpc.shapes.snapshots import Tables
from service.rpc.shapes.told import Told

MOST_BYTES = 64 * 1024 * 1024
MOST_OF_ONE_SHAPE = 16


class Shapes:
    """
    Answers by the shape of their claims, for one set of tariffs.

    What has not been asked for the longest is let go first, by halves: what is
    in neither half is forgotten. Safe to use from several threads; the worst that
    can happen between two is that an answer is made twice.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep about so many bytes of answers."""
        self._half = most_bytes // 2
        self._young: dict[Hashable, tuple[Kept, ...]] = {}
        self._old: dict[Hashable, tuple[Kept, ...]] = {}
        self._bytes = 0

    def find(self, key: Hashable, told: Told, tables: Tables) -> Kept | None:
        """The answer that stands for a claim; absent when none does."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self._take(key, found, sum(kept.size for kept in found))
        for kept in found:
            if kept.stands_for(told, tables):
                return kept
        return None

    def keep(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer; of one shape the newest ones."""
        if kept.size <= self._half:
            self._take(key, (kept, *self._young.get(key, ()))[:MOST_OF_ONE_SHAPE], kept.size)

    def _take(self, key: Hashable, found: tuple[Kept, ...], added_bytes: int) -> None:
        if self._bytes + added_bytes > self._half:
            self._old, self._young, self._bytes = self._young, {}, 0
        self._young[key] = found
        self._bytes += added_bytes
