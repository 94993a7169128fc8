"""Has every discipline one ceiling for every year, or a stated gap?"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from registry.period import Period, last_before
from registry.tariffs import files
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Ceiling, Discipline, Gap

CEILING = "CEILING"


def check_ceilings(known: Known) -> Iterator[Problem]:
    """One ceiling for each discipline and year from the first to the last on record; gaps are about whole years."""
    rows = known.tables.of(files.CEILINGS)
    yield from _check_rows(rows)
    years = _years(rows).hull()
    if not years:
        yield Problem(files.CEILINGS.name, 1, "there is no ceiling")
    for discipline in Discipline:
        own = [row for row in rows if discipline in row.record.disciplines]
        gaps = [row for row in known.tables.of(files.GAPS) if _is_about(row.record, discipline)]
        yield from _check_twice(own, discipline)
        yield from _check_missing(own, gaps, years, discipline)


def _check_rows(rows: list[Placed]) -> Iterator[Problem]:
    """A ceiling is more than nothing and ends with its year; a group is always of the same disciplines."""
    groups: dict[str, Counter[frozenset[Discipline]]] = defaultdict(Counter)
    for row in rows:
        groups[row.record.group][row.record.disciplines] += 1
    for row in rows:
        ceiling: Ceiling = row.record
        if not ceiling.amount_ore:
            yield row.problem("a ceiling of 0 would give everybody a card")
        if ceiling.confirmed_through != whole_year(ceiling.year).last_date:
            yield row.problem(f"a ceiling is confirmed through the last day of its year, {ceiling.year}")
        usual = groups[ceiling.group].most_common(1)[0][0]
        if ceiling.disciplines != usual:
            yield row.problem(f"group {ceiling.group} is of {' '.join(sorted(usual))} in most years")


def _check_twice(rows: list[Placed], discipline: Discipline) -> Iterator[Problem]:
    for one, other in itertools.permutations(rows, 2):
        if one.record.year == other.record.year:
            yield one.problem(f"{discipline} has a ceiling for {one.record.year} in line {other.line} already")


def _check_missing(rows: list[Placed], gaps: list[Placed], years: Days, discipline: Discipline) -> Iterator[Problem]:
    """What is missing is stated, and what is stated is missing; the rows beside a hole are blamed."""
    missing = years - _years(rows)
    unstated = missing - Days.of(*(gap.record.period for gap in gaps))
    for row in rows:
        if unstated and unstated.touches(Days.of(whole_year(row.record.year))):
            yield row.problem(f"beside this year {discipline} has neither a ceiling nor a stated gap: {unstated}")
    if unstated and not rows:
        yield Problem(files.CEILINGS.name, 1, f"{discipline} has no ceiling in any year")
    for row in gaps:
        days = Days.of(row.record.period)
        if days - missing:
            yield row.problem(f"nothing is missing on these days: {days - missing}")
        if unstated and unstated.touches(days):
            yield row.problem(f"the same is missing on these days, and no gap says so: {unstated}")
        if row.record.fee_code:
            yield row.problem("a ceiling belongs to no fee code")


def _is_about(gap: Gap, discipline: Discipline) -> bool:
    return gap.missing == CEILING and gap.discipline is discipline


def _years(rows: list[Placed]) -> Days:
    return Days.of(*(whole_year(row.record.year) for row in rows))


def whole_year(year: int) -> Period:
    """From the first of January through the last of December."""
    return Period(date(year, 1, 1), last_before(date(year + 1, 1, 1)))
