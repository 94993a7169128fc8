"""What is on record for each discipline and period: amounts, combinations, limits, and until when it is confirmed."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from registry.period import Period, last_before, next_after
from registry.structs import struct
from registry.tariffs import files
from registry.tariffs.checks.figures import is_complete
from registry.tariffs.days import Days
from registry.tariffs.known import Key, Known, row_on
from registry.tariffs.records import CombinationMode, Discipline, Fee, Gap, RefundCategory


@struct(frozen=True, slots=True)
class Coverage:
    """
    A discipline in a period in which no row and no gap of it starts or ends.

    `codes` are the fee codes that exist; `amounts` how many of them have all
    their amounts, `user_fees_alone` how many only the user fee, `combinations` how
    many the printed combinations, and `limits` how many a limit that needs other
    bills; what a gap hides is not counted. `categories` are the refund categories
    that exist, and `refunds` how many of them have their refund.
    `confirmed_through` is the earliest such day of the rows; absent when there is
    none. `gaps` are the stated ones.
    """

    discipline: Discipline
    period: Period
    codes: int
    amounts: int
    user_fees_alone: int
    combinations: int
    limits: int
    categories: int
    refunds: int
    confirmed_through: date | None
    gaps: tuple[Gap, ...]

    @property
    def limits_on_record(self) -> bool:
        """Whether the limits of the period are on record: they are printed where the combinations are."""
        return not any(gap.missing == "RULES" and gap.fee_code is None for gap in self.gaps)


def coverage(known: Known, discipline: Discipline) -> list[Coverage]:
    """The periods of a discipline, in order; none when it has no fee."""
    return [_coverage(known, discipline, period) for period in _periods(known, discipline)]


def _coverage(known: Known, discipline: Discipline, period: Period) -> Coverage:
    day = period.first_date or date.min
    keys = [key for key in known.fees if key[0] is discipline and _lives(known, key, day)]
    fees = [row.record for key in keys if (row := row_on(known.fees[key], day))]
    rules = [row.record for key in keys if (row := row_on(known.rules.get(key, ()), day))]
    categories = [
        key for key in known.categories if key[0] is discipline and known.category_life(key) & Days.of(Period(day, day))
    ]
    refunds = [row.record for key in categories if (row := row_on(known.categories[key], day))]
    gaps = [row.record for row in known.tables.of(files.GAPS)]
    return Coverage(
        discipline=discipline,
        period=period,
        codes=len(keys),
        amounts=sum(is_complete(fee) for fee in fees),
        user_fees_alone=sum(fee.user_fee_ore is not None and not is_complete(fee) for fee in fees),
        combinations=sum(rule.mode is not CombinationMode.NOT_ON_RECORD for rule in rules),
        limits=sum(bool(fee.frequency) for fee in fees),
        categories=len(categories),
        refunds=len(refunds),
        confirmed_through=min((_confirmed(row, period) for row in (*fees, *refunds)), default=None),
        gaps=tuple(gap for gap in gaps if _is_of(gap, discipline) and gap.period.covers(day)),
    )


def _periods(known: Known, discipline: Discipline) -> Iterator[Period]:
    """The periods between the days on which a row or a gap starts or has just ended."""
    gaps = [row.record.period for row in known.tables.of(files.GAPS) if _is_of(row.record, discipline)]
    tables = known.tables
    rows = [
        row.record.period
        for row in (*tables.fees, *tables.rules, *tables.of(files.REFUND_CATEGORIES))
        if row.record.discipline is discipline
    ]
    starts = {period.first_date for period in (*gaps, *rows) if period.first_date}
    ends = {period.last_date for period in (*gaps, *rows) if period.last_date}
    cuts = sorted(starts | {next_after(day) for day in ends})
    yield from (Period(first, last_before(later)) for first, later in pairwise(cuts))
    if any(period.last_date is None for period in rows):
        yield Period(cuts[-1])


def _lives(known: Known, key: Key, day: date) -> bool:
    return any(period.covers(day) for period in known.life(key).periods())


def _confirmed(row: Fee | RefundCategory, period: Period) -> date:
    """Until when a row is confirmed within a period."""
    return min(row.confirmed_through, period.last_date or row.confirmed_through)


def _is_of(gap: Gap, discipline: Discipline) -> bool:
    return gap.discipline is discipline and gap.missing in ("AMOUNTS", "RULES", "REFUND_CATEGORIES")
