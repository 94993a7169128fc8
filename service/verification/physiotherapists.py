"""
May a physiotherapist at a practice be reimbursed on a day?

References: folketrygdloven sections 5-1 and 5-8.
"""

from datetime import date

from registry.entries import PerformerEntry
from registry.records import CompetenceKind
from registry.snapshot import Snapshot
from registry.tariffs.tariff_set import TariffSet
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.competences import AUTHORISED, Competences, competences_on, not_refreshed
from service.verification.findings import (
    Assumption,
    Finding,
    Reason,
    Remedy,
    Requirement,
    SupplyFact,
    Verdict,
    basis_of,
)
from service.verification.funding import FundingRoute, Workplace, verify_funding, workplace
from service.verification.settlement import REQUIRED, settling_agreements, verify_settlement
from service.verification.standing import Settlement, Standing

INTERN_LICENCE = frozenset({CompetenceKind.INTERN})


def physiotherapist_standing(
    snapshot: Snapshot, tariffs: TariffSet, hpr_number: str, practice_id: str | None, day: date
) -> Standing:
    """What the register says about a performer at one practice on a day."""
    provider = f"HPR {hpr_number}"
    entry = snapshot.performer(hpr_number)
    place = workplace(snapshot, provider, entry, practice_id, day)
    competences = competences_on(snapshot, tariffs, entry, day)
    settling = settling_agreements(snapshot, place)
    settlement = verify_settlement(snapshot, tariffs, place.settled_by, settling, practice_id, day)
    findings = [_authorisation(tariffs, provider, entry, competences, place.route, day), settlement]
    mode = Settlement.DIRECT
    if settlement.verdict is Verdict.NOT_HELD and tariffs.provision(REQUIRED, day) is None:
        mode = Settlement.ON_RECEIPT
    findings.append(verify_funding(snapshot, tariffs, place, day))
    practice = snapshot.practice(practice_id) if practice_id else None
    affiliation_end = place.affiliation.period.last_date if place.affiliation else None
    return Standing(
        provider=provider,
        practice_id=practice_id,
        findings=tuple(findings),
        settlement=mode,
        route=place.route,
        competences=competences,
        practice_type=practice.practice_type if practice else None,
        reasons=_place_reasons(provider, entry, place, day),
        assumptions=_assumptions(place),
        ends=(affiliation_end, competences.valid_until),
    )


def _authorisation(
    tariffs: TariffSet,
    provider: str,
    entry: PerformerEntry | None,
    competences: Competences,
    route: FundingRoute,
    day: date,
) -> Finding:
    wanted = AUTHORISED | INTERN_LICENCE if route is FundingRoute.INTERN else AUTHORISED
    verdict = competences.verdict(wanted)
    if verdict is Verdict.HELD:
        return Finding(Requirement.AUTHORISATION, verdict, valid_until=competences.valid_until)
    reasons = [] if entry else [Reason(ReasonCode.PROVIDER_NOT_IN_REGISTER, {"provider": provider})]
    unknown = verdict is Verdict.UNKNOWN
    code = ReasonCode.AUTHORISATION_UNKNOWN if unknown else ReasonCode.AUTHORISATION_NOT_HELD
    remedies: tuple[Remedy, ...] = (SupplyFact("AUTHORISATION", "REGISTER"),) if unknown else ()
    data = {"provider": provider, "treatment_date": day.isoformat()}
    basis = basis_of(tariffs.provision("physiotherapist_authorisation", day))
    why = Reason(code, data, legal_basis=basis, remedies=remedies)
    reasons.append(not_refreshed(provider, competences.stale, day, basis) if unknown and competences.stale else why)
    return Finding(Requirement.AUTHORISATION, verdict, None, competences.valid_until, tuple(reasons))


def _place_reasons(provider: str, entry: PerformerEntry | None, place: Workplace, day: date) -> tuple[Reason, ...]:
    if entry is None or place.practice_id is None or place.affiliation:
        return ()
    practices = ", ".join(sorted({row.practice_id for row in entry.affiliations if row.period.covers(day)}))
    data = {
        "provider": provider,
        "practice_id": place.practice_id,
        "treatment_date": day.isoformat(),
        "practices": practices,
    }
    return (Reason(ReasonCode.PRACTICE_NOT_OF_PROVIDER, data),)


def _assumptions(place: Workplace) -> tuple[Assumption, ...]:
    if place.route is not FundingRoute.LOCUM or not place.affiliation:
        return ()
    principal = f"HPR {place.affiliation.principal_hpr_number}"
    return (Assumption(AssumptionCode.HOLDER_NOT_BILLING, {"principal": principal}),)
