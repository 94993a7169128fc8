"""A register that notices what is looked up in it."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from operator import attrgetter
from typing import Any

from registry.entries import OrganisationEntry, PerformerEntry
from registry.records import Affiliation, Coverage, CoverageKind, Practice
from registry.snapshot import Snapshot

TABLES = ("performers", "organisations", "practices", "coverages")
PERFORMERS, ORGANISATIONS, PRACTICES, COVERAGES = range(len(TABLES))
Tables = tuple[Any, ...]
"""The tables of a snapshot; each finds by `get` what is kept, which is the same object while no write touches it."""

tables_of: Callable[[Snapshot], Tables] = attrgetter(*TABLES)
Reads = tuple[tuple[int, Any, Any], ...]
"""What was looked up: by the place of its table, its key, and what is kept there, absent when there is nothing."""


class WatchedSnapshot:
    """
    A snapshot of which nothing can be seen but single look-ups, each of which is noticed.

    It tells the day for which answers are given, and no time of that day.
    """

    __slots__ = ("_packing", "_reads", "_tables", "evaluated_at")

    def __init__(self, snapshot: Snapshot) -> None:
        """Watch a snapshot."""
        moment = snapshot.evaluated_at
        self.evaluated_at = None if moment is None else datetime.combine(moment.astimezone(UTC), time.min, UTC)
        self._tables: Tables = tables_of(snapshot)
        self._packing = snapshot.packing
        self._reads: dict[tuple[int, Any], Any] = {}

    @property
    def reads(self) -> Reads:
        """All that was looked up so far."""
        return tuple((table, key, entry) for (table, key), entry in self._reads.items())

    def _find(self, table: int, key: Any) -> Any:
        """The packed entry, of which alone it is known whether another snapshot has it too."""
        found = self._tables[table].get(key)
        self._reads[table, key] = found
        return found

    def _entry(self, table: int, number: str) -> Any:
        packed = self._find(table, number)
        return None if packed is None else self._packing.entry(packed)

    def performer(self, hpr_number: str) -> PerformerEntry | None:
        """As the snapshot's own."""
        found: PerformerEntry | None = self._entry(PERFORMERS, hpr_number)
        return found

    def organisation(self, organisation_number: str) -> OrganisationEntry | None:
        """As the snapshot's own."""
        found: OrganisationEntry | None = self._entry(ORGANISATIONS, organisation_number)
        return found

    def practice(self, practice_id: str) -> Practice | None:
        """As the snapshot's own."""
        entry = self._entry(PRACTICES, practice_id)
        return entry.practice if entry else None

    def performers_at(self, practice_id: str) -> tuple[Affiliation, ...]:
        """As the snapshot's own."""
        entry = self._entry(PRACTICES, practice_id)
        return entry.affiliations if entry else ()

    def coverage(self, kind: CoverageKind, area: str) -> tuple[Coverage, ...]:
        """As the snapshot's own."""
        return self._find(COVERAGES, (kind, area)) or ()
