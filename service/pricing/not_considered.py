"""Which facts of a claim were told and used by no rule?"""

from registry.tariffs.records import Discipline, PatientRule
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges import AT_COST, EQUIPMENT
from service.pricing.claim import Charge, Claim, Examination, FeeUse
from service.pricing.decision import Outcome
from service.pricing.patients import Exemption


def not_considered(claim: Claim, tariff: TariffDay, outcome: Outcome, exemption: Exemption) -> tuple[str, ...]:
    """The paths of the facts that did not matter to the answer."""
    return (*claim.unread, *_about_patient(claim, tariff, outcome, exemption), *_about_lines(claim))


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


def _about_lines(claim: Claim) -> list[str]:
    found = []
    for line in claim.lines:
        path = f"lines[{line.number - 1}]"
        content = line.content
        if isinstance(content, Examination) and content.refund_category:
            kind = "sample" if content.sample else "examination"
            found.append(f"{path}.{kind}.refund_category")
        if isinstance(content, Charge):
            found += [f"{path}.charge.{name}" for name in _unused_of_charge(content)]
            if line.asking_price_ore is not None and content.amount_ore is not None:
                found.append(f"{path}.asking_price_ore")
    return found


def _unused_of_charge(charge: Charge) -> list[str]:
    told = {
        "cost_ore": charge.cost_ore is not None and charge.kind not in AT_COST,
        "clinical_need_recorded": charge.clinical_need_recorded is not None and charge.kind not in EQUIPMENT,
        "patient_free_to_choose": charge.patient_free_to_choose is not None and charge.kind not in EQUIPMENT,
        "booked_lines": charge.has_booked_lines,
        "cancelled_at": charge.has_cancelled_at,
    }
    return [name for name, unused in told.items() if unused]
