"""A register that notices what is looked up in it."""

from datetime import UTC, datetime, time
from operator import attrgetter
from typing import Any

from registry.records import Affiliation, Coverage, CoverageKind, Practice
from registry.snapshot import OrganisationEntry, PerformerEntry, Snapshot

TABLES = ("performers", "organisations", "practices", "coverages")
PERFORMERS, ORGANISATIONS, PRACTICES, COVERAGES = range(len(TABLES))
tables_of = attrgetter(*TABLES)
Reads = tuple[tuple[int, Any, Any], ...]
"""What was looked up: by the place of its table, its key, and the entry that was found, absent when none was."""


class WatchedSnapshot:
    """
    A snapshot of which nothing can be seen but single look-ups, each of which is noticed.

    It tells the day for which answers are given, and no time of that day.
    """

    __slots__ = ("_reads", "_tables", "evaluated_at")

    def __init__(self, snapshot: Snapshot) -> None:
        """Watch a snapshot."""
        moment = snapshot.evaluated_at
        self.evaluated_at = None if moment is None else datetime.combine(moment.astimezone(UTC), time.min, UTC)
        self._tables: tuple[dict[Any, Any], ...] = tables_of(snapshot)
        self._reads: dict[tuple[int, Any], Any] = {}

    @property
    def reads(self) -> Reads:
        """All that was looked up so far."""
        return tuple((table, key, entry) for (table, key), entry in self._reads.items())

    def _find(self, table: int, key: Any) -> Any:
        found = self._tables[table].get(key)
        self._reads[table, key] = found
        return found

    def performer(self, hpr_number: str) -> PerformerEntry | None:
        """As the snapshot's own."""
        found: PerformerEntry | None = self._find(PERFORMERS, hpr_number)
        return found

    def organisation(self, organisation_number: str) -> OrganisationEntry | None:
        """As the snapshot's own."""
        found: OrganisationEntry | None = self._find(ORGANISATIONS, organisation_number)
        return found

    def practice(self, practice_id: str) -> Practice | None:
        """As the snapshot's own."""
        entry = self._find(PRACTICES, practice_id)
        return entry.practice if entry else None

    def performers_at(self, practice_id: str) -> tuple[Affiliation, ...]:
        """As the snapshot's own."""
        entry = self._find(PRACTICES, practice_id)
        return entry.affiliations if entry else ()

    def coverage(self, kind: CoverageKind, area: str) -> tuple[Coverage, ...]:
        """As the snapshot's own."""
        return self._find(COVERAGES, (kind, area)) or ()
