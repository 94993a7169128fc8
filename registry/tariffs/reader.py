"""Reads a folder of tariff files; a folder with anything wrong is refused, with all that is wrong."""

import csv
import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from registry.tariffs import files
from registry.tariffs.checks.every import check_tables
from registry.tariffs.columns import CellError, Row
from registry.tariffs.errors import Problem, TariffError
from registry.tariffs.makers import FileKind
from registry.tariffs.placed import Placed, Tables
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet

SHIPPED = Path(__file__).parent / "data"
DIGEST_LENGTH = 16


def read_tariffs(folder: Path = SHIPPED) -> TariffSet:
    """
    The tariffs of a folder, by default the ones shipped.

    Raises `TariffError` when a file is missing or a row is wrong.
    """
    return TariffSet(read_tables(folder).plain(), digest_of(folder))


def read_tables(folder: Path = SHIPPED) -> Tables:
    """
    The rows of a folder with their places, once they have passed every check.

    Rows that cannot be read are told alone: without them the checks across rows
    would find fault with rows that are right. Raises `TariffError`.
    """
    if not folder.is_dir():
        raise TariffError([Problem(str(folder), 0, "there is no such folder")])
    problems: list[Problem] = []
    fees: list[Placed] = []
    rules: list[Placed] = []
    for discipline in Discipline:
        fees += read_file(folder, files.fee_file(discipline), problems)
        rules += read_file(folder, files.rule_file(discipline), problems)
    others = {kind.name: read_file(folder, kind, problems) for kind in files.OTHERS}
    tables = Tables(fees, rules, others)
    if not problems:
        problems = check_tables(tables)
    if problems:
        raise TariffError(problems)
    return tables


def read_file(folder: Path, kind: FileKind, problems: list[Problem]) -> list[Placed]:
    """The records of one file with their places; what is wrong is added to the problems."""
    path = folder / kind.name
    if not path.is_file():
        problems.append(Problem(kind.name, 0, "the file is missing"))
        return []
    try:
        lines = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        problems.append(Problem(kind.name, 0, "the file is not written in UTF-8"))
        return []
    reader = csv.reader(io.StringIO(lines, newline=""))
    try:
        return _placed(kind, reader, problems)
    except csv.Error as error:
        problems.append(Problem(kind.name, reader.line_num, f"the line cannot be read: {error}"))
        return []


def _placed(kind: FileKind, reader: Any, problems: list[Problem]) -> list[Placed]:
    if tuple(next(reader, [])) != kind.columns:
        problems.append(Problem(kind.name, 1, f"the columns must be {','.join(kind.columns)}"))
        return []
    placed = []
    for line, cells in _rows(reader):
        record = _record(kind, line, cells, problems)
        if record is not None:
            placed.append(Placed(record, kind.name, line))
    return placed


def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        if cells:
            yield reader.line_num, [cell.strip() for cell in cells]


def _record(kind: FileKind, line: int, cells: list[str], problems: list[Problem]) -> object | None:
    if len(cells) != len(kind.columns):
        what = f"the row has {len(cells)} cells and must have {len(kind.columns)}"
        problems.append(Problem(kind.name, line, what))
        return None
    return read_row(kind, line, dict(zip(kind.columns, cells, strict=True)), problems)


def read_row(kind: FileKind, line: int, row: Row, problems: list[Problem]) -> object | None:
    """The record of a row; absent when it cannot be one, which is added to the problems."""
    try:
        return kind.make(row)
    except CellError as error:
        problems.append(Problem(kind.name, line, str(error)))
        return None


def digest_of(folder: Path) -> str:
    """The name of the folder's content, the same on every machine."""
    digest = sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:DIGEST_LENGTH]
