"""The numbers of a snapshot in order, and those of a municipality; worked out when first asked for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from registry.by_shard import ByShard
from registry.entries import OrganisationEntry, PracticeEntry
from registry.shards import Shard, Table
from registry.snapshot import Snapshot

Places = dict[str | None, list[str]]
"""Numbers by municipality; under None those whose municipality is not known."""


class Directory:
    """Keeps what it has worked out, for the snapshots asked about last."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._orders: ByShard[list[str]] = ByShard(lambda _, shard: sorted(shard))
        self._performers: ByShard[Places] = ByShard(_performers_by_place)
        self._organisations: ByShard[Places] = ByShard(_organisations_by_place)

    def performers(self, snapshot: Snapshot, start: str) -> Iterator[str]:
        """The HPR numbers from `start` on, in the order of text."""
        return self._from(snapshot.performers, start)

    def organisations(self, snapshot: Snapshot, start: str) -> Iterator[str]:
        """The organisation numbers from `start` on."""
        return self._from(snapshot.organisations, start)

    def performers_in(self, snapshot: Snapshot, municipality_code: str) -> list[str]:
        """The HPR numbers of those who work or worked in a municipality, or at a practice with no known place."""
        return _within(self._performers.of(snapshot.practices), municipality_code)

    def organisations_in(self, snapshot: Snapshot, municipality_code: str) -> list[str]:
        """The numbers of organisations with a practice in a municipality, or with no known place."""
        return _within(self._organisations.of(snapshot.organisations), municipality_code)

    def _from(self, table: Table[Any], start: str) -> Iterator[str]:
        return merge(*(islice(order, bisect_left(order, start), None) for order in self._orders.of(table)))


def _within(found: Iterable[Places], municipality_code: str) -> list[str]:
    """The numbers of a municipality, and those of none that is known, in order."""
    return sorted({number for places in found for code in (municipality_code, None) for number in places.get(code, ())})


def _performers_by_place(table: Table[PracticeEntry], shard: Shard) -> Places:
    """The performers of each practice in a shard, by where it is."""
    places: Places = defaultdict(list)
    for packed in shard.values():
        entry: PracticeEntry = table.packing.entry_unkept(packed)
        places[entry.practice.municipality_code] += [row.hpr_number for row in entry.affiliations]
    return dict(places)


def _organisations_by_place(table: Table[OrganisationEntry], shard: Shard) -> Places:
    """The organisations in a shard, by where each of their practices is."""
    places: Places = defaultdict(list)
    for number, packed in shard.items():
        entry: OrganisationEntry = table.packing.entry_unkept(packed)
        for code in {each.municipality_code for each in entry.practices} or {None}:
            places[code].append(number)
    return dict(places)
