"""What other bills say against a claim: limits, the same day, the same time, and the hour."""

from collections.abc import Iterable

from registry.structs import struct
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.coding import CodedLine
from service.pricing.fee_codes.frequency import judge_frequency
from service.pricing.fee_codes.overlaps import judge_overlaps
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.fee_codes.same_day import judge_same_day
from service.pricing.fee_codes.unsocial_hours import judge_unsocial_hours
from service.pricing.trace import Trace
from service.verification.findings import Assumption
from service.verification.standing import Standing


@struct(frozen=True, slots=True)
class Beside:
    """What is refused, and what is assumed where nothing is told."""

    refusals: tuple[Refusal, ...]
    assumptions: tuple[Assumption, ...]


def beside_other_bills(
    claim: Claim,
    lines: Iterable[CodedLine],
    bill: Bill,
    tariffs: TariffSet,
    tariff: TariffDay,
    standing: Standing,
    trace: Trace,
) -> Beside:
    """Apply the rules that one claim cannot decide by itself."""
    refusals: list[Refusal] = []
    assumptions: list[Assumption] = []
    for refused, assumed in (
        judge_frequency(claim, bill, tariff, trace),
        judge_same_day(claim, bill, tariff, trace),
        judge_overlaps(claim, lines, bill, tariff, standing, trace),
        judge_unsocial_hours(claim, bill, tariffs, tariff, trace),
    ):
        refusals += refused
        assumptions += assumed
    return Beside(tuple(refusals), tuple(assumptions))
