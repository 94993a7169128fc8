"""The rows of a tariff folder, each with the place it was read from."""

from collections.abc import Iterator, Mapping
from typing import Any

from registry.structs import struct
from registry.tariffs.errors import Problem
from registry.tariffs.makers import FileKind


@struct(frozen=True, slots=True)
class Placed:
    """A record and the place it was read from."""

    record: Any
    file: str
    line: int

    def problem(self, what: str) -> Problem:
        """Something wrong with this very row."""
        return Problem(self.file, self.line, what)


@struct(frozen=True, slots=True)
class PlainTables:
    """All records of a folder, without their places."""

    fees: list[Any]
    rules: list[Any]
    others: Mapping[str, list[Any]]


@struct(frozen=True, slots=True)
class Tables:
    """All rows of a folder."""

    fees: list[Placed]
    rules: list[Placed]
    others: Mapping[str, list[Placed]]

    def of(self, kind: FileKind) -> list[Placed]:
        """The rows of a file that is not of one discipline."""
        return self.others[kind.name]

    def __iter__(self) -> Iterator[Placed]:
        """Every row of every file."""
        yield from self.fees
        yield from self.rules
        for rows in self.others.values():
            yield from rows

    def plain(self) -> PlainTables:
        """The records alone."""
        return PlainTables(
            [row.record for row in self.fees],
            [row.record for row in self.rules],
            {name: [row.record for row in rows] for name, rows in self.others.items()},
        )
