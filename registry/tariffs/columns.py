"""Cells of a tariff file read as values; whatever does not fit is refused in words."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from registry.period import Period

ORE_PER_KRONE = 100
AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
SPAN = re.compile(r"[1-9][0-9]*-[1-9][0-9]*", re.ASCII)
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
EnumType = TypeVar("EnumType", bound=Enum)
Row = Mapping[str, str]


class CellError(ValueError):
    """A cell does not hold what its column asks for."""


def text(row: Row, column: str) -> str:
    """A cell that may not be empty."""
    if not row[column]:
        raise CellError(f"{column} is empty")
    return row[column]


def shaped(row: Row, column: str, shape: re.Pattern[str], described: str) -> str:
    """A text of a fixed shape."""
    if not shape.fullmatch(text(row, column)):
        raise CellError(f"{column} is not {described}: {row[column]}")
    return row[column]


def link(row: Row, column: str) -> str:
    """The address of a page."""
    return shaped(row, column, ADDRESS, "the address of a page")


def ore(row: Row, column: str) -> int | None:
    """An amount in kroner as whole øre; absent when empty."""
    if not row[column]:
        return None
    if not AMOUNT.fullmatch(row[column]):
        raise CellError(f"{column} is not an amount in kroner: {row[column]}")
    amount = Decimal(row[column]) * ORE_PER_KRONE
    if amount != int(amount) or amount < 0:
        raise CellError(f"{column} is not a whole number of øre, zero or more: {row[column]}")
    return int(amount)


def known_ore(row: Row, column: str) -> int:
    """An amount that may not be empty."""
    amount = ore(row, column)
    if amount is None:
        raise CellError(f"{column} is empty")
    return amount


def whole(row: Row, column: str) -> int | None:
    """A whole number, zero or more; absent when empty."""
    if not row[column]:
        return None
    if not row[column].isascii() or not row[column].isdigit():
        raise CellError(f"{column} is not a whole number: {row[column]}")
    return int(row[column])


def day(row: Row, column: str) -> date:
    """A day of the calendar, written in this one way and no other."""
    written = text(row, column)
    try:
        found = date.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.isoformat() != written:
        raise CellError(f"{column} is not a day written YYYY-MM-DD: {written}")
    if found in (date.min, date.max):
        raise CellError(f"{column} {found} stands for no end: leave the cell empty")
    return found


def period(row: Row) -> Period:
    """The columns first_date and last_date; an empty cell is an open end."""
    first = day(row, "first_date") if row["first_date"] else None
    last = day(row, "last_date") if row["last_date"] else None
    if first and last and last < first:
        raise CellError(f"last_date {last} is before first_date {first}")
    return Period(first, last)


def choice(row: Row, column: str, kind: type[EnumType]) -> EnumType:
    """One value of a closed list."""
    try:
        return kind(row[column])
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise CellError(f"{column} is not known: {row[column]!r}; known are {known}") from None


def choices(row: Row, column: str, kind: type[EnumType]) -> frozenset[EnumType]:
    """Several values of a closed list, with spaces between; none when empty."""
    return frozenset(choice({column: word}, column, kind) for word in row[column].split())


def several(row: Row, column: str, kind: type[EnumType]) -> frozenset[EnumType]:
    """One or more values of a closed list, with spaces between."""
    text(row, column)
    return choices(row, column, kind)


def words(row: Row, column: str) -> tuple[str, ...]:
    """Several codes with spaces between, none of them twice; none when empty."""
    found = tuple(row[column].split())
    twice = sorted({each for each in found if found.count(each) > 1})
    if twice:
        raise CellError(f"{column} names {' '.join(twice)} twice")
    return found


def word(row: Row, column: str, known: Collection[str]) -> str:
    """One word of a closed list."""
    if "" not in known:
        text(row, column)
    if row[column] not in known:
        listed = ", ".join(name for name in known if name)
        raise CellError(f"{column} is not known: {row[column]!r}; known are {listed}")
    return row[column]


def span(row: Row, column: str) -> range | None:
    """Whole numbers from one to another, both counting, written 1-5; absent when empty."""
    if not row[column]:
        return None
    first, _, last = shaped(row, column, SPAN, "two numbers with a hyphen between").partition("-")
    if int(last) < int(first):
        raise CellError(f"{column} ends before it starts: {row[column]}")
    return range(int(first), int(last) + 1)


def yes(row: Row, column: str) -> bool:
    """Yes or no."""
    if row[column] not in ("yes", "no"):
        raise CellError(f"{column} is neither yes nor no: {row[column]!r}")
    return row[column] == "yes"


Maker = Callable[[Row], object]
