"""A tariff folder with one cell changed: read and checked in memory, so that thousands of changes can be tried."""

import csv
import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from registry.tariffs import files
from registry.tariffs.checks.every import check_tables
from registry.tariffs.errors import Problem
from registry.tariffs.makers import FileKind
from registry.tariffs.placed import Placed, Tables
from registry.tariffs.reader import SHIPPED, read_file, read_row
from registry.tariffs.records import Discipline

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KINDS: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        *(files.fee_file(discipline) for discipline in Discipline),
        *(files.rule_file(discipline) for discipline in Discipline),
        *files.OTHERS,
    )
}


@dataclass(frozen=True)
class Mutation:
    """One cell of one line, what is done to it, and what it then holds."""

    file: str
    line: int
    column: str
    name: str
    value: str


@dataclass
class Sheets:
    """The shipped folder: each file's lines of cells, and the records that they make."""

    cells: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    placed: dict[str, list[Placed]] = field(default_factory=dict)

    def problems(self, mutation: Mutation) -> list[Problem]:
        """All that is wrong when one cell is changed."""
        kind = KINDS[mutation.file]
        changed = {**self.cells[mutation.file][mutation.line], mutation.column: mutation.value}
        problems: list[Problem] = []
        record = read_row(kind, mutation.line, changed, problems)
        if problems:
            return problems
        rows = [
            Placed(record, row.file, row.line) if row.line == mutation.line else row
            for row in self.placed[mutation.file]
        ]
        return check_tables(tables_of({**self.placed, mutation.file: rows}))

    def mutations(self, file: str, column: str, line: int, chance: random.Random) -> Iterator[Mutation]:
        """What is tried on a cell."""
        cell = self.cells[file][line][column]
        others = sorted({row[column] for row in self.cells[file].values()} - {cell, ""})
        for name, value in changes(cell, others, chance):
            yield Mutation(file, line, column, name, value)


def changes(cell: str, others: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Each way in which a cell is changed, with what it then holds."""
    if not cell:
        yield "filled", chance.choice(others) if others else "7"
        return
    yield "emptied", ""
    yield "malformed", f"{cell}§"
    if NUMBER.fullmatch(cell):
        yield "moved", str(int(cell) + 1) if cell.isdigit() else str(float(cell) + 1)
    elif DAY.fullmatch(cell):
        yield "moved", (date.fromisoformat(cell) + timedelta(days=1)).isoformat()
        yield "moved back", (date.fromisoformat(cell) - timedelta(days=1)).isoformat()
    elif others:
        yield "swapped", chance.choice(others)


def read_sheets(folder: Path = SHIPPED) -> Sheets:
    """The folder, read once."""
    sheets = Sheets()
    for name, kind in KINDS.items():
        sheets.placed[name] = read_file(folder, kind, [])
        reader = csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline=""))
        next(reader)
        lines = [(reader.line_num, cells) for cells in reader]
        sheets.cells[name] = {line: dict(zip(kind.columns, cells, strict=True)) for line, cells in lines}
    return sheets


def tables_of(placed: dict[str, list[Placed]]) -> Tables:
    """The rows as the checks take them."""
    fees = [row for discipline in Discipline for row in placed[files.fee_file(discipline).name]]
    rules = [row for discipline in Discipline for row in placed[files.rule_file(discipline).name]]
    return Tables(fees, rules, {kind.name: placed[kind.name] for kind in files.OTHERS})
