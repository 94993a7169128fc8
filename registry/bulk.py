"""A whole register taken into memory, from rows that the database has packed."""

from collections.abc import Iterable, Sequence
from typing import Any

from registry.forms import FORMS, ORGANISATION, OWNERS, PERFORMER, PRACTICE
from registry.packing import Codes, Packing
from registry.records import Coverage, Organisation, Performer, Practice, Record
from registry.revisions import Revision
from registry.shards import PLACE, SHARDS, Shard, Table
from registry.snapshot import Snapshot, covered

Rows = Sequence[Sequence[Any]]
"""Rows of packed records, each the owners, the shared part and the part of its own."""

_OWNER_OF = {PERFORMER: Performer, ORGANISATION: Organisation, PRACTICE: Practice}


class Bulk:
    """
    Takes packed rows, each kind after its owners, and makes the snapshot of them.

    The loops are as bare as they can be: they run once for every row there is.
    """

    def __init__(self) -> None:
        """Take the first rows."""
        self._packing = Packing()
        self._shards: dict[str, list[Shard]] = {owner: [{} for _ in range(SHARDS)] for owner in OWNERS}

    def add(self, record: type[Record], rows: Rows) -> None:
        """Take rows of one kind; raises `ValueError` for one whose owner has not come."""
        for place, owner in enumerate(FORMS[record].owners):
            shards, codes = self._shards[owner], self._packing.codes
            if _OWNER_OF[owner] is record:
                _found(shards, rows, codes)
                continue
            try:
                _attach(shards, rows, place, codes)
            except KeyError as missing:
                kind = _OWNER_OF[owner].__name__
                raise ValueError(
                    f"A {record.__name__} belongs to {kind} {missing}, which is not among the records"
                ) from None

    def snapshot(self, coverages: Iterable[Coverage], revision: Revision) -> Snapshot:
        """The snapshot of all rows, after which none may be added."""
        tables: dict[str, Table[Any]] = {owner: Table(self._packing, self._shards[owner]) for owner in OWNERS}
        return Snapshot(
            revision.number,
            revision.record_time,
            tables[PERFORMER],
            tables[ORGANISATION],
            tables[PRACTICE],
            covered({}, (), coverages),
        )


def _found(shards: list[Shard], rows: Rows, codes: Codes) -> None:
    """Begin the entries of the owners, whose number is in the first column."""
    for row in rows:
        shards[hash(row[0]) & PLACE][row[0]] = codes[row[-2]] + row[-1]


def _attach(shards: list[Shard], rows: Rows, place: int, codes: Codes) -> None:
    """Add to the entries of the owners whose number is in a column; absent, the row belongs to nobody there."""
    for row in rows:
        number = row[place]
        if number is not None:
            shard = shards[hash(number) & PLACE]
            shard[number] = f"{shard[number]},{codes[row[-2]]}{row[-1]}"
