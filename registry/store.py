"""Appends revisions to the register, and reads any revision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, create_engine, event, or_, select, update

from registry.identifiers import InvalidRecordError, check_record, shown
from registry.records import Record
from registry.revisions import Revision
from registry.rows import KINDS, REFERENCES, RecordKind, Shared
from registry.tables import RevisionCounterRow, RevisionRow

Key = tuple[str, ...]
Withdrawal = tuple[type[Record], Key]

_CHUNK = 5_000
_NOTHING = (0, 0, None)
_REVISION = RevisionRow.__table__  # type: ignore[attr-defined]
_COUNTER = RevisionCounterRow.__table__  # type: ignore[attr-defined]
_SQLITE = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class UnknownRecordError(LookupError):
    """A record to withdraw is not believed now."""


class UnknownRevisionError(LookupError):
    """The register has no such revision."""


def open_engine(url: str) -> Engine:
    """The engine for `url`; SQLite is set up to wait for other writers, and to lose nothing."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Set the pragmas, and leave BEGIN to `_begin_sqlite`."""
    connection.isolation_level = None
    for pragma in _SQLITE:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin; a writer takes the lock at once, as it cannot be had later without the risk of a refusal."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Store:
    """
    The register in a database that `migrate` has brought up to date.

    A recorded row is never changed or deleted; only the mark of the revision
    that superseded it is set.
    """

    def __init__(self, url: str) -> None:
        """Open the database at `url`, such as `sqlite:///register.db`; connects when first used."""
        self.url = url
        self._engine = open_engine(url)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def write(
        self,
        records: Iterable[Record],
        *,
        withdraw: Iterable[Withdrawal] = (),
        note: str,
        record_time: datetime | None = None,
    ) -> Revision:
        """
        Record and withdraw facts in one transaction, as one revision.

        A record supersedes the believed one with the same key; one that equals
        it in every field changes nothing. The revision counts also when nothing
        changed. Without `record_time` it is now; either is moved to just after
        the newest revision when it is not later than that.

        Raises `InvalidRecordError` for a record that cannot be right, that names
        an unrecorded one or that is named by others when withdrawn, and
        `UnknownRecordError` for a withdrawal of what is not believed. Then
        nothing is written. The lock is held while `records` is consumed.
        """
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            revision = _next_revision(connection, note, record_time)
            writer = _Writer(connection, revision.number)
            writer.withdraw(withdraw)
            rest = iter(records)
            while chunk := list(islice(rest, _CHUNK)):
                writer.record(chunk)
            writer.check_references()
        return revision

    def newest(self) -> Revision | None:
        """The newest revision; absent while nothing was ever recorded."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_REVISION).order_by(_REVISION.c.revision.desc()).limit(1)).first()
        return Revision(*row) if row else None

    def revision(self, number: int) -> Revision:
        """The revision with this number; raises `UnknownRevisionError` when there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_REVISION).where(_REVISION.c.revision == number)).first()
        if row is None:
            newest = self.newest()
            has = f"revisions 1 to {newest.number}" if newest else "no revision yet"
            raise UnknownRevisionError(f"There is no revision {number}: the register has {has}.")
        return Revision(*row)

    def read(self, revision: int) -> Iterator[Record]:
        """Every record believed at `revision`; raises `UnknownRevisionError`."""
        self.revision(revision)
        return self._records(lambda recorded, superseded: _believed(recorded, superseded, revision))

    def changes(self, after: int, until: int) -> tuple[Iterator[Record], Iterator[Record]]:
        """
        What to take from the records believed at `after`, and what to add, to get those at `until`.

        `after` may be 0: before anything was recorded.
        """
        for number in {after, until} - {0}:
            self.revision(number)
        withdrawn = self._records(
            lambda recorded, superseded: (recorded <= after) & superseded.between(after + 1, until)
        )
        recorded = self._records(
            lambda recorded, superseded: (
                recorded.between(after + 1, until) & or_(superseded.is_(None), superseded > until)
            )
        )
        return withdrawn, recorded

    def _records(self, condition: Any) -> Iterator[Record]:
        """The records of all kinds whose two revisions meet `condition`, kind by kind."""
        shared = Shared()
        with self._engine.connect().execution_options(stream_results=True) as connection:
            for kind in KINDS.values():
                marks = kind.table.c.recorded_revision, kind.table.c.superseded_revision
                rows = connection.execute(select(*kind.columns).where(condition(*marks)))
                for part in rows.partitions(_CHUNK):
                    yield from kind.records(part, shared)


def _believed(recorded: Column[int], superseded: Column[int], revision: int) -> ColumnElement[bool]:
    """Recorded at or before `revision`, not superseded at or before it."""
    # The sum keeps the planner from walking the index of revisions when it has to read most rows.
    return (recorded + 0 <= revision) & or_(superseded.is_(None), superseded + 0 > revision)


