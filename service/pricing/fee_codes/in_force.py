"""Is each fee code in the discipline's tariff on the treatment date?"""

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.not_on_record import tariff_not_on_record
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import EarliestDate, Reason, Remedy, ReplaceFeeCode


def refuse_codes_not_in_force(
    claim: Claim, bill: Bill, tariffs: TariffSet, tariff: TariffDay, trace: Trace
) -> list[Refusal]:
    """A refusal for each code without a row on the treatment date."""
    for code in sorted(bill.counts.keys() - bill.entries.keys()) if trace else ():
        rows = tariffs.fee_history(claim.discipline, code)
        trace.step(Rule.CODE_IN_FORCE, bill.first_line(code), *rows[-1:], fee_code=code)
    return [
        _refusal(claim, code, bill.first_line(code), tariffs, tariff)
        for code in bill.counts
        if code not in bill.entries
    ]


def _refusal(claim: Claim, code: str, line_number: int, tariffs: TariffSet, tariff: TariffDay) -> Refusal:
    day = claim.treatment_date
    disciplines = tariffs.disciplines_of(code)
    if not disciplines:
        return Refusal(code, Reason(ReasonCode.FEE_CODE_UNKNOWN, {"fee_code": code}, line_number))
    if claim.discipline not in disciplines:
        return Refusal(code, _other_discipline(code, claim.discipline, min(disciplines), line_number))
    if tariff.lacks_amounts(code):
        return Refusal(code, tariff_not_on_record(claim, line_number), unknown=True)
    rows = tariffs.fee_history(claim.discipline, code)
    data = {"fee_code": code, "treatment_date": day.isoformat()}
    starts = [row.period.first_date for row in rows if row.period.first_date and row.period.first_date > day]
    ends = [row.period.last_date for row in rows if row.period.last_date and row.period.last_date < day]
    if not ends:
        if day < tariffs.first_date(claim.discipline):
            return Refusal(code, tariff_not_on_record(claim, line_number), unknown=True)
        data["first_date"] = min(starts).isoformat()
        later: tuple[Remedy, ...] = (EarliestDate(min(starts)),)
        return Refusal(code, Reason(ReasonCode.FEE_CODE_STARTS_LATER, data, line_number, remedies=later))
    successor = tariffs.successor(claim.discipline, code)
    in_force = successor if successor in tariff.fees else None
    data |= {"last_date": max(ends).isoformat(), "successor": in_force or ""}
    remedies: tuple[Remedy, ...] = (ReplaceFeeCode(line_number, in_force),) if in_force else ()
    return Refusal(code, Reason(ReasonCode.FEE_CODE_ENDED, data, line_number, remedies=remedies))


def _other_discipline(code: str, asked: Discipline, other: Discipline, line_number: int) -> Reason:
    data = {"fee_code": code, "discipline": asked.value, "other_discipline": other.value}
    return Reason(ReasonCode.FEE_CODE_OF_OTHER_DISCIPLINE, data, line_number)
