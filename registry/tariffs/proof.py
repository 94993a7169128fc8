"""
The calendar of every fee code: what is on record for each of its days, counted without walking through them.

A folder that has passed its checks has neither holes nor days with two rows;
the numbers here are what was proved.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.period import Period
from registry.tariffs.days import Days
from registry.tariffs.known import NO_DAYS, Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, Fee


@dataclass(frozen=True, slots=True)
class CodeCalendar:
    """
    The days of one fee code from its first on record to its last.

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


@dataclass(frozen=True, slots=True)
class Proof:
    """
    What was proved about a discipline.

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
    rows = known.fees[key]
    last = max(_last_day(row.record) for row in rows)
    life = known.life(key).until(last)
    told = known.fee_days[key].until(last)
    stated = (known.gap_days(key, "AMOUNTS") & life) - told
    return CodeCalendar(*key, life, told, _twice(rows).until(last), stated)


def prove(known: Known) -> list[Proof]:
    """What holds in each discipline that has a fee."""
    return [
        _proof(known, discipline, [key for key in known.fees if key[0] is discipline])
        for discipline in Discipline
        if any(key[0] is discipline for key in known.fees)
    ]


def _proof(known: Known, discipline: Discipline, keys: list[Key]) -> Proof:
    calendars = [calendar_of(known, key) for key in keys]
    fees: list[Fee] = [row.record for key in keys for row in known.fees[key]]
    open_rows = [fee.confirmed_through for fee in fees if fee.period.last_date is None]
    return Proof(
        discipline=discipline,
        codes=len(keys),
        rows=len(fees),
        rules=sum(len(known.rules.get(key, ())) for key in keys),
        first_date=min(fee.period.first_date for fee in fees if fee.period.first_date),
        last_date=max(_last_day(fee) for fee in fees),
        days=sum(len(calendar.life) for calendar in calendars),
        told=sum(len(calendar.told) for calendar in calendars),
        stated=sum(len(calendar.stated) for calendar in calendars),
        confirmed_through=min(open_rows, default=None),
    )


def _last_day(fee: Fee) -> date:
    return fee.period.last_date or fee.confirmed_through


def _twice(rows: Iterable[Placed]) -> Days:
    found = NO_DAYS
    for one, other in itertools.combinations([_days(row.record.period) for row in rows], 2):
        found |= one & other
    return found


def _days(period: Period) -> Days:
    return Days.of(period)
