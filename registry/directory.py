"""The numbers of a snapshot in order, and those of a municipality; made when first asked for."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from registry.snapshot import PracticeEntry, Snapshot

KEPT = 4


class Directory:
    """
    Keeps the order of the numbers for the snapshots asked about last.

    A snapshot shares with the one before it whatever no write has touched, and
    so most often finds its order made already.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._orders: OrderedDict[int, tuple[Mapping[str, Any], list[str]]] = OrderedDict()

    def performers(self, snapshot: Snapshot, start: str) -> Iterator[str]:
        """The HPR numbers from `start` on, in the order of text."""
        return self._from(snapshot.performers, start)

    def organisations(self, snapshot: Snapshot, start: str) -> Iterator[str]:
        """The organisation numbers from `start` on."""
        return self._from(snapshot.organisations, start)

    def _from(self, entries: Mapping[str, Any], start: str) -> Iterator[str]:
        order = self._order(entries)
        return (order[place] for place in range(bisect_left(order, start), len(order)))

    def _order(self, entries: Mapping[str, Any]) -> list[str]:
        # The entries are kept with their order: while they are, no others can have their identity.
        known = self._orders.pop(id(entries), None) or (entries, sorted(entries))
        self._orders[id(entries)] = known
        if len(self._orders) > KEPT:
            self._orders.popitem(last=False)
        return known[1]


def performers_in(snapshot: Snapshot, municipality_code: str) -> list[str]:
    """The HPR numbers of those who work or worked in a municipality, or at a practice with no known place."""
    entries: list[PracticeEntry] = [
        entry for entry in snapshot.practices.values() if entry.practice.municipality_code in (municipality_code, None)
    ]
    return sorted({row.hpr_number for entry in entries for row in entry.affiliations})


def organisations_in(snapshot: Snapshot, municipality_code: str) -> list[str]:
    """The numbers of organisations with a practice in a municipality, or with no known place."""
    return sorted(
        number
        for number, entry in snapshot.organisations.items()
        if not entry.practices or any(each.municipality_code in (municipality_code, None) for each in entry.practices)
    )
