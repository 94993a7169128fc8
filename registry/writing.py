"""One revision in the making: what is recorded and withdrawn in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, select, update

from registry.identifiers import InvalidRecordError, check_record, shown
from registry.overlaps import find_overlaps
from registry.records import Agreement, Record
from registry.revisions import Revision
from registry.rows import KINDS, REFERENCES, RecordKind, Shared
from registry.tables import COUNTER, REVISION

Key = tuple[str, ...]
Withdrawal = tuple[type[Record], Key]

CHUNK = 5_000
_NOTHING = (0, 0, None)


class UnknownRecordError(LookupError):
    """A record to withdraw is not believed now."""


class OverlapError(InvalidRecordError):
    """Two agreements of one kind, holder and practice would hold on one day."""

    def __init__(self, record: Agreement, other: Agreement) -> None:
        """Keep the agreement that is in the way."""
        self.other = other
        first, last = other.period.first_date or "the beginning", other.period.last_date or "any day to come"
        super().__init__(
            record,
            "period",
            f"meets that of agreement {shown(other.agreement_id)} ({first} to {last}), of the same kind, "
            "holder and practice",
            "End the other one first, give other days, or ask that the other one be corrected.",
        )


class Writing:
    """
    What one write does inside its transaction.

    Nothing of it is seen by anybody before the transaction ends. `discarded`
    says that it is to be given up in the end, and `answer` what a caller who
    named the write is to get, now and whenever the same name comes again.
    `recorded` counts the rows added; who adds some through `connection` counts
    them on.
    """

    def __init__(self, connection: Connection, revision: Revision, *, stamped: bool) -> None:
        """Write through `connection`, as `revision`, whose time stays as it is when it is `stamped` already."""
        self.revision = revision
        self._stamped = stamped
        self._finished = False
        self.discarded = False
        self.answer = b""
        self.recorded = 0
        self.connection = connection
        self._withdrawn: set[Withdrawal] = set()

    def believed(self, record: type[Record], lookups: Iterable[str]) -> dict[Key, Record]:
        """The records believed now, this write included, that one of `lookups` leads to, by key."""
        return {key: found for key, (_, _, found) in self._current(KINDS[record], lookups).items()}

    def agreements_of(self, holder: str) -> list[Agreement]:
        """The agreements that a person or an organisation is believed to hold, this write included."""
        kind = KINDS[Agreement]
        row = kind.table.c
        mine = (row.hpr_number == holder) | (row.organisation_number == holder)
        query = select(*kind.columns).where(mine, row.superseded_revision.is_(None))
        return list(kind.records(self.connection.execute(query).all(), Shared()))  # type: ignore[arg-type]

    def withdraw(self, withdrawals: Iterable[Withdrawal]) -> None:
        """Mark the rows with these keys as superseded, with nothing in their place."""
        asked = set(withdrawals)
        self._withdrawn |= asked
        for record, key in asked:
            kind = KINDS[record]
            found = self._current(kind, key[kind.lookup_position :][:1])
            if key not in found:
                raise UnknownRecordError(
                    f"No {record.__name__} with key {shown(' '.join(key))} is believed now, "
                    "so it cannot be withdrawn. Look up the key of the record first."
                )
            self._supersede(kind, [found[key][0]])

    def record(self, records: Iterable[Record]) -> None:
        """
        Insert the records that say something new, and supersede what they replace.

        A record that equals the believed one with its key changes nothing.
        Raises `InvalidRecordError` for one that cannot be right.
        """
        rest = iter(records)
        while chunk := list(islice(rest, CHUNK)):
            self._record(chunk)

    def finish(self) -> None:
        """Check the whole write and give it its time, once; nothing may be recorded after that."""
        if self._finished:
            return
        self._finished = True
        self.check()
        if not self._stamped:
            self._stamp(max(datetime.now(UTC), self.revision.record_time))

    def _stamp(self, time: datetime) -> None:
        """Let the revision be recorded at a time, which is not before the one it had."""
        self.revision = replace(self.revision, record_time=time)
        row, counter = REVISION.c, COUNTER
        self.connection.execute(update(REVISION).where(row.revision == self.revision.number).values(record_time=time))
        self.connection.execute(update(counter).values(record_time=time))

    def check(self) -> None:
        """Refuse the write when a record names one that is not believed, or two agreements overlap."""
        withdrawn = {record for record, _ in self._withdrawn}
        for source, field, named in REFERENCES:
            row, lookup = KINDS[source].table.c, KINDS[named].lookup
            self._refuse_lost(source, field, named, row.recorded_revision == self.revision.number)
            if named in withdrawn:
                past = KINDS[named].table.c
                gone = select(past[lookup]).where(past.superseded_revision == self.revision.number)
                self._refuse_lost(source, field, named, row[field].in_(gone))
        for record, other in find_overlaps(self.connection, self.revision.number, limit=1):
            raise OverlapError(record, other)

    def _record(self, records: list[Record]) -> None:
        by_kind: defaultdict[type[Record], dict[Key, Record]] = defaultdict(dict)
        for record in records:
            check_record(record)
            kept = by_kind[type(record)].setdefault(record.key, record)
            if kept is not record and kept != record:
                raise given_twice(record)
        for record_type, fresh in by_kind.items():
            kind = KINDS[record_type]
            current = self._current(kind, {getattr(record, kind.lookup) for record in fresh.values()})
            new, replaced = [], []
            for key, record in fresh.items():
                row_id, recorded, old = current.get(key, _NOTHING)
                if old == record:
                    continue
                if recorded == self.revision.number or (record_type, key) in self._withdrawn:
                    raise given_twice(record)
                new.append(kind.row(record, self.revision.number))
                replaced += [row_id] if old else []
            self._supersede(kind, replaced)
            if new:
                self.connection.execute(kind.table.insert(), new)
                self.recorded += len(new)

    def _refuse_lost(self, source: type[Record], field: str, named: type[Record], touched: ColumnElement[bool]) -> None:
        """Raise when, among the `touched` rows, the `field` of a `source` names nothing that is believed."""
        for record in self._lost(source, field, named, touched, 1):
            raise lost_reference(record, field, named)

    def _lost(
        self, source: type[Record], field: str, named: type[Record], touched: ColumnElement[bool], limit: int
    ) -> Iterator[Record]:
        kind, row = KINDS[source], KINDS[source].table.c
        target = KINDS[named].table.alias().c
        found = select(1).where(target[KINDS[named].lookup] == row[field], target.superseded_revision.is_(None))
        lost = select(*kind.columns).where(
            touched, row.superseded_revision.is_(None), row[field].is_not(None), ~found.exists()
        )
        return kind.records(self.connection.execute(lost.limit(limit)).all(), Shared())

    def _current(self, kind: RecordKind, lookups: Iterable[str]) -> dict[Key, tuple[int, int, Record]]:
        """The believed records that one of `lookups` leads to: row and revision of each, by key."""
        row = kind.table.c
        query = select(row.row_id, row.recorded_revision, *kind.columns)
        query = query.where(row[kind.lookup].in_(list(lookups)), row.superseded_revision.is_(None))
        rows = self.connection.execute(query).all()
        records = kind.records([found[2:] for found in rows], Shared())
        return {record.key: (found[0], found[1], record) for found, record in zip(rows, records, strict=True)}

    def _supersede(self, kind: RecordKind, row_ids: Collection[int]) -> None:
        """Set the only mark that a recorded row ever gets."""
        if row_ids:
            rows = kind.table.c.row_id.in_(row_ids)
            self.connection.execute(update(kind.table).where(rows).values(superseded_revision=self.revision.number))


def given_twice(record: Record) -> InvalidRecordError:
    """The error for a write that says two things about one key."""
    return InvalidRecordError(record, "key", "is given twice in one write, with different content", "Give it once.")


def lost_reference(record: Record, field: str, named: type[Record]) -> InvalidRecordError:
    """The error for a record that names one that is not believed."""
    name = named.__name__
    return InvalidRecordError(
        record,
        field,
        f"names {name} {shown(getattr(record, field))}, which is not recorded",
        f"Record the {name} first or in the same write, or withdraw this record too.",
    )
