"""Is each table of refund categories whole, and from an act that started with it?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from string import ascii_uppercase

from registry.tariffs import files
from registry.tariffs.checks.acts import starts_with
from registry.tariffs.checks.confirmations import DayOfYear, adjustment_days, is_eve
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, RefundCategory

TableKey = tuple[Discipline, str, date | None]


def check_refund_categories(known: Known) -> Iterator[Problem]:
    """Each row is from an act of its discipline that started with it, and confirmed as long as a fee would be."""
    ordinary = {discipline: adjustment_days(known, discipline) for discipline in Discipline}
    for (discipline, _), rows in known.categories.items():
        before: Placed | None = None
        for row in rows:
            yield from _check_act(known, row, before)
            yield from _check_confirmation(row, ordinary[discipline])
            before = row


def check_refund_tables(known: Known) -> Iterator[Problem]:
    """The categories of a group that start on one day are numbered without a hole, end together and cost ever more."""
    tables: dict[TableKey, list[Placed]] = defaultdict(list)
    for row in known.tables.of(files.REFUND_CATEGORIES):
        category: RefundCategory = row.record
        tables[category.discipline, category.group, category.period.first_date].append(row)
    for rows in tables.values():
        rows.sort(key=_number)
        for one, other in pairwise(rows):
            yield from _check_neighbours(one, other)


def _check_act(known: Known, row: Placed, before: Placed | None) -> Iterator[Problem]:
    category: RefundCategory = row.record
    act = known.acts.get(category.act_id)
    first = category.period.first_date
    if first is None:
        yield row.problem(f"{category.category} has no first_date")
    if act is None:
        yield row.problem(f"{category.category}: no act {category.act_id} in {files.ACTS.name}")
    elif category.discipline not in act.disciplines:
        yield row.problem(f"{category.category}: {act.act_id} is no act of {category.discipline}")
    elif not starts_with(row, act, before):
        yield row.problem(f"{category.category} starts on {first}, and {act.act_id} on {act.first_date}")


def _check_confirmation(row: Placed, ordinary: frozenset[DayOfYear]) -> Iterator[Problem]:
    """As for a fee: through the last day, or until the day before an ordinary adjustment."""
    category: RefundCategory = row.record
    through, last = category.confirmed_through, category.period.last_date
    if last and through != last:
        yield row.problem(f"{category.category} ended on {last} and is confirmed through {through}")
    if category.period.starts_after(through):
        yield row.problem(f"{category.category} is confirmed through a day before its first_date")
    if last is None and not is_eve(through, ordinary):
        yield row.problem(f"{category.category}: confirmed_through must be the day before an adjustment")


def _check_neighbours(one: Placed, other: Placed) -> Iterator[Problem]:
    lower, higher = one.record, other.record
    if _number(other) > _number(one) + 1:
        yield one.problem(f"the next category of this table is {higher.category}, and those between are missing")
        yield other.problem(f"the category before is {lower.category}, and those between are missing")
    if lower.refund_ore >= higher.refund_ore:
        yield one.problem(f"{lower.category} is refunded with no less than {higher.category} in line {other.line}")
        yield other.problem(f"{higher.category} is refunded with no more than {lower.category} in line {one.line}")
    if lower.period != higher.period or lower.act_id != higher.act_id:
        yield one.problem(f"line {other.line} is of the same table, and has another last_date or act_id")
        yield other.problem(f"line {one.line} is of the same table, and has another last_date or act_id")


def _number(row: Placed) -> int:
    """The number of a category within its group."""
    category: str = row.record.category
    return int(category.lstrip(ascii_uppercase))
