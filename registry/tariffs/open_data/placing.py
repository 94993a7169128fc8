"""
Where the days of an offer fall among the rows on record of the same code.

Only what can be done without guessing is done: a row is taken over as it
stands, put right, ended, taken up again, followed by the next one, or added
where there is none. What lies across the days of other rows is for a person.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum, auto

from registry.period import Period, last_before
from registry.structs import struct
from registry.tariffs.days import Days, describe
from registry.tariffs.open_data.book import Cells, period_of
from registry.tariffs.open_data.offers import OfferError


class Action(Enum):
    """What is to be done: nothing, give the row the cells and days of the offer, follow it, or add one."""

    NONE = auto()
    REPLACE = auto()
    FOLLOW = auto()
    ADD = auto()


@struct(frozen=True, slots=True)
class Place:
    """What is to be done, and to which row; absent when there is none."""

    action: Action
    row: Cells | None = None


def find_place(rows: Sequence[Cells], period: Period, agrees: Callable[[Cells], bool], earliest: date) -> Place:
    """
    The place of a period among the rows of a code, in the order of their days.

    Days before `earliest`, the first on record of the discipline, are not asked
    for. Raises `OfferError` when the days of rows with other figures are cut.
    """
    met = [row for row in rows if period_of(row).meets(period)]
    if not met:
        return Place(Action.ADD)
    if all(agrees(row) for row in met) and _covers(met, period, earliest):
        return Place(Action.NONE)
    row = met[0]
    there = period_of(row)
    is_newest = row is rows[-1]
    if len(met) == 1 and there.first_date == period.first_date and (there.last_date == period.last_date or is_newest):
        return Place(Action.REPLACE, row)
    if (
        len(met) == 1
        and is_newest
        and there.last_date is None
        and not there.starts_after(period.first_date or date.min)
    ):
        return Place(Action.FOLLOW, row)
    days = ", ".join(describe(period_of(each)) for each in met)
    raise OfferError(f"the days {describe(period)} cut through what is on record: {days}; mend those rows by hand")


def _covers(rows: Sequence[Cells], period: Period, earliest: date) -> bool:
    asked = Days.of(period) - Days.of(Period(None, last_before(earliest)))
    return Days.of(*(period_of(row) for row in rows)).includes(asked)


def nearest(rows: Sequence[Cells], period: Period) -> Cells | None:
    """The row that a new one is like: the last one before, or else the first one after; absent when there is none."""
    before = [row for row in rows if not period_of(row).starts_after(period.first_date or date.min)]
    return before[-1] if before else (rows[0] if rows else None)
