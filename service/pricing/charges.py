"""
Is a charge outside the scheme lawful, and how much of it?

References: chapter III of the physiotherapy tariff (consumables and equipment at
cost, dispatch, missed appointments; no fee for booking, messages or cards).
"""

from dataclasses import dataclass

from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import NOTHING, LineCoverage, LineDecision, Payment
from service.pricing.trace import Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, LegalBasis, Reason, SupplyFact, basis_of

FORBIDDEN = {"BOOKING_SYSTEM", "TEXT_MESSAGE", "CARD_PAYMENT"}
EQUIPMENT = {"COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT"}
AT_COST = EQUIPMENT | {"CONSUMABLES"}
MAXIMA = {"DISPATCH": "dispatch_fee_maximum", "NO_SHOW": "no_show_maximum"}


@dataclass(frozen=True, slots=True)
class JudgedCharge:
    """
    The answer to a charge, and why.

    `lowest_ore` is what may have to be paid at the least if the assumptions fail.
    """

    decision: LineDecision
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @property
    def lowest_ore(self) -> int:
        """Nothing when something had to be assumed, else what is to be paid."""
        return 0 if self.assumptions else self.decision.payment.patient_pays_ore or 0


def judge_charge(line: Line, charge: Charge, claim: Claim, tariff: TariffDay, trace: Trace) -> JudgedCharge:
    """Whether the charge may be taken, and how much of it."""
    if charge.kind in FORBIDDEN:
        basis = basis_of(tariff.provisions.get("forbidden_charges"))
        reason = Reason(ReasonCode.CHARGE_FORBIDDEN, {"charge": charge.kind}, line.number, basis)
        return JudgedCharge(_decide(line, LineCoverage.NOT_PAYABLE, 0), (reason,))
    amount = charge.amount_ore if charge.amount_ore is not None else line.asking_price_ore
    basis = basis_of(tariff.provisions.get("charges_at_cost"))
    if charge.kind in EQUIPMENT:
        unmet = _unmet_conditions(line, charge, basis)
        if unmet:
            return JudgedCharge(_decide(line, LineCoverage.NOT_PAYABLE, 0), unmet)
    assumptions = _assumptions(line, charge, tariff)
    limit = _limit(charge, tariff)
    if amount is None or limit is None or amount <= limit:
        return JudgedCharge(_decide(line, LineCoverage.OUTSIDE_SCHEME, amount), (), assumptions)
    return JudgedCharge(
        _decide(line, LineCoverage.OUTSIDE_SCHEME, limit),
        (_too_much(line, charge, amount, limit, basis),),
        assumptions,
    )


def _decide(line: Line, coverage: LineCoverage, amount_ore: int | None) -> LineDecision:
    return LineDecision(line.number, coverage, (), NOTHING, Payment(amount_ore, 0, 0))


def _unmet_conditions(line: Line, charge: Charge, basis: LegalBasis | None) -> tuple[Reason, ...]:
    """The conditions of equipment that are told not to be met."""
    told = (
        (charge.clinical_need_recorded, ReasonCode.CHARGE_NEED_NOT_RECORDED, "clinical_need_recorded"),
        (charge.patient_free_to_choose, ReasonCode.CHARGE_CHOICE_NOT_FREE, "patient_free_to_choose"),
    )
    return tuple(
        Reason(
            code,
            {"charge": charge.kind},
            line.number,
            basis,
            (SupplyFact(f"lines[{line.number - 1}].charge.{field}", "CALLER"),),
        )
        for met, code, field in told
        if met is False
    )


def _assumptions(line: Line, charge: Charge, tariff: TariffDay) -> tuple[Assumption, ...]:
    codes = []
    if charge.kind in AT_COST and charge.cost_ore is None:
        codes.append(AssumptionCode.CHARGED_AT_COST)
    if charge.kind in EQUIPMENT and charge.clinical_need_recorded is None:
        codes.append(AssumptionCode.CLINICAL_NEED_RECORDED)
    if charge.kind in EQUIPMENT and charge.patient_free_to_choose is None:
        codes.append(AssumptionCode.PATIENT_FREE_TO_CHOOSE)
    if charge.kind in MAXIMA and (charge.kind == "NO_SHOW" or _limit(charge, tariff) is None):
        codes.append(AssumptionCode.CHARGE_WITHIN_MAXIMUM)
    return tuple(Assumption(code, {"charge": charge.kind}, line.number) for code in codes)


def _limit(charge: Charge, tariff: TariffDay) -> int | None:
    """The most that may be taken; absent when no limit is known."""
    if charge.kind in AT_COST:
        return charge.cost_ore
    provision = tariff.provisions.get(MAXIMA.get(charge.kind, ""))
    return provision.value if provision else None


def _too_much(line: Line, charge: Charge, amount: int, limit: int, basis: LegalBasis | None) -> Reason:
    if charge.kind in AT_COST:
        data = {"charge": charge.kind, "amount_ore": str(amount), "cost_ore": str(limit)}
        return Reason(ReasonCode.CHARGE_ABOVE_COST, data, line.number, basis)
    data = {"charge": charge.kind, "amount_ore": str(amount), "maximum_ore": str(limit)}
    return Reason(ReasonCode.CHARGE_ABOVE_MAXIMUM, data, line.number, basis)
