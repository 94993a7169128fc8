"""Agreements verified: one function per call, from request and context to response."""

from datetime import date

from avtalt.v1 import agreement_service_pb2 as messages
from avtalt.v1 import claim_pb2
from registry.tariffs.records import Discipline
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis, read_language
from service.rpc.enums import FUNDING_ROUTE_NUMBERS, RIGHT_NUMBERS
from service.rpc.fields import read_day, read_hpr_number
from service.rpc.read_claim import read_discipline, read_provider
from service.rpc.write_reason import write_day, write_finding, write_legal_basis
from service.texts.catalogue import Catalogue
from service.verification.findings import Verdict
from service.verification.funding import FundingRoute, Workplace, verify_funding, workplace
from service.verification.institutes import verify_regional_contract
from service.verification.manual_therapists import Right, verify_manual_therapist
from service.verification.practices import candidate_practices
from service.verification.reimbursability import ProviderAtPractice
from service.verification.settlement import settling_agreements, verify_settlement


def handle_verify_direct_settlement_agreement(
    request: messages.VerifyDirectSettlementAgreementRequest, context: Context
) -> messages.VerifyDirectSettlementAgreementResponse:
    """Whether a provider has a direct settlement agreement with Helfo."""
    basis, texts = make_basis(context), read_language(request.language_code)
    provider, day = _provider(request), read_day("treatment_date", request.treatment_date)
    snapshot = context.snapshot
    if provider.organisation_number is not None:
        entry = snapshot.organisation(provider.organisation_number)
        agreements, practice_id = entry.agreements if entry else (), provider.practice_id
        name = f"ORG {provider.organisation_number}"
    else:
        place = _workplace(context, provider, day)
        agreements, practice_id, name = settling_agreements(snapshot, place), place.practice_id, place.settled_by
    finding = verify_settlement(snapshot, context.tariffs, name, agreements, practice_id, day)
    return messages.VerifyDirectSettlementAgreementResponse(
        finding=write_finding(finding, texts, context.tariffs.rejections), basis=basis
    )


def handle_verify_municipal_funding_contract(
    request: messages.VerifyMunicipalFundingContractRequest, context: Context
) -> messages.VerifyMunicipalFundingContractResponse:
    """Whether a performer's practice is funded by the municipality."""
    basis, texts = make_basis(context), read_language(request.language_code)
    provider = read_provider("provider", request.provider, Discipline.PHYSIOTHERAPY)
    day = read_day("treatment_date", request.treatment_date)
    place = _workplace(context, provider, day)
    finding = verify_funding(context.snapshot, context.tariffs, place, day)
    route = place.route if finding.verdict is Verdict.HELD else FundingRoute.NONE
    return messages.VerifyMunicipalFundingContractResponse(
        finding=write_finding(finding, texts, context.tariffs.rejections),
        route=FUNDING_ROUTE_NUMBERS.get(route.value, 0),  # type: ignore[arg-type]
        basis=basis,
    )


def handle_verify_regional_health_authority_contract(
    request: messages.VerifyRegionalHealthAuthorityContractRequest, context: Context
) -> messages.VerifyRegionalHealthAuthorityContractResponse:
    """Whether an institute has a contract with a regional health authority."""
    basis, texts = make_basis(context), read_language(request.language_code)
    discipline = read_discipline("discipline", request.discipline)
    if discipline is Discipline.PHYSIOTHERAPY:
        raise ServiceError(
            ErrorReason.PERFORMER_DOES_NOT_FIT_DISCIPLINE,
            field="discipline",
            discipline=discipline.value,
            expected="RADIOLOGY or LABORATORY",
        )
    provider = read_provider("provider", request.provider, discipline)
    day = read_day("treatment_date", request.treatment_date)
    finding, regions = verify_regional_contract(
        context.snapshot,
        context.tariffs,
        provider.organisation_number or "",
        provider.practice_id,
        discipline,
        day,
    )
    return messages.VerifyRegionalHealthAuthorityContractResponse(
        finding=write_finding(finding, texts, context.tariffs.rejections), health_regions=sorted(regions), basis=basis
    )


def handle_verify_manual_therapist_authorisation(
    request: messages.VerifyManualTherapistAuthorisationRequest, context: Context
) -> messages.VerifyManualTherapistAuthorisationResponse:
    """Whether a performer is a manual therapist, and the rights that follow."""
    basis, texts = make_basis(context), read_language(request.language_code)
    number = read_hpr_number("hpr_number", request.hpr_number)
    day = read_day("treatment_date", request.treatment_date)
    finding, rights = verify_manual_therapist(context.snapshot, context.tariffs, number, day)
    return messages.VerifyManualTherapistAuthorisationResponse(
        finding=write_finding(finding, texts, context.tariffs.rejections),
        rights=[_write_right(right, texts) for right in rights],
        basis=basis,
    )


def _provider(request: messages.VerifyDirectSettlementAgreementRequest) -> ProviderAtPractice:
    """The provider asked about, which may be a person or an organisation."""
    if not request.HasField("provider"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="provider")
    provider: claim_pb2.ClaimPerformer = request.provider
    return read_provider("provider", provider)


def _workplace(context: Context, provider: ProviderAtPractice, day: date) -> Workplace:
    """The performer at the practice told, or at the only one there is, or at any."""
    number = provider.hpr_number or ""
    practice_id = provider.practice_id
    if practice_id is None:
        practices = candidate_practices(context.snapshot, number, day)
        practice_id = practices[0] if len(practices) == 1 else None
    entry = context.snapshot.performer(number)
    return workplace(context.snapshot, f"HPR {number}", entry, practice_id, day)


def _write_right(right: Right, texts: Catalogue) -> messages.ManualTherapistRight:
    data = {} if right.max_days is None else {"max_days": str(right.max_days)}
    return messages.ManualTherapistRight(
        kind=RIGHT_NUMBERS[right.kind],  # type: ignore[arg-type]
        first_date=write_day(right.first_date),
        last_date=write_day(right.last_date),
        text=texts.say("rights", right.kind, data),
        legal_basis=write_legal_basis(right.legal_basis),
        max_days=right.max_days,
    )
