"""
Is a charge outside the scheme lawful, and how much of it?

None of it counts towards the ceiling, no exemption card covers it, and patients
who pay no user fee pay it like everybody else.

References: chapter III of the physiotherapy tariff (consumables and equipment at
cost, dispatch, no fee for booking, messages or cards). For other disciplines no
rule is on record but the one on missed appointments.
"""

from registry.structs import struct
from registry.tariffs.records import Discipline, Provision
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.allowance import Allowance, leave_out
from service.pricing.charges.at_cost import AT_COST, allow_cost
from service.pricing.charges.no_show import MAXIMUM, allow_no_show
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import NOTHING, LineCoverage, LineDecision, Payment
from service.pricing.money.figures import TariffAuthority
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, LegalBasis, Reason, basis_of

FORBIDDEN = frozenset({"BOOKING_SYSTEM", "TEXT_MESSAGE", "CARD_PAYMENT"})
NO_SHOW, DISPATCH = "NO_SHOW", "DISPATCH"


@struct(frozen=True, slots=True)
class JudgedCharge:
    """
    The answer to a charge, and why.

    `lowest_ore` is what may have to be paid at the least if the assumptions fail,
    and `highest_ore` at the most, absent when that has no known limit. `lawful_ore`
    is the most that may lawfully be taken; absent when no rule on record tells.
    `rule` is the one that it was judged by; absent when there is none on record.
    """

    decision: LineDecision
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    lawful_ore: int | None = None
    rule: Provision | None = None

    @property
    def lowest_ore(self) -> int:
        """Nothing when something had to be assumed, else what is to be paid."""
        return 0 if self.assumptions else self.decision.payment.patient_pays_ore or 0

    @property
    def highest_ore(self) -> int | None:
        """What is to be paid; when that is not told, the most that is lawful."""
        pays = self.decision.payment.patient_pays_ore
        return self.lawful_ore if pays is None else pays


def judge_charge(
    line: Line,
    charge: Charge,
    claim: Claim,
    tariff: TariffDay,
    trace: Trace,
    authority: TariffAuthority = TariffAuthority.DEFAULT,
) -> JudgedCharge:
    """Whether the charge may be taken, and how much of it."""
    allowed = _allowance(line, charge, claim, tariff, authority, trace)
    asked = charge.amount_ore if charge.amount_ore is not None else line.asking_price_ore
    if not allowed.payable:
        return JudgedCharge(_decide(line, LineCoverage.NOT_PAYABLE, 0), allowed.reasons, rule=allowed.rule)
    most = allowed.most_ore
    if asked is None or most is None or asked <= most:
        decision = _decide(line, LineCoverage.OUTSIDE_SCHEME, asked)
        return JudgedCharge(decision, allowed.reasons, allowed.assumptions, most, allowed.rule)
    reasons = (*allowed.reasons, _too_much(line, charge, asked, most, basis_of(allowed.rule)))
    decision = _decide(line, LineCoverage.OUTSIDE_SCHEME, most)
    return JudgedCharge(decision, reasons, allowed.assumptions, most, allowed.rule)


def basis_of_charges(claim: Claim, tariff: TariffDay) -> LegalBasis | None:
    """By which rule charges are outside the scheme; absent when the discipline has none on record."""
    missed = any(isinstance(line.content, Charge) and line.content.kind == NO_SHOW for line in claim.lines)
    if claim.discipline is Discipline.PHYSIOTHERAPY:
        return basis_of(tariff.provisions.get("charges_at_cost"))
    return basis_of(tariff.provisions.get(MAXIMUM.get(claim.discipline, ""))) if missed else None


def _allowance(
    line: Line, charge: Charge, claim: Claim, tariff: TariffDay, authority: TariffAuthority, trace: Trace
) -> Allowance:
    """What the rule about the kind of charge allows."""
    if charge.kind == NO_SHOW:
        return allow_no_show(line, charge, claim, tariff, authority, trace) or _without_rule(line, charge, claim)
    if claim.discipline is not Discipline.PHYSIOTHERAPY:
        return _without_rule(line, charge, claim)
    if charge.kind in FORBIDDEN:
        return _forbid(line, charge, claim, tariff, trace)
    if charge.kind in AT_COST:
        return allow_cost(line, charge, tariff, trace)
    return _allow_dispatch(line, charge, tariff, trace) if charge.kind == DISPATCH else Allowance()


def _without_rule(line: Line, charge: Charge, claim: Claim) -> Allowance:
    """A charge that no rule on record allows, limits or forbids."""
    data = {
        "charge": charge.kind,
        "discipline": claim.discipline.value,
        "treatment_date": claim.treatment_date.isoformat(),
    }
    assumption = Assumption(AssumptionCode.CHARGE_RULES_NOT_ON_RECORD, data, line.number)
    return Allowance(assumptions=(assumption,))


def _forbid(line: Line, charge: Charge, claim: Claim, tariff: TariffDay, trace: Trace) -> Allowance:
    rule = tariff.provisions.get("forbidden_charges")
    trace.step(Rule.CHARGE_FORBIDDEN, line.number, rule, charge=charge.kind)
    remedies = leave_out(line, charge, claim)
    data = {"charge": charge.kind}
    reason = Reason(ReasonCode.CHARGE_FORBIDDEN, data, line.number, basis_of(rule), remedies)
    return Allowance(payable=False, rule=rule, reasons=(reason,))


def _allow_dispatch(line: Line, charge: Charge, tariff: TariffDay, trace: Trace) -> Allowance:
    rule = tariff.provisions.get("dispatch_fee_maximum")
    if rule is None or rule.value is None:
        unchecked = Assumption(AssumptionCode.CHARGE_WITHIN_MAXIMUM, {"charge": charge.kind}, line.number)
        return Allowance(assumptions=(unchecked,))
    trace.step(Rule.CHARGE_MAXIMUM, line.number, rule, charge=charge.kind, maximum_ore=rule.value)
    return Allowance(most_ore=rule.value, rule=rule)


def _decide(line: Line, coverage: LineCoverage, amount_ore: int | None) -> LineDecision:
    return LineDecision(line.number, coverage, (), NOTHING, Payment(amount_ore, 0, 0))


def _too_much(line: Line, charge: Charge, asked: int, most: int, basis: LegalBasis | None) -> Reason:
    if charge.kind in AT_COST:
        data = {"charge": charge.kind, "amount_ore": str(asked), "cost_ore": str(most)}
        return Reason(ReasonCode.CHARGE_ABOVE_COST, data, line.number, basis)
    data = {"charge": charge.kind, "amount_ore": str(asked), "maximum_ore": str(most)}
    return Reason(ReasonCode.CHARGE_ABOVE_MAXIMUM, data, line.number, basis)
