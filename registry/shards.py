"""
A table that is never changed, and of which a changed copy costs little.

The packed entries lie in many dictionaries, chosen by the hash of their number. A
changed table shares with the one before it every one in which nothing changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from registry.packing import Packing

Entry = TypeVar("Entry")
Shard = dict[str, str]

SHARDS = 1 << 10
"""How many dictionaries: of a million entries each holds a thousand, which are copied in microseconds."""

PLACE = SHARDS - 1
"""The bits of a hash that choose one."""

_EMPTY: Shard = {}


class Table(Generic[Entry]):
    """Packed entries by the number of their owner."""

    __slots__ = ("packing", "shards")

    def __init__(self, packing: Packing, shards: Iterable[Shard] = (_EMPTY,) * SHARDS) -> None:
        """Take over the shards, which may not be changed afterwards."""
        self.packing = packing
        self.shards = tuple(shards)

    def get(self, number: str) -> str | None:
        """The packed entry, the same object in every table since it was recorded; absent when there is none."""
        return self.shards[hash(number) & PLACE].get(number)

    def find(self, number: str) -> Entry | None:
        """The entry; absent when there is none."""
        packed = self.shards[hash(number) & PLACE].get(number)
        return None if packed is None else cast(Entry, self.packing.entry(packed))

    def entries(self) -> Iterator[Entry]:
        """Every entry, in no order."""
        return map(self.packing.entry_unkept, (packed for shard in self.shards for packed in shard.values()))

    def changed(self, changes: Mapping[str, str | None]) -> "Table[Entry]":
        """The table with other packed entries for some numbers, and without those that are absent."""
        shards, fresh = list(self.shards), set()
        for number, packed in changes.items():
            place = hash(number) & PLACE
            if place not in fresh:
                fresh.add(place)
                shards[place] = dict(shards[place])
            if packed is None:
                shards[place].pop(number, None)
            else:
                shards[place][number] = packed
        return Table(self.packing, shards)

    def __len__(self) -> int:
        """How many entries there are."""
        return sum(map(len, self.shards))

    def __contains__(self, number: str) -> bool:
        """Whether there is an entry."""
        return number in self.shards[hash(number) & PLACE]

    def __iter__(self) -> Iterator[str]:
        """Every number, in no order."""
        return (number for shard in self.shards for number in shard)

    def __eq__(self, other: Any) -> bool:
        """Whether both say the same of the same owners, however it is packed."""
        if not isinstance(other, Table):
            return NotImplemented
        return all(map(self._agrees, self.shards, other.shards, (other.packing,) * SHARDS))

    __hash__ = None  # type: ignore[assignment]

    def _agrees(self, mine: Shard, others: Shard, packing: Packing) -> bool:
        if mine is others:
            return True
        if mine.keys() != others.keys():
            return False
        return all(self._says(packed, others[number], packing) for number, packed in mine.items())

    def _says(self, mine: str, others: str, packing: Packing) -> bool:
        same = mine is others or (packing is self.packing and mine == others)
        return same or bool(self.packing.entry_unkept(mine) == packing.entry_unkept(others))
