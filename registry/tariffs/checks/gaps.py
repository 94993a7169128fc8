"""Is each stated gap about days on which something is missing indeed?"""

from collections.abc import Iterator

from registry.tariffs import files
from registry.tariffs.checks.figures import is_complete
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import CombinationMode, Gap

AMOUNTS, RULES, CATEGORIES = "AMOUNTS", "RULES", "REFUND_CATEGORIES"


def check_gaps(known: Known) -> Iterator[Problem]:
    """A gap names codes or groups and an act on record, and states no day on which nothing is missing."""
    for row in known.tables.of(files.GAPS):
        gap: Gap = row.record
        if gap.group and gap.missing != CATEGORIES:
            yield row.problem(f"only refund categories have a group, and {gap.missing} have none")
        if gap.missing not in (AMOUNTS, RULES, CATEGORIES):
            continue
        if gap.fee_code and gap.missing == CATEGORIES:
            yield row.problem(f"refund categories have no fee_code: {gap.fee_code}")
            continue
        if gap.fee_code and (gap.discipline, gap.fee_code) not in known.fees:
            yield row.problem(f"{gap.fee_code} is in no tariff of {gap.discipline}")
            continue
        act = known.acts.get(gap.source)
        if act is None or gap.discipline not in act.disciplines:
            yield row.problem(f"the source {gap.source} is no act of {gap.discipline} in {files.ACTS.name}")
        yield from _check_days(known, row)


def _check_days(known: Known, row: Placed) -> Iterator[Problem]:
    gap: Gap = row.record
    days, missing = Days.of(gap.period), missing_days(known, gap)
    if days - missing:
        yield row.problem(f"nothing is missing on these days: {days - missing}")
    beside = _unstated(known, gap) if gap.missing == CATEGORIES else missing - _stated(known, gap)
    beside = _touching(missing, days) & beside
    if beside:
        yield row.problem(f"the same is missing on these days, and no gap says so: {beside}")
    for other in known.tables.of(files.GAPS):
        wide: Gap = other.record
        if _part(gap) and not _part(wide) and _is_like(wide, gap) and wide.period.meets(gap.period):
            yield row.problem(f"line {other.line} says so of the whole discipline")
            yield other.problem(f"line {row.line} says so of {_part(gap)} alone")


def missing_days(known: Known, gap: Gap) -> Days:
    """The days on which what a gap is about is missing for at least one of its codes."""
    found = NO_DAYS
    if gap.missing == CATEGORIES:
        for key, rows in known.categories.items():
            if key[0] is gap.discipline and gap.group in (None, rows[0].record.group):
                found |= missing_refunds(known, key)
        return found
    for key in known.fees:
        if key[0] is gap.discipline and gap.fee_code in (None, key[1]):
            found |= missing_amounts(known, key) if gap.missing == AMOUNTS else missing_rules(known, key)
    return found


def _touching(missing: Days, days: Days) -> Days:
    """The runs of missing days that a gap is about."""
    return Days(tuple(run for run in missing.runs if Days((run,)).touches(days)))


def _stated(known: Known, gap: Gap) -> Days:
    """All days for which a gap of the same kind is stated that may be about the same code."""
    if gap.fee_code:
        return known.gap_days((gap.discipline, gap.fee_code), gap.missing)
    same = [row.record.period for row in known.tables.of(files.GAPS) if _is_like(row.record, gap)]
    return Days.of(*same)


def _unstated(known: Known, gap: Gap) -> Days:
    """The days on which a category of the discipline has no refund on record, and no gap says so of its group."""
    found = NO_DAYS
    for key in known.categories:
        if key[0] is gap.discipline:
            found |= missing_refunds(known, key) - known.category_gap_days(key)
    return found


def _part(gap: Gap) -> str | None:
    """What of its discipline a gap is about; absent when it is about all of it."""
    return gap.fee_code or gap.group


def _is_like(one: Gap, other: Gap) -> bool:
    return one.discipline is other.discipline and one.missing == other.missing


def missing_amounts(known: Known, key: Key) -> Days:
    """The days between the first and the last of a code on which its figures are not on record."""
    complete = (row.record.period for row in known.fees[key] if is_complete(row.record))
    return known.life(key) - Days.of(*complete)


def missing_refunds(known: Known, key: Key) -> Days:
    """The days between the first and the last of a refund category on which its refund is not on record."""
    return known.category_life(key) - Days.of(*(row.record.period for row in known.categories[key]))


def missing_rules(known: Known, key: Key) -> Days:
    """The days of a code's rows on which its combinations are not on record."""
    rules = (row.record for row in known.rules.get(key, ()))
    told = (rule.period for rule in rules if rule.mode is not CombinationMode.NOT_ON_RECORD)
    return known.fee_days[key] - Days.of(*told)
