"""
Who may use a fee code?

References: the remarks A4, A5, A7 and T1 of the physiotherapy tariff
(competence and interns), and its section E on codes that are not for candidates.
"""

from registry.records import CompetenceKind
from registry.tariffs.candidates import CandidateCodes, Effect
from registry.tariffs.records import PatientRule
from registry.tariffs.tariff_set import FeeEntry, TariffDay
from registry.tariffs.vocabulary import PROVISION_OF_COMPETENCE
from service.pricing.claim import Claim
from service.pricing.fee_codes.patient_rules import age_not_told, child_opens, refuse_patient
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.fee_codes.treatments import INTERN, ORDINARY, own_methods
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import (
    EarliestDate,
    Reason,
    Remedy,
    RemoveLine,
    ReplaceFeeCode,
    Requirement,
    SupplyFact,
    Verdict,
)
from service.verification.funding import FundingRoute
from service.verification.standing import Standing

INTERN_ONLY = frozenset({CompetenceKind.INTERN})


def refuse_closed_codes(claim: Claim, bill: Bill, tariff: TariffDay, standing: Standing, trace: Trace) -> list[Refusal]:
    """A refusal for each code that the performer or the patient does not open."""
    refusals = []
    for code, entry in bill.entries.items():
        line_number = bill.first_line(code)
        refusal = _closed_to_performer(claim, entry, tariff, standing, line_number, trace)
        refusal = refusal or refuse_patient(claim, entry.fee, tariff, line_number, trace)
        if refusal:
            refusals.append(refusal)
    return refusals


def _closed_to_performer(
    claim: Claim, entry: FeeEntry, tariff: TariffDay, standing: Standing, line_number: int, trace: Trace
) -> Refusal | None:
    fee = entry.fee
    if not fee.opened_by or standing.competences is None:
        return None
    is_intern = standing.route is FundingRoute.INTERN
    for_interns = fee.opened_by == INTERN_ONLY
    if is_intern or for_interns:
        provision = tariff.provisions.get("intern_codes")
        trace.step(Rule.INTERN_CODES, line_number, fee, provision, fee_code=fee.fee_code, route=standing.route)
    if is_intern != for_interns:
        return _wrong_side(entry, is_intern, line_number)
    if standing.verdict_on(Requirement.AUTHORISATION) is not Verdict.HELD:
        return None
    candidate = _for_candidates(fee.fee_code, tariff, standing)
    if candidate:
        data = {"fee_code": fee.fee_code, "opened_by": candidate.effect, "held": candidate.practice_type or ""}
        trace.step(Rule.OPENED_BY_COMPETENCE, line_number, fee, candidate, **data)
        return _not_for_candidates(fee.fee_code, line_number) if candidate.effect is Effect.CLOSED else None
    if child_opens(claim, fee, tariff, line_number, trace):
        return None
    opening = entry.opened_by
    verdict = standing.competences.verdict(opening)
    if trace:
        _trace_competence(entry, opening, tariff, standing, line_number, trace)
    if verdict is Verdict.HELD:
        return None
    child_or_not = fee.patient_rule is PatientRule.CHILD_OR_COMPETENCE
    age_decides = age_not_told(claim, fee, tariff, line_number) if child_or_not else None
    return age_decides or _competence_missing(claim, entry, tariff, standing, opening, line_number)


def _trace_competence(
    entry: FeeEntry,
    opening: frozenset[CompetenceKind],
    tariff: TariffDay,
    standing: Standing,
    line_number: int,
    trace: Trace,
) -> None:
    held = standing.competences.held & opening if standing.competences else frozenset()
    provisions = [
        tariff.provisions[PROVISION_OF_COMPETENCE[kind]] for kind in sorted(held & PROVISION_OF_COMPETENCE.keys())
    ]
    data = {"fee_code": entry.fee.fee_code, "opened_by": ", ".join(sorted(opening)), "held": ", ".join(sorted(held))}
    trace.step(Rule.OPENED_BY_COMPETENCE, line_number, entry.fee, *provisions, **data)


def _for_candidates(code: str, tariff: TariffDay, standing: Standing) -> CandidateCodes | None:
    """What the tariff says of a code and education candidates, when the performer is one."""
    if standing.route is not FundingRoute.EDUCATION_CANDIDATE:
        return None
    return next((row for row in tariff.candidate_codes if row.is_about(code, standing.practice_type)), None)


def _not_for_candidates(code: str, line_number: int) -> Refusal:
    remedy = RemoveLine(line_number)
    reason = Reason(ReasonCode.CODE_NOT_FOR_CANDIDATES, {"fee_code": code}, line_number, remedies=(remedy,))
    return Refusal(code, reason)


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
    claim: Claim,
    entry: FeeEntry,
    tariff: TariffDay,
    standing: Standing,
    opening: frozenset[CompetenceKind],
    line_number: int,
) -> Refusal:
    fee, competences = entry.fee, standing.competences
    data = {
        "fee_code": fee.fee_code,
        "provider": standing.provider,
        "competences": ", ".join(sorted(opening)),
        "treatment_date": claim.treatment_date.isoformat(),
    }
    if competences is None or competences.verdict(opening) is Verdict.UNKNOWN:
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
    start = competences.first_date(opening)
    lapsed = {kind: last for kind, last in competences.gone.items() if kind in fee.opened_by}
    code = ReasonCode.COMPETENCE_NOT_HELD
    if start:
        code = ReasonCode.COMPETENCE_STARTS_LATER
        data["first_date"] = start.isoformat()
        remedies.append(EarliestDate(start))
    elif lapsed:
        code, last = ReasonCode.COMPETENCE_LAPSED, max(lapsed.values())
        data["lapsed"] = ", ".join(sorted(kind for kind in lapsed if lapsed[kind] == last))
        data["last_date"] = last.isoformat()
    return Refusal(fee.fee_code, Reason(code, data, line_number, remedies=tuple(remedies)))


def _own_code(code: str, tariff: TariffDay, standing: Standing) -> str | None:
    """The code for the same treatment by the method that the performer does have."""
    methods = (*own_methods(standing, tariff), ORDINARY)
    for row in tariff.treatments:
        place = "base_code" if row.base_code == code else "extra_code" if row.extra_code == code else None
        if place is None or row.method == INTERN:
            continue
        for own in tariff.treatments:
            found: str | None = getattr(own, place)
            if (own.kind, own.setting) == (row.kind, row.setting) and own.method in methods and found != code:
                return found
    return None
