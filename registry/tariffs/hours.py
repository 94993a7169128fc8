"""
When working hours are unsocial, and what the supplement for them is a share of.

Local time. A time to that is not after the time from is on the next day, and an
absent one is midnight.
"""

from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from registry.period import Period
from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.columns import CellError, Row, choice, day, period, text, word, words
from registry.tariffs.records import Discipline


class DayKind(StrEnum):
    """
    Days that unsocial hours are about.

    `EVE` is the day before Christmas Day and the one before New Year's Day.
    """

    ANY = "ANY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"
    PUBLIC_HOLIDAY = "PUBLIC_HOLIDAY"
    EVE = "EVE"


@struct(frozen=True, slots=True)
class UnsocialHours:
    """Hours of a kind of day that count as unsocial, from the first time until before the last."""

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    day_kind: DayKind
    period: Period
    from_time: time
    to_time: time | None
    act_id: str
    where: str


@struct(frozen=True, slots=True)
class SpecialDay:
    """A public holiday, or an eve."""

    day: date
    day_kind: DayKind
    name: str
    source: str


@struct(frozen=True, slots=True)
class FeeShare:
    """
    What a fee that is a percentage is a share of: the honoraria of the codes in some sections of the table.

    `rounding` says how a part of an øre is rounded.
    """

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    fee_code: str
    period: Period
    sections: tuple[str, ...]
    rounding: str
    act_id: str
    where: str


def make_unsocial_hours(row: Row) -> UnsocialHours:
    """Hours that count as unsocial."""
    return UnsocialHours(
        choice(row, "day_kind", DayKind),
        period(row),
        _clock(row, "from_time"),
        _clock(row, "to_time") if row["to_time"] else None,
        text(row, "act_id"),
        text(row, "where"),
    )


def make_special_day(row: Row) -> SpecialDay:
    """A public holiday, or an eve."""
    return SpecialDay(day(row, "day"), choice(row, "day_kind", DayKind), text(row, "name"), text(row, "source"))


def make_fee_share(row: Row) -> FeeShare:
    """What a percentage is a share of."""
    text(row, "sections")
    return FeeShare(
        text(row, "fee_code"),
        period(row),
        words(row, "sections"),
        word(row, "rounding", vocabulary.ROUNDINGS),
        text(row, "act_id"),
        text(row, "where"),
    )


def _clock(row: Row, column: str) -> time:
    try:
        found = time.fromisoformat(text(row, column))
    except ValueError:
        found = None
    if found is None or found.isoformat("minutes") != row[column]:
        raise CellError(f"{column} is not a time written HH:MM: {row[column]}")
    return found
