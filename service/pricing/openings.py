"""
Who may use a fee code, and for which patient?

References: the remarks A4, A5, A7 and T1 of the physiotherapy tariff (competence
and interns), its sections on children, and D40.
"""

from registry.records import CompetenceKind
from registry.tariffs.records import PatientRule
from registry.tariffs.tariff_set import FeeEntry, TariffDay
from service.pricing.claim import Claim
from service.pricing.refusals import Bill, Refusal
from service.pricing.treatments import CHILD_AGE, INTERN, ORDINARY, is_child, own_methods
from service.verification.codes import ReasonCode
from service.verification.findings import (
    EarliestDate,
    Reason,
    Remedy,
    ReplaceFeeCode,
    Requirement,
    SupplyFact,
    Verdict,
)
from service.verification.funding import FundingRoute
from service.verification.standing import Standing

SENIOR_AGE = "senior_supplement_age"
INTERN_ONLY = frozenset({CompetenceKind.INTERN})


def refuse_closed_codes(claim: Claim, bill: Bill, tariff: TariffDay, standing: Standing) -> list[Refusal]:
    """A refusal for each code that the performer or the patient does not open."""
    refusals = []
    for code, entry in bill.entries.items():
        line_number = bill.first_line(code)
        refusal = _closed_to_performer(claim, entry, tariff, standing, line_number)
        refusal = refusal or _closed_to_patient(claim, entry, tariff, line_number)
        if refusal:
            refusals.append(refusal)
    return refusals


def _closed_to_performer(
    claim: Claim, entry: FeeEntry, tariff: TariffDay, standing: Standing, line_number: int
) -> Refusal | None:
    fee = entry.fee
    if not fee.opened_by or standing.competences is None:
        return None
    is_intern = standing.route is FundingRoute.INTERN
    for_interns = fee.opened_by == INTERN_ONLY
    if is_intern != for_interns:
        return _wrong_side(entry, is_intern, line_number)
    if standing.verdict_on(Requirement.AUTHORISATION) is not Verdict.HELD:
        return None
    if fee.patient_rule is PatientRule.CHILD_OR_COMPETENCE and is_child(claim, tariff):
        return None
    verdict = standing.competences.verdict(fee.opened_by)
    if verdict is Verdict.HELD:
        return None
    return _competence_missing(claim, entry, tariff, standing, verdict, line_number)


def _wrong_side(entry: FeeEntry, is_intern: bool, line_number: int) -> Refusal:
    """The refusal of an ordinary code for an intern, or of an intern's code for somebody else."""
    code = entry.fee.fee_code
    if not is_intern:
        ordinary = code[:-1]
        data = {"fee_code": code, "ordinary_code": ordinary}
        remedy = ReplaceFeeCode(line_number, ordinary)
        return Refusal(code, Reason(ReasonCode.ONLY_FOR_INTERNS, data, line_number, remedies=(remedy,)))
    if entry.intern_code is None:
        return Refusal(code, Reason(ReasonCode.CODE_NOT_FOR_INTERNS, {"fee_code": code}, line_number))
    data = {"fee_code": code, "intern_code": entry.intern_code}
    remedy = ReplaceFeeCode(line_number, entry.intern_code)
    return Refusal(code, Reason(ReasonCode.INTERN_CODE_REQUIRED, data, line_number, remedies=(remedy,)))


def _competence_missing(
    claim: Claim, entry: FeeEntry, tariff: TariffDay, standing: Standing, verdict: Verdict, line_number: int
) -> Refusal:
    fee = entry.fee
    data = {
        "fee_code": fee.fee_code,
        "provider": standing.provider,
        "competences": ", ".join(sorted(fee.opened_by)),
        "treatment_date": claim.treatment_date.isoformat(),
    }
    if verdict is Verdict.UNKNOWN:
        unknown = Reason(
            ReasonCode.COMPETENCE_UNKNOWN,
            data,
            line_number,
            remedies=(SupplyFact("AUTHORISATION", "REGISTER"),),
        )
        return Refusal(fee.fee_code, unknown, unknown=True)
    remedies: list[Remedy] = []
    own_code = _own_code(fee.fee_code, tariff, standing)
    if own_code:
        remedies.append(ReplaceFeeCode(line_number, own_code))
    start = standing.competences.first_date(fee.opened_by) if standing.competences else None
    code = ReasonCode.COMPETENCE_NOT_HELD
    if start:
        code = ReasonCode.COMPETENCE_STARTS_LATER
        data["first_date"] = start.isoformat()
        remedies.append(EarliestDate(start))
    return Refusal(fee.fee_code, Reason(code, data, line_number, remedies=tuple(remedies)))


def _own_code(code: str, tariff: TariffDay, standing: Standing) -> str | None:
    """The code for the same treatment by the method that the performer does have."""
    methods = (*own_methods(standing), ORDINARY)
    for row in tariff.treatments:
        place = "base_code" if row.base_code == code else "extra_code" if row.extra_code == code else None
        if place is None or row.method == INTERN:
            continue
        for own in tariff.treatments:
            found: str | None = getattr(own, place)
            if (own.kind, own.setting) == (row.kind, row.setting) and own.method in methods and found != code:
                return found
    return None


def _closed_to_patient(claim: Claim, entry: FeeEntry, tariff: TariffDay, line_number: int) -> Refusal | None:
    fee = entry.fee
    if fee.patient_rule is PatientRule.CHILD:
        return _judge_age(claim, fee.fee_code, tariff, CHILD_AGE, line_number)
    if fee.patient_rule is PatientRule.SENIOR_OR_WHEELCHAIR and not claim.patient.wheelchair_user:
        return _judge_age(claim, fee.fee_code, tariff, SENIOR_AGE, line_number)
    return None


def _judge_age(claim: Claim, code: str, tariff: TariffDay, provision_id: str, line_number: int) -> Refusal | None:
    provision = tariff.provisions.get(provision_id)
    if provision is None or provision.value is None:
        return None
    age, limit = claim.patient.age, provision.value
    data = {"fee_code": code, "age": str(limit)}
    if age is None:
        remedy = SupplyFact("patient.birth_date", "CALLER")
        reason = Reason(ReasonCode.PATIENT_AGE_NOT_TOLD, data, line_number, remedies=(remedy,))
        return Refusal(code, reason, unknown=True)
    if provision_id == CHILD_AGE:
        return None if age < limit else Refusal(code, Reason(ReasonCode.PATIENT_NOT_A_CHILD, data, line_number))
    if age >= limit:
        return None
    return Refusal(code, Reason(ReasonCode.PATIENT_NOT_SENIOR_OR_WHEELCHAIR, data, line_number))
