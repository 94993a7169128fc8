"""The conditions that a claim was tried against, told to the trace with what each verdict rests on."""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.trace import Rule, Trace
from service.verification import funding
from service.verification.findings import Finding, Requirement, Verdict
from service.verification.funding import FundingRoute
from service.verification.institutes import CONTRACT_REQUIRED
from service.verification.requisitions import LEGAL_BASIS
from service.verification.settlement import REQUIRED
from service.verification.standing import Standing

PROVISIONS = {
    Requirement.AUTHORISATION: "physiotherapist_authorisation",
    Requirement.DIRECT_SETTLEMENT: REQUIRED,
    Requirement.MUNICIPAL_FUNDING: funding.CONTRACT_REQUIRED,
}


def trace_requirements(standing: Standing, requisition: Finding | None, tariff: TariffDay, trace: Trace) -> None:
    """Record every verdict, with the agreement and the provision that it goes by."""
    if not trace:
        return
    for finding in (*standing.findings, requisition):
        if finding is None:
            continue
        provision = tariff.provisions.get(_provision_id(finding.requirement, tariff))
        held = finding.agreement if finding.verdict is Verdict.HELD else None
        data = {"requirement": finding.requirement.value, "verdict": finding.verdict.value}
        trace.step(Rule.REQUIREMENT, 0, held, provision, provider=standing.provider, route=standing.route, **data)


def missing_condition(
    standing: Standing, requisition: Finding | None, tariff: TariffDay, *, member: bool
) -> tuple[str, ...]:
    """The provisions of the condition that is not met; none when nothing is missing."""
    for finding in (*standing.blocking, requisition):
        if finding is not None and finding.verdict is Verdict.NOT_HELD:
            return (_provision_id(finding.requirement, tariff),)
    if member:
        return ()
    return ("membership", "user_fee_by_municipality") if standing.route is FundingRoute.EMPLOYMENT else ("membership",)


def _provision_id(requirement: Requirement, tariff: TariffDay) -> str:
    match requirement:
        case Requirement.REGIONAL_HEALTH_AUTHORITY:
            return CONTRACT_REQUIRED[tariff.discipline]
        case Requirement.REQUISITION:
            return LEGAL_BASIS[tariff.discipline]
        case _:
            return PROVISIONS[requirement]
