"""
How often may a fee code be used, counted over other bills?

The claim's own uses are counted with the earlier ones that it tells of, and with
those of codes that share the limit. What is not told is assumed to be within it.

References: the remarks of the physiotherapy tariff on examinations, ultrasound,
training and cooperation; FOR-2003-06-27-959 on 899a and 870.
"""

from registry.tariffs.tariff_set import FeeEntry, TariffDay
from service.pricing.claim import Claim, EarlierUse
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, ChangeCount, Reason, Remedy, RemoveLine

PER_MONTH = "PER_MONTH"
BY_YEAR = frozenset({"PER_CONDITION_AND_YEAR", "PER_CONDITION_AND_YEAR_WITH_VIDEO", "PER_PATIENT_AND_YEAR"})
ONCE_MORE = {"PER_COURSE": "examination_once_more"}
"""Limits that may be passed in special cases, and the provision that says how often."""


def judge_frequency(
    claim: Claim, bill: Bill, tariff: TariffDay, trace: Trace
) -> tuple[list[Refusal], list[Assumption]]:
    """A refusal for each code past its limit, and an assumption for each whose earlier uses are not told."""
    refusals: list[Refusal] = []
    assumptions: list[Assumption] = []
    for code, entry in bill.entries.items():
        if not entry.fee.frequency or not entry.fee.frequency_count:
            continue
        together = counted_together(code, tariff)
        earlier = _earlier(claim, entry, together)
        here = sum(bill.counts.get(each, 0) for each in together)
        if trace:
            trace.step(Rule.FREQUENCY, bill.first_line(code), entry.fee, fee_code=code, earlier=earlier, count=here)
        _judge(entry, bill, tariff, earlier, here, refusals, assumptions)
    return refusals, assumptions


def _judge(
    entry: FeeEntry,
    bill: Bill,
    tariff: TariffDay,
    earlier: int | None,
    here: int,
    refusals: list[Refusal],
    assumptions: list[Assumption],
) -> None:
    fee, limit = entry.fee, entry.fee.frequency_count or 0
    once_more = tariff.provisions.get(ONCE_MORE.get(fee.frequency, ""))
    most = limit + (once_more.value or 0 if once_more else 0)
    used = earlier or 0
    if used + here > most and tariff.rules_on_record:
        refusals.append(_refusal(entry, bill, used, here, most))
        return
    data = {"fee_code": fee.fee_code, "limit": fee.frequency, "count": str(limit)}
    # Past a limit that is not on record for the day: nobody knows, so nothing is refused by it.
    if earlier is None or used + here > most:
        assumptions.append(Assumption(AssumptionCode.FREQUENCY_NOT_CHECKED, data, bill.first_line(fee.fee_code)))
    elif used + here > limit:
        data["earlier"] = str(used)
        assumptions.append(Assumption(AssumptionCode.SPECIAL_CASE, data, bill.first_line(fee.fee_code)))


def counted_together(code: str, tariff: TariffDay) -> frozenset[str]:
    """The code and those that share its limit."""
    for shared in tariff.shared_limits:
        if code in shared.codes:
            return shared.codes
    return frozenset({code})


def _earlier(claim: Claim, entry: FeeEntry, together: frozenset[str]) -> int | None:
    """How often the codes were used before; absent when that is not told."""
    if claim.circumstances.none_earlier:
        return 0
    told = [use for use in claim.circumstances.earlier if use.fee_code in together]
    return sum(_counts(use, entry, claim) for use in told) if told else None


def _counts(use: EarlierUse, entry: FeeEntry, claim: Claim) -> int:
    """The uses that are in the same year or month as the treatment, where the limit goes by these."""
    last, day = use.last_date, claim.treatment_date
    if last is None:
        return use.count
    if entry.fee.frequency in BY_YEAR and last.year != day.year:
        return 0
    if entry.fee.frequency == PER_MONTH and (last.year, last.month) != (day.year, day.month):
        return 0
    return use.count


def _refusal(entry: FeeEntry, bill: Bill, earlier: int, here: int, most: int) -> Refusal:
    code = entry.fee.fee_code
    line_number = bill.first_line(code)
    data = {
        "fee_code": code,
        "limit": entry.fee.frequency,
        "count": str(most),
        "earlier": str(earlier),
        "here": str(here),
    }
    remedies: list[Remedy] = []
    if len(bill.places[code]) == 1:
        left = most - earlier - (here - bill.counts[code])
        remedies.append(ChangeCount(line_number, left) if left > 0 else RemoveLine(line_number))
    return Refusal(code, Reason(ReasonCode.FREQUENCY_REACHED, data, line_number, remedies=tuple(remedies)))
