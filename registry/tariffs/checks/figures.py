"""Do the figures of each fee row add up, and is what is missing stated?"""

from collections.abc import Iterator

from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Fee

PER_CENT = 100
AMOUNTS = ("honorarium_ore", "refund_ore", "user_fee_ore")


def check_figures(known: Known) -> Iterator[Problem]:
    """Each row has a first day and three amounts that add up, a share, or a gap that says what is missing."""
    for row in known.tables.fees:
        fee: Fee = row.record
        if fee.period.first_date is None:
            yield row.problem(f"{fee.fee_code} has no first_date")
        if not adds_up(fee) and not is_excused(known, fee, "SUM"):
            yield row.problem(f"{fee.fee_code}: honorarium is not refund plus user_fee")
        if fee.percentage is None:
            yield from _check_missing(known, row)
        else:
            yield from _check_share(row)


def adds_up(fee: Fee) -> bool:
    """Whether the honorarium is the refund plus the user fee; what is not on record is not judged."""
    if fee.honorarium_ore is None or fee.refund_ore is None or fee.user_fee_ore is None:
        return True
    return fee.honorarium_ore == fee.refund_ore + fee.user_fee_ore


def is_complete(fee: Fee) -> bool:
    """Whether what the fee is worth is on record: its three amounts, or its share."""
    return fee.percentage is not None or None not in (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore)


def is_excused(known: Known, row: Fee, irregularity: str) -> bool:
    """Whether a row is known to break a rule."""
    return irregularity in known.irregularities.get((row.discipline, row.fee_code, row.period.first_date), ())


def _check_missing(known: Known, row: Placed) -> Iterator[Problem]:
    fee: Fee = row.record
    if is_complete(fee):
        return
    lacking = sum(getattr(fee, name) is None for name in AMOUNTS)
    if lacking == 1:
        yield row.problem(f"{fee.fee_code} lacks one amount, which follows from the two others")
    if lacking == len(AMOUNTS):
        yield row.problem(f"{fee.fee_code} has no amount: leave the row out, and state a gap")
    unstated = Days.of(fee.period) - known.gap_days((fee.discipline, fee.fee_code), "AMOUNTS")
    if unstated:
        yield row.problem(f"{fee.fee_code} lacks an amount, and no gap says so: {unstated}")


def _check_share(row: Placed) -> Iterator[Problem]:
    fee: Fee = row.record
    if {fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore} != {None}:
        yield row.problem(f"{fee.fee_code} has both a percentage and amounts")
    if not 0 < (fee.percentage or 0) <= PER_CENT:
        yield row.problem(f"{fee.fee_code} has a percentage that is no share of a fee: {fee.percentage}")
