"""
Does a provider have a direct settlement agreement with Helfo?

References: folketrygdloven section 5-1 fourth paragraph and section 22-2.
"""

from datetime import date

from registry.records import NATIONAL_AREA, Agreement, AgreementKind
from registry.snapshot import Snapshot
from registry.tariffs.tariff_set import TariffSet
from service.verification.agreements import AgreementQuestion, relevant, verify_agreement
from service.verification.findings import Finding, basis_of
from service.verification.funding import FundingRoute, Workplace

REQUIRED = "direct_settlement_required"


def verify_settlement(
    snapshot: Snapshot,
    tariffs: TariffSet,
    provider: str,
    agreements: tuple[Agreement, ...],
    practice_id: str | None,
    day: date,
) -> Finding:
    """The verdict on direct settlement, from the agreements of those who may hold it."""
    question = AgreementQuestion(
        AgreementKind.DIRECT_SETTLEMENT, provider, day, basis_of(tariffs.provision(REQUIRED, day))
    )
    practice = snapshot.practice(practice_id) if practice_id else None
    area = (practice.municipality_code if practice else None) or NATIONAL_AREA
    return verify_agreement(snapshot, question, relevant(agreements, question.kind, practice_id), (area,))


def settling_agreements(snapshot: Snapshot, place: Workplace) -> tuple[Agreement, ...]:
    """
    The agreements by which work at a practice may be settled.

    An intern's work is settled by the supervising contract holder, a municipal
    employee's by the enterprise that the practice belongs to, everybody else's
    by an agreement of their own.
    """
    if place.route is FundingRoute.INTERN:
        return place.contract_holder.agreements if place.contract_holder else ()
    own = place.performer.agreements if place.performer else ()
    if place.route is not FundingRoute.EMPLOYMENT:
        return own
    practice = snapshot.practice(place.practice_id) if place.practice_id else None
    enterprise = (
        snapshot.organisation(practice.organisation_number) if practice and practice.organisation_number else None
    )
    return own + (enterprise.agreements if enterprise else ())
