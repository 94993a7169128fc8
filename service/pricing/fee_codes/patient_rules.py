"""
For which patient may a fee code be used?

References: the sections on children of the physiotherapy tariff, and D40.
"""

from registry.tariffs.records import Fee, PatientRule
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Claim
from service.pricing.fee_codes.refusals import Refusal
from service.pricing.fee_codes.treatments import CHILD_AGE, is_child
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import Reason, SupplyFact

SENIOR_AGE = "senior_supplement_age"


def child_opens(claim: Claim, fee: Fee, tariff: TariffDay, line_number: int, trace: Trace) -> bool:
    """Whether the patient is a child for whom no competence is asked."""
    if fee.patient_rule is not PatientRule.CHILD_OR_COMPETENCE:
        return False
    opens = is_child(claim, tariff)
    trace.step(Rule.CHILD_CODES, line_number, fee, tariff.provisions.get(CHILD_AGE), fee_code=fee.fee_code, below=opens)
    return opens


def refuse_patient(claim: Claim, fee: Fee, tariff: TariffDay, line_number: int, trace: Trace) -> Refusal | None:
    """The refusal of a code that is for other patients than this one, or when it is not told whether it is."""
    if fee.patient_rule is PatientRule.CHILD:
        return _judge_child(claim, fee, tariff, line_number, trace)
    if fee.patient_rule is PatientRule.SENIOR_OR_WHEELCHAIR:
        return _judge_senior(claim, fee, tariff, line_number, trace)
    return None


def age_not_told(claim: Claim, fee: Fee, tariff: TariffDay, line_number: int) -> Refusal | None:
    """That the patient's age decides and is not told; absent when it is told, or no limit is on record."""
    limit = _limit(tariff, SENIOR_AGE if fee.patient_rule is PatientRule.SENIOR_OR_WHEELCHAIR else CHILD_AGE)
    if limit is None or claim.patient.age is not None:
        return None
    data = {"fee_code": fee.fee_code, "age": str(limit)}
    remedy = SupplyFact("patient.birth_date", "CALLER")
    reason = Reason(ReasonCode.PATIENT_AGE_NOT_TOLD, data, line_number, remedies=(remedy,))
    return Refusal(fee.fee_code, reason, unknown=True)


def _judge_child(claim: Claim, fee: Fee, tariff: TariffDay, line_number: int, trace: Trace) -> Refusal | None:
    age, limit = claim.patient.age, _limit(tariff, CHILD_AGE)
    if limit is None:
        return None
    below = None if age is None else age < limit
    provision = tariff.provisions[CHILD_AGE]
    trace.step(Rule.CHILD_CODES, line_number, fee, provision, fee_code=fee.fee_code, below=below)
    if below is False:
        data = {"fee_code": fee.fee_code, "age": str(limit)}
        return Refusal(fee.fee_code, Reason(ReasonCode.PATIENT_NOT_A_CHILD, data, line_number))
    return age_not_told(claim, fee, tariff, line_number)


def _judge_senior(claim: Claim, fee: Fee, tariff: TariffDay, line_number: int, trace: Trace) -> Refusal | None:
    age, limit, wheelchair = claim.patient.age, _limit(tariff, SENIOR_AGE), bool(claim.patient.wheelchair_user)
    if limit is None:
        return None
    reached = None if age is None else age >= limit
    provision = tariff.provisions[SENIOR_AGE]
    data = {"fee_code": fee.fee_code, "reached": reached, "wheelchair": wheelchair}
    trace.step(Rule.SENIOR_SUPPLEMENT, line_number, fee, provision, **data)
    if wheelchair:
        return None
    if reached is False:
        old = {"fee_code": fee.fee_code, "age": str(limit)}
        return Refusal(fee.fee_code, Reason(ReasonCode.PATIENT_NOT_SENIOR_OR_WHEELCHAIR, old, line_number))
    return age_not_told(claim, fee, tariff, line_number)


def _limit(tariff: TariffDay, provision_id: str) -> int | None:
    provision = tariff.provisions.get(provision_id)
    return provision.value if provision else None
