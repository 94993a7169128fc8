"""
May a missed appointment be charged, and how much at the most?

Cancelling exactly as many hours before as the rule says is in time.

References: chapter III of the physiotherapy tariff; FOR-2003-06-27-959 section 10
(radiology). For laboratories no such rule is on record.
"""

from dataclasses import replace
from datetime import timedelta

from registry.tariffs.records import Discipline, Provision
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.allowance import Allowance, leave_out
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import PricedFee, add
from service.pricing.money.figures import TariffAuthority, price_uses
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, Reason, Remedy, SupplyFact, basis_of

MAXIMUM = {Discipline.PHYSIOTHERAPY: "no_show_fee", Discipline.RADIOLOGY: "radiology_no_show_maximum"}
NOTICE = {Discipline.PHYSIOTHERAPY: "no_show_notice_hours", Discipline.RADIOLOGY: "radiology_no_show_notice_hours"}


def allow_no_show(
    line: Line, charge: Charge, claim: Claim, tariff: TariffDay, authority: TariffAuthority, trace: Trace
) -> Allowance | None:
    """What may be taken for a missed appointment; absent when the discipline has no rule on record that day."""
    rule = tariff.provisions.get(MAXIMUM.get(tariff.discipline, ""))
    notice = tariff.provisions.get(NOTICE.get(tariff.discipline, ""))
    if rule is None or notice is None or notice.value is None:
        return None
    in_time = _in_time(charge, notice.value)
    known = {True: "yes", False: "no", None: "UNKNOWN"}[in_time]
    trace.step(Rule.NO_SHOW, line.number, notice, charge=charge.kind, hours=notice.value, in_time=known)
    data = {"charge": charge.kind, "hours": str(notice.value)}
    if in_time:
        remedies = leave_out(line, charge, claim)
        reason = Reason(ReasonCode.CHARGE_CANCELLED_IN_TIME, data, line.number, basis_of(notice), remedies)
        return Allowance(payable=False, rule=rule, reasons=(reason,))
    allowed = _allow_fee(line, charge, claim, tariff, rule, authority, trace)
    if in_time is False:
        return allowed
    assumed = Assumption(AssumptionCode.NOT_CANCELLED_IN_TIME, data, line.number)
    return replace(allowed, assumptions=(assumed, *allowed.assumptions))


def has_notice(tariff: TariffDay) -> bool:
    """Whether it matters in the discipline, that day, when an appointment was cancelled."""
    return NOTICE.get(tariff.discipline, "") in tariff.provisions


def _in_time(charge: Charge, hours: int) -> bool | None:
    """Whether it was cancelled early enough; absent when that is not told, or hangs on the start."""
    if charge.cancelled is None:
        return None
    asked = timedelta(hours=hours)
    if charge.cancelled.least >= asked:
        return True
    return None if charge.cancelled.most >= asked else False


def _allow_fee(
    line: Line,
    charge: Charge,
    claim: Claim,
    tariff: TariffDay,
    rule: Provision,
    authority: TariffAuthority,
    trace: Trace,
) -> Allowance:
    """The most that may be charged: the sum that the rule names, or else the whole fee of what was booked."""
    fees = price_uses(charge.booked, tariff, authority, {}) if rule.value is None else ()
    most = rule.value if rule.value is not None else _whole_fee(charge, fees)
    if most is None:
        assumed = Assumption(AssumptionCode.CHARGE_WITHIN_MAXIMUM, {"charge": charge.kind}, line.number)
        reasons = _unpriced(line, charge, claim, tariff, rule, fees)
        return Allowance(rule=rule, reasons=reasons, assumptions=(assumed,))
    rows = (tariff.fees[fee.use.fee_code].fee for fee in fees)
    trace.step(Rule.CHARGE_MAXIMUM, line.number, rule, *rows, charge=charge.kind, maximum_ore=most)
    return Allowance(most_ore=most, rule=rule)


def _whole_fee(charge: Charge, fees: tuple[PricedFee, ...]) -> int | None:
    """The honorarium of all that was booked; absent when something of it has none, or nothing is told."""
    if not charge.booked or len(fees) < len(charge.booked):
        return None
    return add(*(fee.amounts.honorarium_ore for fee in fees))


def _unpriced(
    line: Line, charge: Charge, claim: Claim, tariff: TariffDay, rule: Provision, fees: tuple[PricedFee, ...]
) -> tuple[Reason, ...]:
    """Why the whole fee is not known: codes that the day's tariff does not have, or not with an amount."""
    found: list[tuple[ReasonCode, str, tuple[Remedy, ...]]] = []
    for code in dict.fromkeys(use.fee_code for use in charge.booked):
        if code not in tariff.fees:
            found.append((ReasonCode.BOOKED_CODE_NOT_IN_TARIFF, code, (_told_otherwise(line, code, tariff),)))
    for code in dict.fromkeys(fee.use.fee_code for fee in fees if fee.amounts.honorarium_ore is None):
        found.append((ReasonCode.AMOUNT_NOT_ON_RECORD, code, ()))
    day = claim.treatment_date.isoformat()
    return tuple(
        Reason(reason, {"fee_code": code, "treatment_date": day}, line.number, basis_of(rule), remedies)
        for reason, code, remedies in found
    )


def _told_otherwise(line: Line, fee_code: str, tariff: TariffDay) -> SupplyFact:
    """Who can mend a code without a row: the register in a gap of the tariff, else the caller."""
    if tariff.lacks_amounts(fee_code):
        return SupplyFact("TARIFF", "REGISTER")
    return SupplyFact(f"lines[{line.number - 1}].charge.booked_lines", "CALLER")
