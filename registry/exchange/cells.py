"""Reads single cells: each as text, a word of a list, a day or a number."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, get_args

from registry.identifiers import shown
from registry.period import Period

EARLIEST_YEAR, LATEST_YEAR = 1850, 2199
MOST_DIGITS = 9
CellReader = Callable[[str], Any]


class RefusedRowError(ValueError):
    """A row cannot become a record; the message says what is wrong and what to do."""


def cell_reader(name: str, hint: object) -> CellReader:
    """What reads the cell of a field of this type; an empty cell of an optional field is absent."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(name, {str(member): member for member in hint})
    if hint is str:
        return lambda cell: cell or _missing(name)
    optional = {str | None: lambda cell: cell, date | None: _day(name), int | None: _number(name)}
    read = optional[hint]  # type: ignore[index]
    return lambda cell: read(cell) if cell else None


def is_optional(hint: object) -> bool:
    """Whether a field of this type may be absent."""
    return isinstance(hint, UnionType) and type(None) in get_args(hint)


@lru_cache(maxsize=50_000)
def read_period(first_date: date | None, last_date: date | None) -> Period:
    """The period between two days."""
    try:
        return Period(first_date, last_date)
    except ValueError:
        raise RefusedRowError(
            f"last_date {last_date} is before first_date {first_date}. Give a last day that is not, "
            "or leave it out while there is none."
        ) from None


@lru_cache(maxsize=50_000)
def read_day(text: str) -> date | None:
    """A day written as YYYY-MM-DD; absent for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def is_real(day: date) -> bool:
    """Whether a day may be meant as such: registers write a first or last day that nobody knows as year 1 or 9999."""
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR


def _missing(name: str) -> Any:
    raise RefusedRowError(f"{name} is missing. Every row must have one: give it.")


def _word(name: str, words: Mapping[str, StrEnum]) -> CellReader:
    def read(cell: str) -> StrEnum:
        if word := words.get(cell):
            return word
        if not cell:
            _missing(name)
        raise RefusedRowError(f"{name} is {shown(cell)}. Give one of {', '.join(words)}.")

    return read


def _day(name: str) -> CellReader:
    def read(cell: str) -> date:
        day = read_day(cell)
        if day is None:
            raise RefusedRowError(
                f"{name} is {shown(cell)}, which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out."
            )
        if not is_real(day):
            raise RefusedRowError(
                f"{name} is {day}, which stands for no real day. Leave it out where there is no first or last day."
            )
        return day

    return read


def _number(name: str) -> CellReader:
    def read(cell: str) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS):
            raise RefusedRowError(
                f"{name} is {shown(cell)}. Give a whole number of at most {MOST_DIGITS} digits, or leave it out."
            )
        return int(cell)

    return read
