"""
Which fee codes exclude each other all day, on whatever bill?

Reference: remarks A2 and A6 of the physiotherapy tariff of July 2026 (no
individual treatment on the day of an examination; training once a day).
"""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Claim
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, Reason, RemoveLine


def judge_same_day(claim: Claim, bill: Bill, tariff: TariffDay, trace: Trace) -> tuple[list[Refusal], list[Assumption]]:
    """A refusal for each code that another bill of the day excludes; an assumption where nothing is told of them."""
    refusals: list[Refusal] = []
    unchecked: list[str] = []
    for code in sorted(bill.entries.keys() & tariff.excluded_all_day.keys()):
        excluded = tariff.excluded_all_day[code]
        line_number = bill.first_line(code)
        told = claim.circumstances.same_day
        clash = sorted({use.fee_code for use in told or ()} & excluded)
        if trace:
            rules = [rule for rule in tariff.same_day_rules if code in rule.codes | rule.others]
            trace.step(
                Rule.SAME_DAY,
                line_number,
                *rules,
                fee_code=code,
                other="NOT_KNOWN" if told is None else ", ".join(clash),
            )
        if told is None:
            unchecked.append(code)
        elif clash:
            data = {"fee_code": code, "other_fee_code": clash[0]}
            remedies = (RemoveLine(line_number),) if len(bill.places[code]) == 1 else ()
            reason = Reason(ReasonCode.SAME_DAY_NOT_ALLOWED, data, line_number, remedies=remedies)
            refusals.append(Refusal(code, reason))
    data = {"fee_codes": ", ".join(unchecked)}
    return refusals, [Assumption(AssumptionCode.SAME_DAY_NOT_CHECKED, data)] if unchecked else []
