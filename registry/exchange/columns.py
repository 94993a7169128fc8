"""Which columns the file of each kind of record has: those of the record itself."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import get_type_hints

from registry.exchange.cells import CellReader, RefusedRowError, cell_reader, is_optional, read_period
from registry.identifiers import InvalidRecordError, check_record
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
from registry.rows import KINDS, RecordKind
from registry.structs import struct

CSV = ".csv"
PERIOD = {"first_date": date | None, "last_date": date | None}


@struct(frozen=True, slots=True)
class FileKind:
    """
    The file of one kind of record.

    `name` is the file's name without its ending. `columns` stand in the order
    of the record's fields, the period being two of them, from place `period` on;
    the cells of those in `optional` may be empty, and the columns missing.
    """

    name: str
    kind: RecordKind
    columns: tuple[str, ...]
    optional: frozenset[str]
    readers: tuple[CellReader, ...]
    period: int | None

    @classmethod
    def of(cls, name: str, kind: RecordKind) -> "FileKind":
        """Read the record's own fields."""
        hints = get_type_hints(kind.record)
        columns: dict[str, object] = {}
        for field in fields(kind.record):
            columns |= PERIOD if field.name == "period" else {field.name: hints[field.name]}
        return cls(
            name,
            kind,
            tuple(columns),
            frozenset(column for column, hint in columns.items() if is_optional(hint)),
            tuple(cell_reader(column, hint) for column, hint in columns.items()),
            tuple(columns).index("first_date") if "first_date" in columns else None,
        )

    @property
    def record(self) -> type[Record]:
        """The kind of record."""
        return self.kind.record

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell two believed records apart, in the order of the record's key."""
        table = self.kind.table
        (current,) = (index for index in table.indexes if index.name == f"ix_{table.name}_current")
        return tuple(name for name in self.columns if name in current.columns)

    @property
    def file_name(self) -> str:
        """The name of the CSV file."""
        return self.name + CSV

    def read(self, cells: Sequence[str]) -> Record:
        """The record that the cells in the order of `columns` stand for; raises `RefusedRowError`."""
        values = [read(cell) for read, cell in zip(self.readers, cells, strict=True)]
        if (place := self.period) is not None:
            values[place : place + 2] = [read_period(values[place], values[place + 1])]
        record = self.record(*values)
        try:
            check_record(record)
        except InvalidRecordError as error:
            raise RefusedRowError(f"{error.field} {error.problem}. {error.remedy}") from None
        return record


NAMES: dict[type[Record], str] = {
    Performer: "performers",
    Organisation: "organisations",
    Practice: "practices",
    Competence: "competences",
    Affiliation: "affiliations",
    Agreement: "agreements",
    Coverage: "coverage",
}

FILE_KINDS = {record: FileKind.of(name, KINDS[record]) for record, name in NAMES.items()}
"""Each after those that its records name."""
