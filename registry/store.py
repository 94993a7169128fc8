"""Appends revisions to the register, and reads any revision."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from registry.asking import Asking
from registry.engine import WRITE_WAIT_SECONDS, database_errors, driver_connection, open_engine
from registry.prepared import Prepared
from registry.queries import (
    BELIEVED,
    KNOWN_AT,
    NEWEST,
    NUMBERED,
    Question,
)
from registry.records import Coverage, Record
from registry.revisions import Revision
from registry.rows import KINDS, Shared
from registry.structs import struct
from registry.tables import REQUEST, REVISION
from registry.urls import is_postgresql
from registry.write_queries import BEGUN, COUNTED, KNOWN_REQUEST
from registry.writing import CHUNK, Withdrawal, Writing

CHANNEL = "avtalt_revision"


class UnknownRevisionError(LookupError):
    """The register has no such revision."""


class RequestIdReusedError(ValueError):
    """A write has the name of an earlier one, and other content."""


class NewerRevisionError(ValueError):
    """The register has moved on since the revision that a writer expected."""

    def __init__(self, expected: int, newest: int) -> None:
        """Keep both numbers."""
        super().__init__(f"The newest revision is {newest}, not {expected} as expected.")
        self.expected, self.newest = expected, newest


class AlreadyWritten(Exception):  # noqa: N818 - not a failure: the write was done before, and this is its answer
    """A write with this name and content was done before."""

    def __init__(self, answer: bytes) -> None:
        """Keep the answer it got."""
        super().__init__("already written")
        self.answer = answer


@struct(frozen=True, slots=True)
class WriteRequest:
    """A write as its caller names it; `digest` stands for its content."""

    request_id: str
    digest: str


class Store:
    """
    The register in a database that `migrate` has brought up to date.

    A recorded row is never changed or deleted; only the mark of the revision
    that superseded it is set. Every method may raise `RegisterBusyError` or
    `RegisterUnreachableError`, after which it is safe to try again.
    """

    def __init__(self, url: str, write_wait_seconds: float = WRITE_WAIT_SECONDS) -> None:
        """Open the database at `url`, such as `sqlite:///register.db`; connects when first used."""
        self.url = url
        self.engine = open_engine(url, write_wait_seconds)
        self._prepared = Prepared(self.engine.dialect)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    @contextmanager
    def writing(
        self,
        note: str,
        *,
        record_time: datetime | None = None,
        request: WriteRequest | None = None,
        expected_revision: int | None = None,
    ) -> Iterator[Writing]:
        """
        One revision in the making, seen by nobody until the block ends well.

        Other writers wait meanwhile. The revision counts also when nothing
        changed. Without `record_time` it is when all has been done and checked,
        just before the commit, so that nobody has asked what was known then
        before it was; either is moved to just after the newest revision when it
        is not later than that.

        Raises `AlreadyWritten` or `RequestIdReusedError` for a `request` whose
        name came before, `NewerRevisionError` when `expected_revision` is not
        the newest, and what `Writing` raises. Then nothing is written.
        """
        with database_errors(), self._connection(writes=True) as connection:
            if request:
                _raise_if_known(connection, request)
            revision = _next_revision(connection, note, record_time)
            if request:
                # The name may have been used while this writer waited for its turn.
                _raise_if_known(connection, request)
            if expected_revision not in (None, revision.number - 1):
                raise NewerRevisionError(expected_revision, revision.number - 1)
            writing = Writing(connection, revision, stamped=record_time is not None)
            yield writing
            writing.finish()
            if writing.discarded:
                connection.rollback()
                return
            if request:
                row = {"request_id": request.request_id, "digest": request.digest}
                connection.execute(REQUEST.insert(), row | {"revision": revision.number, "answer": writing.answer})
            if is_postgresql(self.url):
                connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})
            connection.commit()

    def write(
        self,
        records: Iterable[Record],
        *,
        withdraw: Iterable[Withdrawal] = (),
        note: str,
        record_time: datetime | None = None,
    ) -> Revision:
        """Record and withdraw facts as one revision; raises what `writing` raises."""
        with self.writing(note, record_time=record_time) as writing:
            writing.withdraw(withdraw)
            writing.record(records)
        return writing.revision

    def newest(self) -> Revision | None:
        """The newest revision; absent while nothing was ever recorded."""
        return self._revision(NEWEST)

    def revision(self, number: int) -> Revision:
        """The revision with this number; raises `UnknownRevisionError` when there is none."""
        found = self._revision(NUMBERED, number=number)
        if found is None:
            newest = self.newest()
            has = f"revisions 1 to {newest.number}" if newest else "no revision yet"
            raise UnknownRevisionError(f"There is no revision {number}: the register has {has}.")
        return found

    def known_at(self, time: datetime) -> Revision | None:
        """The newest revision recorded at or before `time`; absent when there was none yet."""
        return self._revision(KNOWN_AT, time=time)

    def revisions(self, after: int, limit: int) -> list[Revision]:
        """At most `limit` revisions that come after number `after`, in order."""
        query = select(REVISION).where(REVISION.c.revision > after).order_by(REVISION.c.revision).limit(limit)
        with database_errors(), self._connection() as connection:
            return [Revision(*row) for row in connection.execute(query)]

    def read(self, revision: int) -> Iterator[Record]:
        """Every record believed at `revision`; raises `UnknownRevisionError`."""
        self.revision(revision)
        return self._records(BELIEVED, until=revision)

    def read_coverage(self, revision: int) -> Iterator[Coverage]:
        """The coverage rows believed at a revision that is known to exist."""
        only: Question = {Coverage: BELIEVED[Coverage]}
        return (row for row in self._records(only, until=revision) if isinstance(row, Coverage))

    def read_packed(self, revision: int) -> Iterator[tuple[type[Record], Sequence[Sequence[Any]]]]:
        """
        All other records believed at a revision that is known to exist, as rows of their packed forms.

        They come kind by kind, in the order of `FORMS`. A row is the owners of
        the record, then its shared part and its own.
        """
        with self.asking() as asking:
            yield from asking.packed(revision, CHUNK)

    @contextmanager
    def asking(self) -> Iterator[Asking]:
        """
        One connection for several questions, past most of SQLAlchemy.

        What is written meanwhile one of them may see and another one not: of revisions
        that are there already the answers are the same ever after.
        """
        with driver_connection(self.engine) as driver:
            yield Asking(driver, self._prepared)

    def changes(self, after: int, until: int) -> tuple[list[Record], list[Record]]:
        """
        What to take from the records believed at `after`, and what to add, to get those at `until`.

        `after` may be 0: before anything was recorded.
        """
        for number in {after, until} - {0}:
            self.revision(number)
        with self.asking() as asking:
            return asking.difference(asking.differing(after, until))

    @contextmanager
    def _connection(self, *, writes: bool = False) -> Iterator[Connection]:
        """A connection; what was not committed at the end is given up."""
        with self.engine.connect().execution_options(writes=writes) as connection:
            yield connection

    def _revision(self, query: Any, **given: Any) -> Revision | None:
        """The revision that `query` finds."""
        with database_errors(), self._connection() as connection:
            row = connection.execute(query, given).first()
        return Revision(*row) if row else None

    def _records(self, question: Question, **revisions: int) -> Iterator[Record]:
        """The records of all kinds that a question asks for, kind by kind."""
        shared = Shared()
        with database_errors(), self.engine.connect().execution_options(stream_results=True) as connection:
            for record, query in question.items():
                for part in connection.execute(query, revisions).partitions(CHUNK):
                    yield from KINDS[record].records(part, shared)


def _raise_if_known(connection: Connection, request: WriteRequest) -> None:
    """Raise when the name of the write came before."""
    row = connection.execute(KNOWN_REQUEST, {"request_id": request.request_id}).first()
    if row is None:
        return
    if row.digest != request.digest:
        raise RequestIdReusedError(request.request_id)
    raise AlreadyWritten(row.answer)


def _next_revision(connection: Connection, note: str, record_time: datetime | None) -> Revision:
    """Lock the counter, count one on, and record the revision; other writers wait until the commit."""
    if record_time and record_time.tzinfo is None:
        raise ValueError(f"the record time {record_time} has no zone; give one, such as UTC")
    number, last = connection.execute(COUNTED).one()
    time = record_time or datetime.now(UTC)
    if last is not None:
        time = max(time, last + timedelta(microseconds=1))
    revision = Revision(number, time.astimezone(UTC), note)
    for row in BEGUN:
        connection.execute(row, {"number": number, "time": revision.record_time, "text": note})
    return revision
