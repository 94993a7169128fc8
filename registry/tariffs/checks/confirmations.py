"""Is each row confirmed through a day that makes sense?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from registry.period import next_after
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.records import Discipline, Fee

SEVERAL_YEARS = 3
DayOfYear = tuple[int, int]


def check_confirmations(known: Known) -> Iterator[Problem]:
    """A row that has ended is confirmed through its last day, any other until the day before an ordinary adjustment."""
    ordinary = {discipline: adjustment_days(known, discipline) for discipline in Discipline}
    for row in known.tables.fees:
        fee: Fee = row.record
        through, last = fee.confirmed_through, fee.period.last_date
        if fee.period.first_date and through < fee.period.first_date:
            yield row.problem(f"{fee.fee_code} is confirmed through a day before its first_date")
        elif last and through != last:
            yield row.problem(f"{fee.fee_code} ended on {last} and is confirmed through {through}")
        elif last is None and not is_eve(through, ordinary[fee.discipline]):
            days = ", ".join(f"{month:02}-{day:02}" for month, day in sorted(ordinary[fee.discipline]))
            yield row.problem(f"{fee.fee_code}: confirmed_through must be the day before an adjustment, on {days}")


def adjustment_days(known: Known, discipline: Discipline) -> frozenset[DayOfYear]:
    """The days of the year on which, by the acts of a discipline, rows have started in several years."""
    years: dict[DayOfYear, set[int]] = defaultdict(set)
    for row in known.tables.fees:
        fee: Fee = row.record
        act = known.acts.get(fee.act_id)
        if act and discipline in act.disciplines and fee.period.first_date:
            years[day_of_year(fee.period.first_date)].add(fee.period.first_date.year)
    return frozenset(day for day, found in years.items() if len(found) >= SEVERAL_YEARS)


def is_eve(day: date, ordinary: frozenset[DayOfYear]) -> bool:
    """Whether an adjustment ordinarily starts the next day; where none is ordinary, no day can be wrong."""
    return not ordinary or day_of_year(next_after(day)) in ordinary


def day_of_year(day: date) -> DayOfYear:
    """Month and day."""
    return day.month, day.day
