"""The files of a tariff folder as rows of cells that can be changed and written again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from registry.period import Period
from registry.structs import struct
from registry.tariffs import files
from registry.tariffs.errors import Problem, TariffError
from registry.tariffs.makers import FileKind
from registry.tariffs.placed import Placed, Tables
from registry.tariffs.reader import read_row
from registry.tariffs.records import Discipline

Cells = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """One file: its rows in order, each from column to cell."""

    kind: FileKind
    rows: list[Cells] = field(default_factory=list)

    def of_code(self, fee_code: str) -> list[Cells]:
        """The rows of a fee code, in the order of their days."""
        return sorted((row for row in self.rows if row["fee_code"] == fee_code), key=first_of)

    def insert(self, row: Cells) -> None:
        """Add a row after all that start no later, as the printed tariffs follow each other."""
        place = max((n for n, other in enumerate(self.rows, start=1) if first_of(other) <= first_of(row)), default=0)
        self.rows.insert(place, row)

    def text(self) -> str:
        """The file as it is written."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.kind.columns)
        writer.writerows([row[column] for column in self.kind.columns] for row in self.rows)
        return out.getvalue()

    def placed(self, problems: list[Problem]) -> Iterator[Placed]:
        """The rows as records, each with the line that it would have."""
        for line, row in enumerate(self.rows, start=2):
            record = read_row(self.kind, line, row, problems)
            if record is not None:
                yield Placed(record, self.kind.name, line)


@struct(frozen=True, slots=True)
class Book:
    """All files of a folder, by name."""

    sheets: dict[str, Sheet]

    def fees(self, discipline: Discipline) -> Sheet:
        """The fee table of a discipline."""
        return self.sheets[files.fee_file(discipline).name]

    def rules(self, discipline: Discipline) -> Sheet:
        """The rules of a discipline."""
        return self.sheets[files.rule_file(discipline).name]

    def of(self, kind: FileKind) -> Sheet:
        """Another file."""
        return self.sheets[kind.name]

    def tables(self) -> Tables:
        """The rows as the checks take them; raises `TariffError` when a cell does not hold what it must."""
        problems: list[Problem] = []
        placed = {name: list(sheet.placed(problems)) for name, sheet in self.sheets.items()}
        if problems:
            raise TariffError(problems)
        fees = [row for discipline in Discipline for row in placed[files.fee_file(discipline).name]]
        rules = [row for discipline in Discipline for row in placed[files.rule_file(discipline).name]]
        return Tables(fees, rules, {kind.name: placed[kind.name] for kind in files.OTHERS})


def read_book(folder: Path) -> Book:
    """The files of a folder that has passed its checks."""
    kinds = [make(discipline) for make in (files.fee_file, files.rule_file) for discipline in Discipline]
    return Book({kind.name: _read(folder, kind) for kind in (*kinds, *files.OTHERS)})


def _read(folder: Path, kind: FileKind) -> Sheet:
    reader = csv.reader(io.StringIO((folder / kind.name).read_bytes().decode("utf-8"), newline=""))
    rows = [dict(zip(kind.columns, (cell.strip() for cell in cells), strict=True)) for cells in reader if cells]
    return Sheet(kind, rows[1:])


def period_of(row: Cells) -> Period:
    """The days of a row."""
    first, last = row["first_date"], row["last_date"]
    return Period(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def first_of(row: Cells) -> date:
    """The first day of a row; the first of the calendar when it is open."""
    return period_of(row).first_date or date.min


def told(day: date | None) -> str:
    """A day as a cell; empty when there is none."""
    return day.isoformat() if day else ""
