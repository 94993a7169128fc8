"""Do the unsocial hours, the special days and the shares fit the fees that rest on them?"""

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from registry.period import Period
from registry.tariffs import files
from registry.tariffs.checks.other_bills import PHYSIOTHERAPY, check_act, check_codes
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.hours import DayKind, SpecialDay
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Fee

EASTER = "Easter Sunday"


def check_hours(known: Known) -> Iterator[Problem]:
    """A percentage has a share and hours on all of its days, and these have such a fee."""
    fees = [row for row in known.tables.fees if row.record.percentage is not None]
    days = Days.of(*(row.record.period for row in fees))
    for kind in (files.FEE_SHARES, files.UNSOCIAL_HOURS):
        for row in known.tables.of(kind):
            yield from check_act(known, row)
            if Days.of(row.record.period) - days:
                yield row.problem("no fee is a percentage on these days")
            if days - Days.of(row.record.period):
                yield row.problem(f"{kind.name} does not have all days on which a fee is a percentage: {days}")
    for row in known.tables.of(files.FEE_SHARES):
        yield from check_codes(known, row, [row.record.fee_code])
    for row in fees:
        fee: Fee = row.record
        if fee.discipline is not PHYSIOTHERAPY:
            yield row.problem(f"{fee.fee_code}: only physiotherapy has a fee that is a percentage")
            continue
        yield from _check_covered(known, row)
    yield from _check_special_days(known, days)


def _check_covered(known: Known, row: Placed) -> Iterator[Problem]:
    fee: Fee = row.record
    shares = [each.record.period for each in known.tables.of(files.FEE_SHARES) if each.record.fee_code == fee.fee_code]
    if Days.of(fee.period) - Days.of(*shares):
        yield row.problem(f"{fee.fee_code} is a percentage, and fee_shares.csv does not say of what")
    for kind in DayKind:
        hours = [each.record.period for each in known.tables.of(files.UNSOCIAL_HOURS) if each.record.day_kind is kind]
        if Days.of(fee.period) - Days.of(*hours):
            yield row.problem(f"{fee.fee_code} lacks unsocial hours of the kind {kind} on some of its days")


def _check_special_days(known: Known, days: Days) -> Iterator[Problem]:
    """Each special day is within the days of the fees that need it, and where its name puts it every year."""
    rows = known.tables.of(files.SPECIAL_DAYS)
    seen = Counter(row.record.day for row in rows)
    for row in rows:
        special: SpecialDay = row.record
        if seen[special.day] > 1:
            yield row.problem(f"{special.day} stands more than once")
        if not any(period.covers(special.day) for period in days.periods()):
            yield row.problem(f"{special.day} is outside the days of the fees that need it")
        if special.day_kind not in (DayKind.PUBLIC_HOLIDAY, DayKind.EVE):
            yield row.problem(f"{special.day} is neither a public holiday nor an eve")
    yield from _check_places(rows)
    yield from _check_every_year(rows, days)


def _check_places(rows: list[Placed]) -> Iterator[Problem]:
    """A name is on one day of the year or as far from Easter Sunday in all years, and of one kind and source."""
    easter = {row.record.day.year: row.record.day for row in rows if row.record.name == EASTER}
    groups: dict[str, list[Placed]] = defaultdict(list)
    for row in rows:
        groups[row.record.name].append(row)
    for name, group in groups.items():
        fixed = {row.record.day.strftime("%m-%d") for row in group}
        moving = {row.record.day - easter.get(row.record.day.year, row.record.day) for row in group}
        if len(fixed) > 1 and (len(moving) > 1 or (name == EASTER and any(_not_sunday(row) for row in group))):
            for row in group:
                yield row.problem(f"{name} is neither on one day of the year nor as far from {EASTER} every year")
        if len({(row.record.day_kind, row.record.source) for row in group}) > 1:
            for row in group:
                yield row.problem(f"{name} has not one kind and one source")


def _check_every_year(rows: list[Placed], days: Days) -> Iterator[Problem]:
    """Each name stands in every whole year of the fees that need it."""
    years = {year for period in days.periods() for year in _whole_years(period)}
    there = {(row.record.name, row.record.day.year) for row in rows}
    for row in rows:
        missing = sorted(str(year) for year in years if (row.record.name, year) not in there)
        if missing:
            yield row.problem(f"{row.record.name} is missing in {', '.join(missing)}")
    if not rows and days:
        yield Problem(files.SPECIAL_DAYS.name, 0, "a fee is for unsocial hours, and no public holiday is on record")


def _whole_years(period: Period) -> range:
    first, last = period.first_date or date.min, period.last_date or date.min
    return range(first.year + 1, last.year)


def _not_sunday(row: Placed) -> bool:
    weekday: int = row.record.day.weekday()
    return weekday != calendar.SUNDAY
