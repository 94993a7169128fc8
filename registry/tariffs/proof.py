"""
The calendar of every fee code and refund category: what is on record for each of its days.

It is counted without walking through the days.

A folder that has passed its checks has neither holes nor days with two rows;
the numbers here are what was proved.
"""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date

from registry.period import Period
from registry.structs import struct
from registry.tariffs.days import Days
from registry.tariffs.known import NO_DAYS, Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, Fee, RefundCategory


@struct(frozen=True, slots=True)
class CodeCalendar:
    """
    The days of one fee code or refund category from its first on record to its last.

    The last day of a code that goes on is the last one that is confirmed. `told`
    are the days with at least one row, `twice` those with more, `stated` those
    without a row in a stated gap, and `holes` the rest.
    """

    discipline: Discipline
    fee_code: str
    life: Days
    told: Days
    twice: Days
    stated: Days

    @property
    def holes(self) -> Days:
        """Days without a row or a stated gap."""
        return self.life - self.told - self.stated


@struct(frozen=True, slots=True)
class Proof:
    """
    What was proved about the fee codes of a discipline, or about its refund categories, which have no rules.

    `days` are the days of all its codes together; each of them has exactly one
    row (`told`) or a stated gap (`stated`). `confirmed_through` is the earliest
    such day among the rows that go on; absent when none does.
    """

    discipline: Discipline
    codes: int
    rows: int
    rules: int
    first_date: date
    last_date: date
    days: int
    told: int
    stated: int
    confirmed_through: date | None


def calendar_of(known: Known, key: Key) -> CodeCalendar:
    """The calendar of one fee code."""
    return _calendar(key, known.fees[key], known.gap_days(key, "AMOUNTS"))


def calendar_of_category(known: Known, key: Key) -> CodeCalendar:
    """The calendar of one refund category."""
    return _calendar(key, known.categories[key], known.category_gap_days(key))


def _calendar(key: Key, rows: list[Placed], gap_days: Days) -> CodeCalendar:
    last = max(_last_day(row.record) for row in rows)
    told = Days.of(*(row.record.period for row in rows))
    life = told.hull().until(last)
    told = told.until(last)
    return CodeCalendar(*key, life, told, _twice(rows).until(last), (gap_days & life) - told)


def prove(known: Known) -> list[Proof]:
    """What holds for the fee codes of each discipline that has one."""
    calendars = [calendar_of(known, key) for key in known.fees]
    return [_proof(known.fees, of, _rules(known, of)) for of in _by_discipline(calendars)]


def prove_categories(known: Known) -> list[Proof]:
    """What holds for the refund categories of each discipline that has one."""
    calendars = [calendar_of_category(known, key) for key in known.categories]
    return [_proof(known.categories, of, rules=0) for of in _by_discipline(calendars)]


def _by_discipline(calendars: list[CodeCalendar]) -> list[list[CodeCalendar]]:
    groups = ([each for each in calendars if each.discipline is discipline] for discipline in Discipline)
    return [group for group in groups if group]


def _rules(known: Known, calendars: list[CodeCalendar]) -> int:
    return sum(len(known.rules.get((each.discipline, each.fee_code), ())) for each in calendars)


def _proof(groups: Mapping[Key, list[Placed]], calendars: list[CodeCalendar], rules: int) -> Proof:
    fees: list[Fee | RefundCategory] = [
        row.record for each in calendars for row in groups[each.discipline, each.fee_code]
    ]
    open_rows = [fee.confirmed_through for fee in fees if fee.period.last_date is None]
    return Proof(
        discipline=calendars[0].discipline,
        codes=len(calendars),
        rows=len(fees),
        rules=rules,
        first_date=min(fee.period.first_date for fee in fees if fee.period.first_date),
        last_date=max(_last_day(fee) for fee in fees),
        days=sum(len(calendar.life) for calendar in calendars),
        told=sum(len(calendar.told) for calendar in calendars),
        stated=sum(len(calendar.stated) for calendar in calendars),
        confirmed_through=min(open_rows, default=None),
    )


def _last_day(fee: Fee | RefundCategory) -> date:
    return fee.period.last_date or fee.confirmed_through


def _twice(rows: Iterable[Placed]) -> Days:
    found = NO_DAYS
    for one, other in itertools.combinations([_days(row.record.period) for row in rows], 2):
        found |= one & other
    return found


def _days(period: Period) -> Days:
    return Days.of(period)
