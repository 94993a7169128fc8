"""Providers sought: from request and context to a page."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from avtalt.v1 import basis_pb2
from avtalt.v1 import provider_directory_service_pb2 as messages
from registry.directory import Directory
from registry.records import AgreementKind, CompetenceKind
from registry.snapshot import Snapshot
from registry.tariffs.records import Discipline
from service.clock import utc_now
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis
from service.rpc.enums import AGREEMENT_KINDS, COMPETENCE_KINDS, VERDICT_NUMBERS
from service.rpc.fields import read_day, read_known, read_municipality_code, read_number
from service.rpc.listing import PageToken, read_token, refuse_expired
from service.rpc.read_claim import read_discipline
from service.verification.findings import Verdict
from service.verification.search import Place, Search, folded, judge, places_from

USUAL_PAGE = 100
LARGEST_PAGE = 1_000
SHORTEST_NAME, LONGEST_NAME = 2, 100
MOST_JUDGED = 20_000
"""How many places one call judges; then the page ends, so that no call takes long."""

ASKED_OF = {
    Discipline.PHYSIOTHERAPY: {AgreementKind.DIRECT_SETTLEMENT, AgreementKind.MUNICIPAL_FUNDING},
    Discipline.RADIOLOGY: {AgreementKind.DIRECT_SETTLEMENT, AgreementKind.REGIONAL_HEALTH_AUTHORITY},
    Discipline.LABORATORY: {AgreementKind.DIRECT_SETTLEMENT, AgreementKind.REGIONAL_HEALTH_AUTHORITY},
}
"""The kinds of agreement that are judged for a discipline; nobody can be found by another one."""

DIRECTORY = Directory()


def handle_list_providers(
    request: messages.ListProvidersRequest, context: Context, now: datetime | None = None
) -> messages.ListProvidersResponse:
    """A page of the providers that hold what is asked for."""
    search = read_search(request)
    size = read_number("page_size", request.page_size, 0, LARGEST_PAGE) or USUAL_PAGE
    token = read_token(request)
    if token:
        refuse_expired(token, request, now or utc_now())
    wanted = {Verdict.HELD, Verdict.UNKNOWN} if request.include_unknown else {Verdict.HELD}
    snapshot = context.snapshot
    places = places_from(snapshot, search, _numbers(snapshot, search, token), token.after if token else None)
    response = messages.ListProvidersResponse(unknown_included=request.include_unknown, basis=make_basis(context))
    last: Place | None = None
    for place in islice(places, MOST_JUDGED):
        verdict = judge(snapshot, context.tariffs, search, place)
        if verdict in wanted:
            if len(response.providers) == size:
                break
            response.providers.append(_write(snapshot, place, verdict))
        last = place
    else:
        if next(places, None) is None:
            return response
    basis = response.basis
    read = basis_pb2.ReadOptions(
        exact_revision=basis.revision,
        evaluated_at=basis.evaluated_at,
        tariff_digest=basis.tariff_digest,
        rules_version=basis.rules_version,
    )
    response.next_page_token = PageToken(read, last or ("", "")).write(request)
    return response


def read_search(request: messages.ListProvidersRequest) -> Search:
    """What is sought."""
    discipline = read_discipline("discipline", request.discipline)
    by_person = discipline is Discipline.PHYSIOTHERAPY
    competence = None
    if request.competence:
        competence = CompetenceKind(read_known("competence", request.competence, COMPETENCE_KINDS))
        if not by_person:
            raise ServiceError(ErrorReason.CONFLICTING_FIELDS, field="competence", other_field="discipline")
    return Search(
        discipline=discipline,
        day=read_day("treatment_date", request.treatment_date),
        municipality_code=read_municipality_code("municipality_code", request.municipality_code),
        competence=competence,
        agreements=_read_agreements(request, discipline),
        reimbursable=request.reimbursable,
        name=_read_name(request.name),
    )


def _read_name(value: str) -> str:
    """Part of a name; empty when none is asked for. It is not repeated in the error."""
    name = folded(value)
    if value:
        read_number("name", len(name), SHORTEST_NAME, LONGEST_NAME)
    return name


def _read_agreements(request: messages.ListProvidersRequest, discipline: Discipline) -> tuple[AgreementKind, ...]:
    """The kinds of agreement that must be held, each of which the discipline asks for."""
    found = []
    for place, value in enumerate(request.agreements_held):
        kind = AgreementKind(read_known(f"agreements_held[{place}]", value, AGREEMENT_KINDS))
        if kind not in ASKED_OF[discipline]:
            field = f"agreements_held[{place}]"
            raise ServiceError(ErrorReason.CONFLICTING_FIELDS, field=field, other_field="discipline")
        found.append(kind)
    return tuple(found)


def _numbers(snapshot: Snapshot, search: Search, token: PageToken | None) -> Iterator[str]:
    """The numbers of those who may be meant, in order, from where the page before ended."""
    start = token.after[0] if token else ""
    by_person = search.discipline is Discipline.PHYSIOTHERAPY
    if search.municipality_code:
        found_in = DIRECTORY.performers_in if by_person else DIRECTORY.organisations_in
        within = found_in(snapshot, search.municipality_code)
        return (number for number in within if number >= start)
    return (DIRECTORY.performers if by_person else DIRECTORY.organisations)(snapshot, start)


def _write(snapshot: Snapshot, place: Place, verdict: Verdict) -> messages.ListedProvider:
    number, practice_id = place
    practice = snapshot.practice(practice_id)
    performer, organisation = snapshot.performer(number), snapshot.organisation(number)
    found = messages.ListedProvider(
        practice_id=practice_id,
        practice_name=practice.name if practice else "",
        municipality_code=(practice.municipality_code if practice else None) or "",
        verdict=VERDICT_NUMBERS[verdict],  # type: ignore[arg-type]
    )
    if performer:
        found.hpr_number, found.name = number, performer.performer.name
    elif organisation:
        found.organisation_number, found.name = number, organisation.organisation.name
    return found
