"""
The rows of an import beside the register, in tables that live as long as the import.

Everything is decided there, in the database: so a million rows need no memory
here, and nothing of the register is touched before all is decided.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Computed,
    Connection,
    Index,
    Integer,
    MetaData,
    Select,
    SmallInteger,
    String,
    Table,
    and_,
    or_,
    text,
)
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from registry.exchange.columns import FILE_KINDS, FileKind
from registry.outages import RegisterUnreachableError
from registry.overlaps import PLACE
from registry.records import Agreement, Record
from registry.urls import POSTGRESQL


class State(IntEnum):
    """
    What is to become of a staged row.

    A repeated row says the same as an earlier one with its key. A withdrawn one
    stands for a believed record that is to go, a believed one for a record that
    stays and is only there to be compared with.
    """

    READY = 0
    REPEATED = 1
    REFUSED = 2
    WITHDRAWN = 3
    BELIEVED = 4


@dataclass(frozen=True)
class Sheet:
    """
    The staged rows of one kind, and the table of the register that they are meant for.

    `place` is the order of reading. `file` is the place of the file among those
    given; absent in rows that were made from believed records.
    """

    of: FileKind
    staged: Table
    kept: Table

    @classmethod
    def make(cls, of: FileKind) -> "Sheet":
        """A sheet, whose table is not made yet."""
        kept = of.kind.table
        staged = Table(
            f"import_{of.name}",
            MetaData(),
            Column("place", Integer, primary_key=True),
            Column("file", SmallInteger),
            Column("line", Integer),
            Column("state", SmallInteger, nullable=False, server_default=text(str(State.READY.value))),
            *(Column(name, kept.c[name].type) for name in of.columns),
            prefixes=["TEMPORARY"],
        )
        Index(f"ix_{staged.name}_key", *(staged.c[name] for name in of.key))
        if of.record is Agreement:
            staged.append_column(Column("where_held", String, Computed(PLACE, persisted=True)))
            # One for those of the register and one for those of the file: the first that meets is then found at once.
            for name, which in (("stays", staged.c.file.is_(None)), ("comes", staged.c.file.is_not(None))):
                index = f"ix_{staged.name}_{name}"
                Index(index, staged.c.where_held, staged.c.place, sqlite_where=which, postgresql_where=which)
        return cls(of, staged, kept)

    def same_key(self, one: Any, other: Any) -> ColumnElement[bool]:
        """Whether two rows are about one fact; a first day may be absent, which equals nothing in SQL."""
        return and_(
            *(
                one[name].is_not_distinct_from(other[name]) if name in self.of.optional else one[name] == other[name]
                for name in self.of.key
            )
        )

    def differ(self, one: Any, other: Any, but: str = "") -> ColumnElement[bool]:
        """Whether two rows with one key say different things, not looking at column `but`."""
        names = [name for name in self.of.columns if name not in self.of.key and name != but]
        return or_(*(one[name].is_distinct_from(other[name]) for name in names))

    def believed(self, row: Any) -> ColumnElement[bool]:
        """Whether a row of the register is believed now and about the same fact as `row`."""
        return and_(self.same_key(row, self.kept.c), self.kept.c.superseded_revision.is_(None))


COUNTED: Any = {"preserve_rowcount": True}
SHEETS = {record: Sheet.make(kind) for record, kind in FILE_KINDS.items()}


class Stage:
    """The sheets of one import, in its transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work through `connection`; every sheet is empty."""
        self.connection = connection
        self._filled: set[type[Record]] = set()

    def has(self, record: type[Record]) -> bool:
        """Whether there are rows of this kind."""
        return record in self._filled

    @property
    def filled(self) -> list[Sheet]:
        """The sheets with rows, in the order of recording."""
        return [sheet for record, sheet in SHEETS.items() if record in self._filled]

    def add(self, record: type[Record], columns: Sequence[str], rows: Select[Any]) -> None:
        """Lay out what `rows` finds, which has these columns."""
        statement = SHEETS[record].staged.insert().from_select(list(columns), rows)
        if self.connection.execute(statement, execution_options=COUNTED).rowcount:
            self._filled.add(record)

    def load(self, record: type[Record], rows: Sequence[tuple[Any, ...]]) -> None:
        """Lay out rows: the number of the file, the line and the cells of each."""
        if not rows:
            return
        self._filled.add(record)
        sheet = SHEETS[record]
        into = f"{sheet.staged.name} ({', '.join(('file', 'line', *sheet.of.columns))})"
        if self.connection.dialect.name == POSTGRESQL:
            self._copy(into, rows)
        else:
            self.connection.exec_driver_sql(
                f"INSERT INTO {into} VALUES ({', '.join('?' for _ in rows[0])})", list(rows)
            )

    def _copy(self, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Send rows to PostgreSQL in its own way, which takes a fifth of the time that statements take."""
        driver: Any = self.connection.connection.driver_connection
        try:
            with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        except self.connection.dialect.loaded_dbapi.OperationalError as error:
            raise RegisterUnreachableError("The database cannot be reached. Try again.") from error

    def index(self) -> None:
        """Make the loaded rows quick to find."""
        for sheet in self.filled:
            for index in sheet.staged.indexes:
                self.connection.execute(CreateIndex(index))
            self.analyze(sheet.staged)

    def analyze(self, table: Table) -> None:
        """Let PostgreSQL learn what has come into a table, so that it does not take it for a small one."""
        if self.connection.dialect.name == POSTGRESQL:
            self.connection.execute(text(f"ANALYZE {table.name}"))


@contextmanager
def staged(connection: Connection) -> Iterator[Stage]:
    """A stage with empty sheets, gone after the block; when the block fails, with its transaction."""
    for sheet in SHEETS.values():
        connection.execute(CreateTable(sheet.staged))
    yield Stage(connection)
    for sheet in SHEETS.values():
        connection.execute(DropTable(sheet.staged))
