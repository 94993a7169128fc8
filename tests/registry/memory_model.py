"""What a register must know, kept the obvious way: for every revision, all that is believed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from registry.checking import OverlapError
from registry.entries import OrganisationEntry, PerformerEntry, PracticeEntry
from registry.history import HistoryEntry
from registry.identifiers import InvalidRecordError
from registry.records import (
    Affiliation,
    Agreement,
    Competence,
    Coverage,
    Organisation,
    Performer,
    Practice,
    Record,
)
from registry.revisions import NOTHING_RECORDED, Revision
from registry.snapshot import CoverageArea, Snapshot
from registry.store import AlreadyWritten, NewerRevisionError, RequestIdReusedError, WriteRequest
from registry.writing import UnknownRecordError
from tests.registry.memory_facts import BROKEN
from tests.registry.memory_rules import Believed, Key, holds, key_of, lost_references, overlaps, said_twice


@dataclass(frozen=True)
class Write:
    """All that is told to the register for one write."""

    records: tuple[Record, ...] = ()
    withdrawn: frozenset[Key] = frozenset()
    record_time: datetime | None = None
    request: WriteRequest | None = None
    expected_revision: int | None = None
    discarded: bool = False
    answer: bytes = b""


@dataclass(frozen=True)
class Whole:
    """All that a snapshot holds, in plain dictionaries."""

    number: int
    record_time: datetime
    performers: dict[str, PerformerEntry]
    organisations: dict[str, OrganisationEntry]
    practices: dict[str, PracticeEntry]
    coverages: dict[CoverageArea, tuple[Coverage, ...]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Whole":
        """All of a snapshot, asked for number by number."""
        return cls(
            snapshot.revision,
            snapshot.record_time,
            {number: found for number in snapshot.performers if (found := snapshot.performer(number))},
            {number: found for number in snapshot.organisations if (found := snapshot.organisation(number))},
            {
                number: PracticeEntry(found, snapshot.performers_at(number))
                for number in snapshot.practices
                if (found := snapshot.practice(number))
            },
            {(row.kind, row.area): snapshot.coverage(row.kind, row.area) for row in snapshot.each_coverage()},
        )


@dataclass
class MemoryModel:
    """Every revision with all that was believed at it, and every named write with its answer."""

    revisions: list[Revision] = field(default_factory=lambda: [NOTHING_RECORDED])
    states: list[Believed] = field(default_factory=lambda: [{}])
    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def newest(self) -> Revision:
        """The newest revision; the one before the first when nothing was recorded."""
        return self.revisions[-1]

    def refusal(self, write: Write) -> type[Exception] | None:
        """What `write` must end with; absent when it must be taken."""
        if write.request and write.request.request_id in self.answers:
            digest, _ = self.answers[write.request.request_id]
            return AlreadyWritten if digest == write.request.digest else RequestIdReusedError
        if write.expected_revision not in (None, self.newest.number):
            return NewerRevisionError
        if not write.withdrawn <= self.states[-1].keys():
            return UnknownRecordError
        if self.blamed(write):
            return InvalidRecordError
        return OverlapError if any(overlaps(self.after(write))) else None

    def blamed(self, write: Write) -> set[Record]:
        """The records for which `write` must be refused: broken ones, those of two minds, those that name nothing."""
        twice = set(said_twice(write.records, write.withdrawn))
        return set(BROKEN) & set(write.records) | twice or set(lost_references(self.after(write)))

    def after(self, write: Write) -> Believed:
        """What is believed once `write` is taken."""
        kept = {key: record for key, record in self.states[-1].items() if key not in write.withdrawn}
        return kept | {key_of(record): record for record in write.records}

    def new(self, write: Write) -> set[Record]:
        """The records of `write` that were not believed before."""
        return {record for record in write.records if self.states[-1].get(key_of(record)) != record}

    def accept(self, write: Write, revision: Revision) -> None:
        """Remember what `write` has recorded as `revision`."""
        self.remember(self.after(write), revision)
        if write.request:
            self.answers[write.request.request_id] = write.request.digest, write.answer

    def remember(self, believed: Believed, revision: Revision) -> None:
        """Remember all that is believed at a new revision."""
        self.states.append(believed)
        self.revisions.append(revision)

    def record_time(self, told: datetime) -> datetime:
        """When the next write is recorded: at the time told, but later than the newest one."""
        return max(told, self.newest.record_time + timedelta(microseconds=1)) if self.newest.number else told

    def known_at(self, time: datetime) -> Revision | None:
        """The last revision at or before `time`."""
        return next((each for each in reversed(self.revisions[1:]) if each.record_time <= time), None)

    def holding(self, day: date, number: int) -> set[Agreement]:
        """The agreements that hold on `day`, as known at a revision."""
        return {each for each in self.states[number].values() if isinstance(each, Agreement) and holds(each, day)}

    def changes(self, after: int, until: int) -> tuple[set[Record], set[Record]]:
        """What was believed at `after` and not ever since, and what is believed at `until` and was not ever since."""
        before, later = self._rows(after), self._rows(until)
        return {record for record, _ in before - later}, {record for record, _ in later - before}

    def _rows(self, number: int) -> set[tuple[Record, int]]:
        """Every record believed at a revision, with the one that it has been believed since."""
        return {(record, self._since(key, number)) for key, record in self.states[number].items()}

    def _since(self, key: Key, number: int) -> int:
        while self.states[number - 1].get(key) == self.states[number][key]:
            number -= 1
        return number

    def history(self, kinds: Sequence[type[Record]], column: str, value: str, until: int) -> list[HistoryEntry]:
        """Every record with `value` in `column` that was ever believed, by kind, key and revision."""
        known = {key for state in self.states[: until + 1] for key in state if key[0] in kinds}
        keys = sorted(known, key=lambda key: (kinds.index(key[0]), key[1]))
        entries = [entry for key in keys for entry in self._history_of(key, until)]
        return [entry for entry in entries if getattr(entry.record, column) == value]

    def _history_of(self, key: Key, until: int) -> list[HistoryEntry]:
        entries, before = [], None
        for state, revision in zip(self.states[: until + 1], self.revisions, strict=False):
            record = state.get(key)
            if record != before and before is not None:
                entries[-1] = HistoryEntry(before, entries[-1].recorded, revision)
            if record != before and record is not None:
                entries.append(HistoryEntry(record, revision, None))
            before = record
        return entries

    def whole(self, number: int) -> Whole:
        """What the snapshot of a revision must hold."""
        people, places, practices = (self._all(number, kind) for kind in (Performer, Organisation, Practice))
        covered = {(each.kind, each.area) for each in self._all(number, Coverage)}
        return Whole(
            number,
            self.revisions[number].record_time,
            {each.hpr_number: PerformerEntry(each, *self._of_performer(number, each.hpr_number)) for each in people},
            {
                each.organisation_number: OrganisationEntry(
                    each,
                    self._all(number, Practice, organisation_number=each.organisation_number),
                    self._all(number, Agreement, organisation_number=each.organisation_number),
                )
                for each in places
            },
            {
                each.practice_id: PracticeEntry(each, self._all(number, Affiliation, practice_id=each.practice_id))
                for each in practices
            },
            {(kind, area): self._all(number, Coverage, kind=kind, area=area) for kind, area in covered},
        )

    def _of_performer(self, number: int, hpr_number: str) -> list[tuple[Any, ...]]:
        return [self._all(number, kind, hpr_number=hpr_number) for kind in (Competence, Affiliation, Agreement)]

    def _all(self, number: int, kind: type[Record], /, **wanted: str) -> tuple[Any, ...]:
        """The records of a kind with the values wanted, in the order of their keys."""
        found = [record for (of_kind, _), record in self.states[number].items() if of_kind is kind]
        fit = [each for each in found if all(getattr(each, name) == value for name, value in wanted.items())]
        return tuple(sorted(fit, key=attrgetter("key")))
