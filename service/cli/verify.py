"""`avtalt verify`: what a provider holds on a day."""

from typing import Annotated, Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    AsJson,
    Asking,
    AtLeast,
    AtRevision,
    Database,
    Day,
    Embedded,
    EvaluatedAt,
    Hpr,
    KnownAt,
    Language,
    Target,
    Timeout,
)
from service.cli.tariffs import discipline_name

SINGLE = {
    "settlement": "VerifyDirectSettlementAgreement",
    "funding": "VerifyMunicipalFundingContract",
    "region": "VerifyRegionalHealthAuthorityContract",
    "manual-therapist": "VerifyManualTherapistAuthorisation",
}
EVERYTHING = "VerifyReimbursability"


def verify(
    number: Annotated[str, typer.Argument(help="An HPR number, or an organisation number.")],
    day: Day,
    discipline: Annotated[
        str | None, typer.Option(help="physiotherapy, radiology or laboratory; by default what fits the number.")
    ] = None,
    practice: Annotated[str, typer.Option(help="The ten-digit practice number.")] = "",
    requisition: Annotated[
        str | None, typer.Option(help="The profession of the requisition, for example doctor; or none.")
    ] = None,
    only: Annotated[str | None, typer.Option(help=f"Verify one thing: {', '.join(SINGLE)}.")] = None,
    hpr: Hpr = False,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    at_least: AtLeast = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    evaluated_at: EvaluatedAt = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """Verify agreements, authorisation and requisition of a provider on a day."""
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.reading import select
    from service.cli.verdicts import print_verdict
    from service.texts.catalogue import catalogue

    method = _method(only, requisition)
    request = _request(method, number, day, practice, discipline, hpr)
    if requisition:
        _tell_requisition(request, requisition)
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    request.language_code = language
    response = ask(method, request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_verdict(response, catalogue(language))


def _method(only: str | None, requisition: str | None) -> str:
    """The call that answers what is asked."""
    if only is None:
        return EVERYTHING
    if only not in SINGLE:
        raise typer.BadParameter(f"it is one of {', '.join(SINGLE)}", param_hint="--only")
    if requisition:
        raise typer.BadParameter("it belongs to the whole question; leave out --only", param_hint="--requisition")
    return SINGLE[only]


def _request(method: str, number: str, day: str, practice: str, discipline: str | None, hpr: bool) -> Any:
    """The request of a verification, filled with who and when."""
    from avtalt.v1 import agreement_service_pb2
    from service.cli.identities import is_organisation

    request = getattr(agreement_service_pb2, f"{method}Request")(treatment_date=day)
    fields = request.DESCRIPTOR.fields_by_name
    organisation = is_organisation(number, hpr=hpr or "provider" not in fields)
    if "discipline" in fields:
        request.discipline = discipline_name(discipline or ("radiology" if organisation else "physiotherapy"))
    if "provider" not in fields:
        request.hpr_number = number
        return request
    if organisation:
        request.provider.organisation_number = number
    else:
        request.provider.hpr_number = number
    request.provider.practice_id = practice
    return request


def _tell_requisition(request: Any, profession: str) -> None:
    """Put the requisition into the question."""
    from avtalt.v1.claim_pb2 import RequisitionerProfession

    if profession == "none":
        request.requisition.none = True
        return
    name = f"REQUISITIONER_PROFESSION_{profession.upper().replace('-', '_')}"
    if name not in RequisitionerProfession.keys():  # noqa: SIM118 - an enum of the contract is not iterable
        raise typer.BadParameter("it is none or a profession, for example doctor", param_hint="--requisition")
    request.requisition.profession = name