def _next_revision(connection: Connection, note: str, record_time: datetime | None) -> Revision:
    """Lock the counter, count one on, and record the revision; other writers wait until the commit."""
    if record_time and record_time.tzinfo is None:
        raise ValueError(f"the record time {record_time} has no zone; give one, such as UTC")
    counted = update(_COUNTER).values(revision=_COUNTER.c.revision + 1)
    number, last = connection.execute(counted.returning(_COUNTER.c.revision, _COUNTER.c.record_time)).one()
    time = record_time or datetime.now(UTC)
    if last is not None:
        time = max(time, last + timedelta(microseconds=1))
    revision = Revision(number, time.astimezone(UTC), note)
    connection.execute(update(_COUNTER).values(record_time=revision.record_time))
    connection.execute(_REVISION.insert(), {"revision": number, "record_time": revision.record_time, "note": note})
    return revision


class _Writer:
    """What one write does inside its transaction."""

    def __init__(self, connection: Connection, revision: int) -> None:
        """Write through `connection`, as part of `revision`."""
        self._connection = connection
        self._revision = revision
        self._withdrawn: set[Withdrawal] = set()

    def withdraw(self, withdrawals: Iterable[Withdrawal]) -> None:
        """Mark the rows with these keys as superseded, with nothing in their place."""
        self._withdrawn = set(withdrawals)
        for record, key in self._withdrawn:
            kind = KINDS[record]
            found = self._current(kind, key[kind.lookup_position :][:1])
            if key not in found:
                raise UnknownRecordError(
                    f"No {record.__name__} with key {shown(' '.join(key))} is believed now, "
                    "so it cannot be withdrawn. Look up the key of the record first."
                )
            self._supersede(kind, [found[key][0]])

    def record(self, records: list[Record]) -> None:
        """Insert the records that say something new, and supersede what they replace."""
        by_kind: defaultdict[type[Record], dict[Key, Record]] = defaultdict(dict)
        for record in records:
            check_record(record)
            kept = by_kind[type(record)].setdefault(record.key, record)
            if kept is not record and kept != record:
                raise _given_twice(record)
        for record_type, fresh in by_kind.items():
            kind = KINDS[record_type]
            current = self._current(kind, {getattr(record, kind.lookup) for record in fresh.values()})
            new, replaced = [], []
            for key, record in fresh.items():
                row_id, recorded, old = current.get(key, _NOTHING)
                if old == record:
                    continue
                if recorded == self._revision or (record_type, key) in self._withdrawn:
                    raise _given_twice(record)
                new.append(kind.row(record, self._revision))
                replaced += [row_id] if old else []
            self._supersede(kind, replaced)
            if new:
                self._connection.execute(kind.table.insert(), new)

    def check_references(self) -> None:
        """Refuse the write when a believed record names one that is not believed."""
        withdrawn = {record for record, _ in self._withdrawn}
        for source, field, named in REFERENCES:
            row, lookup = KINDS[source].table.c, KINDS[named].lookup
            self._refuse_lost(source, field, named, row.recorded_revision == self._revision)
            if named in withdrawn:
                past = KINDS[named].table.c
                gone = select(past[lookup]).where(past.superseded_revision == self._revision)
                self._refuse_lost(source, field, named, row[field].in_(gone))

    def _refuse_lost(self, source: type[Record], field: str, named: type[Record], touched: ColumnElement[bool]) -> None:
        """Raise when, among the `touched` rows, the `field` of a `source` names nothing that is believed."""
        kind, row = KINDS[source], KINDS[source].table.c
        target = KINDS[named].table.alias().c
        found = select(1).where(target[KINDS[named].lookup] == row[field], target.superseded_revision.is_(None))
        lost = select(*kind.columns).where(
            touched, row.superseded_revision.is_(None), row[field].is_not(None), ~found.exists()
        )
        for record in kind.records(self._connection.execute(lost.limit(1)).all(), Shared()):
            name = named.__name__
            raise InvalidRecordError(
                record,
                field,
                f"names {name} {shown(getattr(record, field))}, which is not recorded",
                f"Record the {name} first or in the same write, or withdraw this record too.",
            )

    def _current(self, kind: RecordKind, lookups: Iterable[str]) -> dict[Key, tuple[int, int, Record]]:
        """The believed records that one of `lookups` leads to: row and revision of each, by key."""
        row = kind.table.c
        query = select(row.row_id, row.recorded_revision, *kind.columns)
        query = query.where(row[kind.lookup].in_(list(lookups)), row.superseded_revision.is_(None))
        rows = self._connection.execute(query).all()
        records = kind.records([found[2:] for found in rows], Shared())
        return {record.key: (found[0], found[1], record) for found, record in zip(rows, records, strict=True)}

    def _supersede(self, kind: RecordKind, row_ids: list[int]) -> None:
        """Set the only mark that a recorded row ever gets."""
        if row_ids:
            rows = kind.table.c.row_id.in_(row_ids)
            self._connection.execute(update(kind.table).where(rows).values(superseded_revision=self._revision))


def _given_twice(record: Record) -> InvalidRecordError:
    """The error for a write that says two things about one key."""
    return InvalidRecordError(record, "key", "is given twice in one write, with different content", "Give it once.")
