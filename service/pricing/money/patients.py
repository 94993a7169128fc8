"""
Who pays no user fee: a ground, else a card, else nobody.

References: FOR-2024-06-17-1184 section 5 and its predecessors (physiotherapy);
FOR-2003-06-27-959 section 4 (laboratory and radiology); FOR-2020-12-18-2990
(the exemption card).
"""

from datetime import date
from enum import StrEnum

from registry.structs import struct
from registry.tariffs.records import ExemptionGround
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Claim
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, LegalBasis, Reason, basis_of

CHILD = "CHILD"
CARD = "EXEMPTION_CARD"
CARD_RULE = "exemption_card"
MEMBERSHIP = "membership"


class Exemption(StrEnum):
    """Why the patient pays no user fee."""

    NONE = "NONE"
    CARD = "CARD"
    GROUND = "GROUND"


@struct(frozen=True, slots=True)
class PatientStatus:
    """
    What follows from what is told of the patient.

    `may_be_exempt` is whether a fact that was not told could free the patient.
    `member` is no when the scheme does not pay for the patient at all. `causes`
    are the grounds, or the card, by which the patient is exempt.
    """

    exemption: Exemption
    member: bool
    may_be_exempt: bool
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    causes: tuple[ExemptionGround, ...] = ()


def judge_patient(claim: Claim, tariff: TariffDay, trace: Trace) -> PatientStatus:
    """Whether the patient is exempt from the user fee, and what was taken for granted."""
    patient = claim.patient
    reasons: list[Reason] = []
    assumptions: list[Assumption] = []
    grounds = _grounds_that_hold(claim, tariff, reasons, assumptions, trace)
    free_anyway = any(not ground.member_required for ground in grounds)
    member = patient.member is not False or free_anyway
    if trace:
        trace.step(
            Rule.MEMBERSHIP,
            0,
            tariff.provisions.get(MEMBERSHIP),
            member="ASSUMED" if patient.member is None and member else member,
        )
    if not member:
        reasons.append(Reason(ReasonCode.NOT_A_MEMBER, legal_basis=basis_of(tariff.provisions.get(MEMBERSHIP))))
        return PatientStatus(Exemption.NONE, False, False, tuple(reasons), tuple(assumptions))
    if patient.member is None and not free_anyway:
        assumptions.append(Assumption(AssumptionCode.NATIONAL_INSURANCE_MEMBER))
    child = _child(claim, tariff)
    if child is not None and trace:
        _trace_child(tariff, trace, child=child)
    if grounds or child:
        causes = (*grounds, *((tariff.grounds[CHILD],) if child else ()))
        return PatientStatus(Exemption.GROUND, True, False, tuple(reasons), tuple(assumptions), causes)
    card = tariff.grounds.get(CARD)
    if trace:
        trace.step(Rule.EXEMPTION_CARD, 0, card, tariff.provisions.get(CARD_RULE), card=patient.card)
    if patient.card:
        assumptions.append(Assumption(AssumptionCode.CARD_AS_STATED))
        causes = (card,) if card else ()
        return PatientStatus(Exemption.CARD, True, False, tuple(reasons), tuple(assumptions), causes)
    may_be_exempt = child is None or patient.card is None
    if child is None and not any(each.code is AssumptionCode.NOT_A_CHILD for each in assumptions):
        assumptions.append(Assumption(AssumptionCode.NOT_A_CHILD, {"age": str(age_limit(tariff, CHILD) or "")}))
    if patient.card is None:
        assumptions.append(Assumption(AssumptionCode.NO_EXEMPTION_CARD))
    return PatientStatus(Exemption.NONE, True, may_be_exempt, tuple(reasons), tuple(assumptions))


def age_limit(tariff: TariffDay, ground_name: str) -> int | None:
    """Under which age a ground holds; absent when the ground knows no age or is not in force."""
    ground = tariff.grounds.get(ground_name)
    provision = tariff.provisions.get(ground.under_age) if ground and ground.under_age else None
    return provision.value if provision else None


def _child(claim: Claim, tariff: TariffDay) -> bool | None:
    """Whether the patient pays nothing as a child; absent when the age is not told."""
    limit = age_limit(tariff, CHILD)
    if limit is None:
        return False
    return None if claim.patient.age is None else claim.patient.age < limit


def _grounds_that_hold(
    claim: Claim, tariff: TariffDay, reasons: list[Reason], assumptions: list[Assumption], trace: Trace
) -> list[ExemptionGround]:
    holding = []
    for name in dict.fromkeys(claim.grounds):
        ground = tariff.grounds.get(name)
        limit = age_limit(tariff, name)
        too_old = limit is not None and claim.patient.age is not None and claim.patient.age >= limit
        known = limit is None or claim.patient.age is not None
        holds = ground is not None and not too_old and known
        if trace:
            trace.step(Rule.EXEMPTION_GROUND, 0, ground, ground=name, holds=holds)
        if ground and not known:
            assumptions.append(Assumption(AssumptionCode.NOT_A_CHILD, {"age": str(limit)}))
            continue
        if ground is None or too_old:
            section = ground or tariff.grounds.get(CHILD)
            reasons.append(_does_not_apply(name, section, claim.discipline.value, claim.treatment_date))
            continue
        holding.append(ground)
        assumptions.append(Assumption(AssumptionCode.GROUND_AS_STATED, {"ground": name}))
    return holding


def _trace_child(tariff: TariffDay, trace: Trace, *, child: bool) -> None:
    ground = tariff.grounds.get(CHILD)
    limit = tariff.provisions.get(ground.under_age) if ground and ground.under_age else None
    if trace:
        trace.step(Rule.CHILD_EXEMPTION, 0, ground, limit, age=limit.value if limit else "", child=child)


def _does_not_apply(name: str, ground: ExemptionGround | None, discipline: str, day: date) -> Reason:
    data = {"ground": name, "discipline": discipline, "treatment_date": day.isoformat()}
    basis = LegalBasis(ground.legal_basis, ground.url) if ground else None
    return Reason(ReasonCode.EXEMPTION_GROUND_DOES_NOT_APPLY, data, legal_basis=basis)
