"""One revision in the making: what is recorded and withdrawn in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection

from registry.checking import check_written
from registry.identifiers import InvalidRecordError, check_record, shown
from registry.records import Agreement, Record
from registry.revisions import Revision
from registry.rows import KINDS, RecordKind, Shared
from registry.write_queries import CURRENT, HELD, STAMPED, SUPERSEDE

Key = tuple[str, ...]
Withdrawal = tuple[type[Record], Key]

CHUNK = 5_000
_NOTHING = (0, 0, None)


class UnknownRecordError(LookupError):
    """A record to withdraw is not believed now."""


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
        rows = self.connection.execute(HELD, {"holder": holder}).all()
        return list(KINDS[Agreement].records(rows, Shared()))  # type: ignore[arg-type]

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
        check_written(self.connection, self.revision.number, {record for record, _ in self._withdrawn})
        if not self._stamped:
            self._stamp(max(datetime.now(UTC), self.revision.record_time))

    def _stamp(self, time: datetime) -> None:
        """Let the revision be recorded at a time, which is not before the one it had."""
        self.revision = replace(self.revision, record_time=time)
        for row in STAMPED:
            self.connection.execute(row, {"number": self.revision.number, "time": time})

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

    def _current(self, kind: RecordKind, lookups: Iterable[str]) -> dict[Key, tuple[int, int, Record]]:
        """The believed records that one of `lookups` leads to: row and revision of each, by key."""
        rows = self.connection.execute(CURRENT[kind.record], {"lookups": list(lookups)}).all()
        records = kind.records([found[2:] for found in rows], Shared())
        return {record.key: (found[0], found[1], record) for found, record in zip(rows, records, strict=True)}

    def _supersede(self, kind: RecordKind, row_ids: Collection[int]) -> None:
        """Set the only mark that a recorded row ever gets."""
        if row_ids:
            marked = {"row_ids": list(row_ids), "number": self.revision.number}
            self.connection.execute(SUPERSEDE[kind.record], marked)


def given_twice(record: Record) -> InvalidRecordError:
    """The error for a write that says two things about one key."""
    return InvalidRecordError(record, "key", "is given twice in one write, with different content", "Give it once.")
