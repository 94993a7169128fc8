"""
Consumables and equipment are charged at what they cost the provider.

Equipment asks for two things more: that the need for it stands in the patient's
record, and that the patient is free to buy it elsewhere.

References: chapter III of the physiotherapy tariff.
"""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.allowance import Allowance
from service.pricing.claim import Charge, Line
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, LegalBasis, Reason, SupplyFact, basis_of

EQUIPMENT = frozenset({"COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT"})
AT_COST = EQUIPMENT | {"CONSUMABLES"}


def allow_cost(line: Line, charge: Charge, tariff: TariffDay, trace: Trace) -> Allowance:
    """What may be taken for consumables and equipment: the cost, absent when not told."""
    rule = tariff.provisions.get("charges_at_cost")
    told = {} if charge.cost_ore is None else {"cost_ore": charge.cost_ore}
    trace.step(Rule.CHARGE_AT_COST, line.number, rule, charge=charge.kind, **told)
    unmet = _unmet_conditions(line, charge, basis_of(rule)) if charge.kind in EQUIPMENT else ()
    if unmet:
        return Allowance(payable=False, rule=rule, reasons=unmet)
    return Allowance(most_ore=charge.cost_ore, rule=rule, assumptions=_assumptions(line, charge))


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


def _assumptions(line: Line, charge: Charge) -> tuple[Assumption, ...]:
    codes = []
    if charge.cost_ore is None:
        codes.append(AssumptionCode.CHARGED_AT_COST)
    if charge.kind in EQUIPMENT and charge.clinical_need_recorded is None:
        codes.append(AssumptionCode.CLINICAL_NEED_RECORDED)
    if charge.kind in EQUIPMENT and charge.patient_free_to_choose is None:
        codes.append(AssumptionCode.PATIENT_FREE_TO_CHOOSE)
    return tuple(Assumption(code, {"charge": charge.kind}, line.number) for code in codes)
