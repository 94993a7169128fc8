"""
Does the user fee of a radiological examination apply to this patient?

It is for patients of a health region whose authority has a contract with the
institute. For others the examination is covered all the same, but the fee is
not certain.

Source: FOR-2003-06-27-959, fee 899a.
"""

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.coding import USER_FEE_CODES
from service.verification.codes import AssumptionCode
from service.verification.findings import Assumption
from service.verification.standing import Standing


def assume_region(claim: Claim, tariffs: TariffSet, standing: Standing) -> Assumption | None:
    """What is taken for granted about the patient's region; nothing when it is a contracting one."""
    if claim.discipline is not Discipline.RADIOLOGY:
        return None
    code = USER_FEE_CODES[claim.discipline]
    patient = claim.patient
    region = patient.health_region
    if region is None and patient.municipality_code:
        region = tariffs.region_of(patient.municipality_code, claim.treatment_date)
    if region is None:
        return Assumption(AssumptionCode.PATIENT_OF_CONTRACTING_REGION, {"fee_code": code})
    if region in standing.health_regions:
        return None
    data = {"fee_code": code, "health_region": tariffs.regions[region].name}
    return Assumption(AssumptionCode.PATIENT_OF_OTHER_REGION, data)
