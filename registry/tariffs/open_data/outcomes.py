"""What an import does to each fee code, and why not."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from registry.period import Period
from registry.structs import struct
from registry.tariffs.open_data.book import Cells, Sheet, period_of


class Kind(StrEnum):
    """
    What becomes of a fee code.

    `RENEWED`: a new act prints the same figures. `LEFT_OUT`: it belongs to
    another discipline that shares the document.
    """

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    ENDED = "ENDED"
    RENEWED = "RENEWED"
    UNCHANGED = "UNCHANGED"
    LEFT_OUT = "LEFT_OUT"
    REFUSED = "REFUSED"


@struct(frozen=True, slots=True)
class Cell:
    """A cell before and after; empty where there was or is nothing."""

    column: str
    before: str
    after: str


@struct(frozen=True, slots=True)
class Step:
    """What changes in a row of a file, with the days that the row then has."""

    file: str
    period: Period
    cells: tuple[Cell, ...]


@struct(frozen=True, slots=True)
class Outcome:
    """What becomes of a fee code, row by row; `reasons` tell why it is refused or left out."""

    fee_code: str
    kind: Kind
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()


def cells_between(before: Mapping[str, str], after: Mapping[str, str], columns: Iterable[str]) -> tuple[Cell, ...]:
    """The cells of some columns that differ."""
    return tuple(
        Cell(column, before.get(column, ""), after[column])
        for column in columns
        if before.get(column, "") != after[column]
    )


def change_row(sheet: Sheet, row: Cells, after: Cells, columns: Iterable[str]) -> Step:
    """Give a row other cells; the step tells those of some columns."""
    cells = cells_between(dict(row), after, columns)
    row.update(after)
    return Step(sheet.kind.name, period_of(row), cells)
