"""Which facts of a claim were told and used by no rule?"""

from registry.tariffs.records import Discipline, PatientRule
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.at_cost import AT_COST, EQUIPMENT
from service.pricing.charges.judging import NO_SHOW
from service.pricing.charges.no_show import has_notice
from service.pricing.claim import Charge, Claim, Examination, FeeUse
from service.pricing.decision import Outcome
from service.pricing.money.patients import Exemption


def not_considered(claim: Claim, tariff: TariffDay, outcome: Outcome, exemption: Exemption) -> tuple[str, ...]:
    """The paths of the facts that did not matter to the answer."""
    return (*_about_patient(claim, tariff, outcome, exemption), *_about_lines(claim, tariff))


def _about_patient(claim: Claim, tariff: TariffDay, outcome: Outcome, exemption: Exemption) -> list[str]:
    patient, found = claim.patient, []
    priced = outcome not in (Outcome.NOT_COVERED, Outcome.OUTSIDE_SCHEME)
    if patient.card is not None and (not priced or exemption is Exemption.GROUND):
        found.append("patient.exemption_card")
    if patient.user_fees_paid_ore is not None and (not priced or exemption is not Exemption.NONE):
        found.append("patient.user_fees_paid_ore")
    if patient.wheelchair_user is not None and not _asks_for_wheelchair(claim, tariff):
        found.append("patient.wheelchair_user")
    if claim.discipline is not Discipline.RADIOLOGY or not priced:
        found += [
            f"patient.{name}"
            for name, value in (
                ("municipality_code", patient.municipality_code),
                ("health_region", patient.health_region),
            )
            if value is not None
        ]
    if claim.requisition is not None and (not tariff.professions or outcome is Outcome.OUTSIDE_SCHEME):
        found.append("requisition")
    return found


def _asks_for_wheelchair(claim: Claim, tariff: TariffDay) -> bool:
    codes = {line.content.fee_code for line in claim.lines if isinstance(line.content, FeeUse)}
    return any(
        code in tariff.fees and tariff.fees[code].fee.patient_rule is PatientRule.SENIOR_OR_WHEELCHAIR for code in codes
    ) or any("SENIOR_OR_WHEELCHAIR" in getattr(line.content, "supplements", ()) for line in claim.lines)


def _about_lines(claim: Claim, tariff: TariffDay) -> list[str]:
    found = []
    for line in claim.lines:
        path = f"lines[{line.number - 1}]"
        content = line.content
        if isinstance(content, Examination) and content.refund_category and _is_of_other(claim, content):
            kind = "sample" if content.sample else "examination"
            found.append(f"{path}.{kind}.refund_category")
        if isinstance(content, Charge):
            found += [f"{path}.charge.{name}" for name in _unused_of_charge(content, tariff)]
            if line.asking_price_ore is not None and content.amount_ore is not None:
                found.append(f"{path}.asking_price_ore")
    return found


def _is_of_other(claim: Claim, examination: Examination) -> bool:
    """Whether an examination or sample is refused unread, because the claim is for another discipline."""
    return claim.discipline is not (Discipline.LABORATORY if examination.sample else Discipline.RADIOLOGY)


def _unused_of_charge(charge: Charge, tariff: TariffDay) -> list[str]:
    """The facts that the rule about this kind of charge does not ask for; most rules are those of physiotherapy."""
    physiotherapy = tariff.discipline is Discipline.PHYSIOTHERAPY
    missed = charge.kind == NO_SHOW
    at_cost, equipment = charge.kind in AT_COST and physiotherapy, charge.kind in EQUIPMENT and physiotherapy
    told = {
        "cost_ore": charge.cost_ore is not None and not at_cost,
        "clinical_need_recorded": charge.clinical_need_recorded is not None and not equipment,
        "patient_free_to_choose": charge.patient_free_to_choose is not None and not equipment,
        "booked_lines": bool(charge.booked) and not (missed and physiotherapy),
        "cancelled_at": charge.cancelled is not None and not (missed and has_notice(tariff)),
    }
    return [name for name, unused in told.items() if unused]
