"""Sets of days are what counting through the days says they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.period import Period
from registry.tariffs.days import Days, describe
from tests.tables import cases

START = date(2024, 2, 20)
WIDTH = 20

DESCRIBED = cases("""
    case         | first      | last       | told
    both ends    | 2024-01-01 | 2024-06-30 | 2024-01-01 through 2024-06-30
    one day      | 2024-01-01 | 2024-01-01 | 2024-01-01
    an open end  | 2024-01-01 |            | from 2024-01-01 on
    an open start|            | 2024-06-30 | through 2024-06-30
    no end       |            |            | always
""")


def day(offset: int) -> date:
    """A day of the small calendar that the laws are tried on; it has a leap day."""
    return START + timedelta(days=offset)


PERIODS = st.lists(
    st.tuples(st.integers(0, WIDTH), st.integers(0, 6)).map(lambda run: Period(day(run[0]), day(run[0] + run[1])))
)


def counted(periods: list[Period]) -> set[date]:
    """The days of periods, one by one."""
    return {day(n) for n in range(WIDTH + 7) if any(period.covers(day(n)) for period in periods)}


def listed(days: Days) -> set[date]:
    """The days of a set, one by one."""
    return {date.fromordinal(n) for first, last in days.runs for n in range(first, last + 1)}


@given(PERIODS, PERIODS)
def test_sets_of_days_follow_the_laws_of_sets(one, other):
    a, b = Days.of(*one), Days.of(*other)
    x, y = counted(one), counted(other)
    assert listed(a) == x
    assert listed(a | b) == x | y
    assert listed(a & b) == x & y
    assert listed(a - b) == x - y
    assert len(a) == len(x)
    assert bool(a) == bool(x)
    assert a.includes(b) == (y <= x)
    assert a.touches(b) == any(abs((first - second).days) <= 1 for first in x for second in y)
    assert Days.of(*a.periods()) == a


@given(PERIODS, st.integers(-1, WIDTH))
def test_the_hull_and_the_days_until_one(periods, offset):
    days, all_days = Days.of(*periods), counted(periods)
    hull = {day(n) for n in range(WIDTH + 7) if all_days and min(all_days) <= day(n) <= max(all_days)}
    assert listed(days.hull()) == hull
    assert listed(days.until(day(offset))) == {each for each in all_days if each <= day(offset)}


def test_an_open_end_reaches_to_the_end_of_the_calendar():
    days = Days.of(Period(START)) - Days.of(Period(day(5), day(9)))
    assert days.periods() == [Period(START, day(4)), Period(day(10))]
    assert str(days) == "2024-02-20 through 2024-02-24, from 2024-03-01 on"


@pytest.mark.parametrize("row", DESCRIBED)
def test_a_period_is_described(row):
    ends = [date.fromisoformat(row[name]) if row[name] else None for name in ("first", "last")]
    assert describe(Period(*ends)) == row["told"]
