"""One revision of the register in memory: plain dictionaries and tuples, never changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from registry.records import (
    OF_ORGANISATION,
    OF_PERFORMER,
    OF_PRACTICE,
    Affiliation,
    Agreement,
    Competence,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
)
from registry.revisions import Revision

Owner = TypeVar("Owner")
Entry = TypeVar("Entry")
OneRecord = TypeVar("OneRecord", bound=Record)
CoverageArea = tuple[CoverageKind, str]


@dataclass(frozen=True, slots=True)
class PerformerEntry:
    """All that is recorded about a performer; `agreements` are those held in person."""

    performer: Performer
    competences: tuple[Competence, ...]
    affiliations: tuple[Affiliation, ...]
    agreements: tuple[Agreement, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry."""
        return (self.performer, *self.competences, *self.affiliations, *self.agreements)


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """All that is recorded about an organisation; `agreements` are those it holds itself."""

    organisation: Organisation
    practices: tuple[Practice, ...]
    agreements: tuple[Agreement, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry."""
        return (self.organisation, *self.practices, *self.agreements)


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """A practice and who works there."""

    practice: Practice
    affiliations: tuple[Affiliation, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry."""
        return (self.practice, *self.affiliations)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What the register believed at one revision.

    Look-ups take the same time however large the register is. Tuples are in the
    order of their records' keys, so two snapshots of one revision are equal.

    `evaluated_at` is the moment that answers are given for, which decides how
    old the sources are; absent while nobody has asked.
    """

    revision: int
    record_time: datetime
    performers: dict[str, PerformerEntry] = field(repr=False)
    organisations: dict[str, OrganisationEntry] = field(repr=False)
    practices: dict[str, PracticeEntry] = field(repr=False)
    coverages: dict[CoverageArea, tuple[Coverage, ...]] = field(repr=False)
    evaluated_at: datetime | None = field(default=None, compare=False)

    @classmethod
    def of(cls, records: Iterable[Record], revision: Revision) -> "Snapshot":
        """
        The snapshot of `records`, in whatever order they come.

        Raises `ValueError` when one belongs to a performer, an organisation or a
        practice that is not among them.
        """
        return advance(cls(0, revision.record_time, {}, {}, {}, {}), (), records, revision)

    def at(self, moment: datetime) -> "Snapshot":
        """The same register, read for an answer that is given for `moment`."""
        return Snapshot(
            self.revision,
            self.record_time,
            self.performers,
            self.organisations,
            self.practices,
            self.coverages,
            moment,
        )

    def performer(self, hpr_number: str) -> PerformerEntry | None:
        """The performer with this HPR number; absent when not recorded."""
        return self.performers.get(hpr_number)

    def organisation(self, organisation_number: str) -> OrganisationEntry | None:
        """The organisation with this number; absent when not recorded."""
        return self.organisations.get(organisation_number)

    def practice(self, practice_id: str) -> Practice | None:
        """The practice with this ten-digit number; absent when not recorded."""
        entry = self.practices.get(practice_id)
        return entry.practice if entry else None

    def performers_at(self, practice_id: str) -> tuple[Affiliation, ...]:
        """Who works or worked at the practice; empty also when the practice is not recorded."""
        entry = self.practices.get(practice_id)
        return entry.affiliations if entry else ()

    def coverage(self, kind: CoverageKind, area: str) -> tuple[Coverage, ...]:
        """The periods for which a source is complete for `kind` in exactly this `area`."""
        return self.coverages.get((kind, area), ())


def advance(
    snapshot: Snapshot, withdrawn: Iterable[Record], recorded: Iterable[Record], revision: Revision
) -> Snapshot:
    """
    The snapshot of a later `revision`, which differs by these records.

    `snapshot` stays as it is, and shares with the new one every entry that the
    difference does not touch. Raises `ValueError` as `Snapshot.of` does.
    """
    gone, new = _Heaps(withdrawn), _Heaps(recorded)
    return Snapshot(
        revision.number,
        revision.record_time,
        _advanced(snapshot.performers, gone.performers, new.performers, _records_of, _performer_entry),
        _advanced(snapshot.organisations, gone.organisations, new.organisations, _records_of, _organisation_entry),
        _advanced(snapshot.practices, gone.practices, new.practices, _records_of, _practice_entry),
        _advanced(snapshot.coverages, gone.coverages, new.coverages, tuple, _coverage_entry),
    )


class _Heaps:
    """Records heaped by what they belong to; one record may lie on two heaps."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Put each record where it belongs."""
        self.performers: defaultdict[str, list[Record]] = defaultdict(list)
        self.organisations: defaultdict[str, list[Record]] = defaultdict(list)
        self.practices: defaultdict[str, list[Record]] = defaultdict(list)
        self.coverages: defaultdict[CoverageArea, list[Record]] = defaultdict(list)
        for record in records:
            if isinstance(record, Coverage):
                self.coverages[record.kind, record.area].append(record)
                continue
            if isinstance(record, OF_PERFORMER) and record.hpr_number:
                self.performers[record.hpr_number].append(record)
            if isinstance(record, OF_ORGANISATION) and record.organisation_number:
                self.organisations[record.organisation_number].append(record)
            if isinstance(record, OF_PRACTICE):
                self.practices[record.practice_id].append(record)


def _advanced(
    old: dict[Owner, Entry],
    gone: dict[Owner, list[Record]],
    new: dict[Owner, list[Record]],
    records_of: Callable[[Entry], Iterable[Record]],
    entry_of: Callable[[list[Record]], Entry],
) -> dict[Owner, Entry]:
    """`old` itself when nothing of it changes, otherwise a copy with new entries for the touched owners."""
    if not gone and not new:
        return old
    entries = dict(old)
    for owner in gone.keys() | new.keys():
        lost = gone.get(owner, ())
        entry = entries.pop(owner, None)
        records = [record for record in records_of(entry) if record not in lost] if entry else []
        records += new.get(owner, ())
        if records:
            entries[owner] = entry_of(records)
    return entries


def _records_of(entry: PerformerEntry | OrganisationEntry | PracticeEntry) -> tuple[Record, ...]:
    """The records of an entry."""
    return entry.records


def _performer_entry(records: list[Record]) -> PerformerEntry:
    """The entry of the performer that all `records` belong to."""
    return PerformerEntry(
        _owner(Performer, records),
        _all(Competence, records),
        _all(Affiliation, records),
        _all(Agreement, records),
    )


def _organisation_entry(records: list[Record]) -> OrganisationEntry:
    """The entry of the organisation that all `records` belong to."""
    return OrganisationEntry(_owner(Organisation, records), _all(Practice, records), _all(Agreement, records))


def _practice_entry(records: list[Record]) -> PracticeEntry:
    """The entry of the practice that all `records` belong to."""
    return PracticeEntry(_owner(Practice, records), _all(Affiliation, records))


def _coverage_entry(records: list[Record]) -> tuple[Coverage, ...]:
    """The coverage rows among `records`, which are of one kind and area."""
    return _all(Coverage, records)


def _all(kind: type[OneRecord], records: list[Record]) -> tuple[OneRecord, ...]:
    """The records of one kind, in the order of their keys."""
    found = [record for record in records if type(record) is kind]
    if len(found) > 1:
        found.sort(key=attrgetter("key"))
    return tuple(found)


def _owner(kind: type[OneRecord], records: list[Record]) -> OneRecord:
    """The one record of `kind` that the others belong to."""
    for record in records:
        if type(record) is kind:
            return record
    raise ValueError(f"{records[0]} belongs to a {kind.__name__} that is not among the records")
