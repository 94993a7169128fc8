"""One revision of the register in memory, never changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from registry.entries import OrganisationEntry, PerformerEntry, PracticeEntry
from registry.forms import FORMS, ORGANISATION, OWNERS, PERFORMER, PRACTICE
from registry.packing import AnyEntry, Packing
from registry.records import Affiliation, Coverage, CoverageKind, Practice, Record
from registry.revisions import Revision
from registry.shards import Table
from registry.structs import struct

Entry = TypeVar("Entry", bound=AnyEntry)
CoverageArea = tuple[CoverageKind, str]
Coverages = dict[CoverageArea, tuple[Coverage, ...]]
Heap = dict[str, list[Record]]
MUNICIPALITY = FORMS[Practice].shared.index("municipality_code")


@struct(frozen=True, slots=True)
class Snapshot:
    """
    What the register believed at one revision.

    Look-ups take the same time however large the register is. Tuples are in the
    order of their records' keys, so two snapshots of one revision are equal. The
    tables hold entries in packed form; the methods give them as they were recorded.

    `evaluated_at` is the moment that answers are given for, which decides how
    old the sources are; absent while nobody has asked.
    """

    revision: int
    record_time: datetime
    performers: Table[PerformerEntry] = field(repr=False)
    organisations: Table[OrganisationEntry] = field(repr=False)
    practices: Table[PracticeEntry] = field(repr=False)
    coverages: Coverages = field(repr=False)
    evaluated_at: datetime | None = field(default=None, compare=False)

    @classmethod
    def of(cls, records: Iterable[Record], revision: Revision) -> "Snapshot":
        """
        The snapshot of `records`, in whatever order they come.

        Raises `ValueError` when one belongs to a performer, an organisation or a
        practice that is not among them.
        """
        return advance(empty(revision), (), records, revision)

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
        return self.performers.find(hpr_number)

    def organisation(self, organisation_number: str) -> OrganisationEntry | None:
        """The organisation with this number; absent when not recorded."""
        return self.organisations.find(organisation_number)

    def practice(self, practice_id: str) -> Practice | None:
        """The practice with this ten-digit number; absent when not recorded."""
        entry = self.practices.find(practice_id)
        return entry.practice if entry else None

    def municipality_of(self, practice_id: str) -> str | None:
        """Where a practice is; absent when not known. Sooner than `practice`, for whoever asks for very many."""
        packed = self.practices.get(practice_id)
        code: str | None = self.practices.packing.shared(packed)[MUNICIPALITY] if packed else None
        return code

    def performers_at(self, practice_id: str) -> tuple[Affiliation, ...]:
        """Who works or worked at the practice; empty also when the practice is not recorded."""
        entry = self.practices.find(practice_id)
        return entry.affiliations if entry else ()

    def coverage(self, kind: CoverageKind, area: str) -> tuple[Coverage, ...]:
        """The periods for which a source is complete for `kind` in exactly this `area`."""
        return self.coverages.get((kind, area), ())

    @property
    def packing(self) -> Packing:
        """What its entries are packed by; snapshots that have it in common share most of their memory."""
        return self.performers.packing

    @property
    def providers(self) -> int:
        """How many performers and organisations are recorded."""
        return len(self.performers) + len(self.organisations)

    def each_holder(self) -> Iterator[PerformerEntry | OrganisationEntry]:
        """Every performer and every organisation, in no order. Takes as long as the register is large."""
        return chain(self.performers.entries(), self.organisations.entries())

    def each_coverage(self) -> Iterator[Coverage]:
        """Every period for which a source is complete, in no order."""
        return chain.from_iterable(self.coverages.values())


def empty(revision: Revision) -> Snapshot:
    """The snapshot of a revision in which nothing is recorded."""
    packing = Packing()
    return Snapshot(revision.number, revision.record_time, Table(packing), Table(packing), Table(packing), {})


def advance(
    snapshot: Snapshot, withdrawn: Iterable[Record], recorded: Iterable[Record], revision: Revision
) -> Snapshot:
    """
    The snapshot of another `revision`, which differs by these records.

    `snapshot` stays as it is, and shares with the new one every entry that the
    difference does not touch. Raises `ValueError` as `Snapshot.of` does.
    """
    gone, new = _Heaps(withdrawn), _Heaps(recorded)
    performers, organisations, practices = (gone.of[owner] for owner in OWNERS)
    return Snapshot(
        revision.number,
        revision.record_time,
        _advanced(snapshot.performers, performers, new.of[PERFORMER], PerformerEntry.of),
        _advanced(snapshot.organisations, organisations, new.of[ORGANISATION], OrganisationEntry.of),
        _advanced(snapshot.practices, practices, new.of[PRACTICE], PracticeEntry.of),
        covered(snapshot.coverages, gone.coverages, new.coverages),
    )


class _Heaps:
    """Records heaped by what they belong to, which the columns `OWNERS` name; one record may lie on two heaps."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Put each record where it belongs."""
        self.of: dict[str, Heap] = {owner: defaultdict(list) for owner in OWNERS}
        self.coverages: list[Coverage] = []
        for record in records:
            if isinstance(record, Coverage):
                self.coverages.append(record)
                continue
            for owner in FORMS[type(record)].owners:
                if number := getattr(record, owner):
                    self.of[owner][number].append(record)


def _advanced(
    table: Table[Entry], gone: Heap, new: Heap, entry_of: Callable[[Sequence[Record]], Entry]
) -> Table[Entry]:
    """`table` itself when nothing of it changes, otherwise one with new entries for the touched owners."""
    if not gone and not new:
        return table
    packing, changes = table.packing, dict[str, str | None]()
    for owner in gone.keys() | new.keys():
        lost, packed = gone.get(owner, ()), table.get(owner)
        records = [record for record in packing.unpack(packed) if record not in lost] if packed else []
        records += new.get(owner, ())
        changes[owner] = packing.pack(entry_of(records).records) if records else None
    return table.changed(changes)


def covered(coverages: Coverages, gone: Iterable[Coverage], new: Iterable[Coverage]) -> Coverages:
    """`coverages` itself when nothing changes, otherwise a copy without some rows and with others."""
    lost, found = set(gone), list(new)
    if not lost and not found:
        return coverages
    rows, touched = dict(coverages), defaultdict[CoverageArea, list[Coverage]](list)
    for row in lost:
        touched[row.kind, row.area] = []
    for row in found:
        touched[row.kind, row.area].append(row)
    for area, added in touched.items():
        kept = [row for row in rows.pop(area, ()) if row not in lost] + added
        if kept:
            rows[area] = tuple(sorted(kept, key=attrgetter("key")))
    return rows
