"""Which facts of a claim for treatment abroad were told and used by no rule?"""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.abroad.eea_refund import EeaRefund
from service.pricing.claim import Charge, Circumstances, Claim
from service.pricing.decision import Outcome
from service.pricing.remarks.not_considered import not_considered


def not_considered_abroad(claim: Claim, tariff: TariffDay, refund: EeaRefund | None) -> tuple[str, ...]:
    """The paths of the facts that did not matter; without an estimate, all that only Norwegian rules ask for."""
    if refund is None:
        return (*_only_in_norway(claim), *_about_charges(claim))
    outcome = Outcome.APPROVED if refund.applies else Outcome.NOT_COVERED
    found = [*not_considered(claim, tariff, outcome, refund.patient.exemption), *_about_region(claim)]
    if claim.requisition is not None and refund.requisition is None:
        found.append("requisition")
    return tuple(dict.fromkeys((*found, *_about_charges(claim))))


def _only_in_norway(claim: Claim) -> list[str]:
    """The facts that no rule asks for when nothing is refunded by Norwegian rules."""
    patient = claim.patient
    told = {
        "start_time": claim.is_timed,
        "patient.birth_date": patient.birth_date is not None,
        "patient.age_years": patient.birth_date is None and patient.age is not None,
        "patient.exemption_card": patient.card is not None,
        "patient.user_fees_paid_ore": patient.user_fees_paid_ore is not None,
        "patient.national_insurance_member": patient.member is not None,
        "patient.wheelchair_user": patient.wheelchair_user is not None,
        "exemption_grounds": bool(claim.grounds),
        "requisition": claim.requisition is not None,
        "circumstances": claim.circumstances != Circumstances(),
    }
    return [path for path, given in told.items() if given] + _about_region(claim)


def _about_region(claim: Claim) -> list[str]:
    """Where the patient lives matters only at an institute in Norway."""
    told = {
        "patient.municipality_code": claim.patient.municipality_code is not None,
        "patient.health_region": claim.patient.health_region is not None,
    }
    return [path for path, given in told.items() if given]


def _about_charges(claim: Claim) -> list[str]:
    """No Norwegian rule judges what is charged outside the scheme in another country."""
    return [
        f"lines[{line.number - 1}].charge.{name}"
        for line in claim.lines
        if isinstance(line.content, Charge)
        for name, given in {
            "cost_ore": line.content.cost_ore is not None,
            "clinical_need_recorded": line.content.clinical_need_recorded is not None,
            "patient_free_to_choose": line.content.patient_free_to_choose is not None,
            "booked_lines": bool(line.content.booked),
            "cancelled_at": line.content.cancelled is not None,
        }.items()
        if given
    ]
