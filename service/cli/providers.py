"""`avtalt providers`: who is in the register, what it holds about them, and what it held before."""

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

app = typer.Typer(help="Who is in the register, and what it holds about them.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="An HPR number, or an organisation number.")]


@app.command("get")
def get(
    numbers: Annotated[list[str], typer.Argument(help="HPR numbers or organisation numbers, one or several.")],
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
    """All that is recorded about providers, past and future agreements included."""
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.provider_tables import print_missing, print_provider
    from service.cli.reading import select
    from service.texts.catalogue import catalogue

    request = _get_one(numbers[0], hpr) if len(numbers) == 1 else _get_several(numbers, hpr)
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    method = "GetProvider" if len(numbers) == 1 else "BatchGetProviders"
    response = ask(method, request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    elif len(numbers) == 1:
        print_provider(response.provider, catalogue(language))
    else:
        for provider in response.providers:
            print_provider(provider, catalogue(language))
        print_missing(response.missing)


@app.command("list")
def list_providers(
    day: Day,
    discipline: Annotated[str, typer.Option(help="physiotherapy, radiology or laboratory.")] = "physiotherapy",
    municipality: Annotated[str, typer.Option(help="The four-digit code of the practice's municipality.")] = "",
    name: Annotated[str, typer.Option(help="Part of the name of performer, organisation or practice.")] = "",
    competence: Annotated[str | None, typer.Option(help="A competence, for example manual-therapist.")] = None,
    agreement: Annotated[
        list[str] | None, typer.Option(help="settlement, funding or region; may be given several times.")
    ] = None,
    reimbursable: Annotated[bool, typer.Option("--reimbursable", help="All that reimbursement asks is held.")] = False,
    include_unknown: Annotated[
        bool, typer.Option("--include-unknown", help="Also those for whom it is not known.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many are listed at the most.")] = 100,
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
    """
    Find providers by name, place, discipline, competence and agreements held on a day.

    With --reimbursable: those who are covered. Without a competence or agreements,
    nothing is judged, and whoever works there is listed.
    """
    from avtalt.v1.provider_directory_service_pb2 import ListProvidersRequest
    from service.cli.listing import list_all, read_agreements, read_competence
    from service.cli.printing import print_json
    from service.cli.provider_tables import print_listing
    from service.cli.reading import select
    from service.cli.tariffs import discipline_name
    from service.texts.catalogue import catalogue

    request = ListProvidersRequest(
        discipline=discipline_name(discipline),
        treatment_date=day,
        municipality_code=municipality,
        name=name,
        competence=read_competence(competence),
        agreements_held=read_agreements(agreement or []),
        reimbursable=reimbursable,
        include_unknown=include_unknown,
    )
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    response = list_all(request, limit, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        judged = bool(agreement or competence or reimbursable)
        print_listing(response, catalogue(language), judged=judged)


@app.command("history")
def history(
    number: Number,
    hpr: Hpr = False,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    at_least: AtLeast = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """What was true of a provider when, and what the register believed when."""
    from avtalt.v1.provider_directory_service_pb2 import GetProviderHistoryRequest
    from service.cli.asking import ask
    from service.cli.history_tables import print_history
    from service.cli.printing import print_json
    from service.cli.reading import select
    from service.texts.catalogue import catalogue

    request = _named(GetProviderHistoryRequest(), number, hpr)
    select(request.read, at_least=at_least, revision=revision, known_at=known_at)
    response = ask("GetProviderHistory", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_history(response, catalogue(language))


def _get_one(number: str, hpr: bool) -> Any:
    from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest

    return _named(GetProviderRequest(), number, hpr)


def _get_several(numbers: list[str], hpr: bool) -> Any:
    from avtalt.v1.provider_directory_service_pb2 import BatchGetProvidersRequest, ProviderIdentifier

    return BatchGetProvidersRequest(identifiers=[_named(ProviderIdentifier(), number, hpr) for number in numbers])


def _named(request: Any, number: str, hpr: bool) -> Any:
    """The request with the number in the field where it belongs."""
    from service.cli.identities import is_organisation

    if is_organisation(number, hpr=hpr):
        request.organisation_number = number
    else:
        request.hpr_number = number
    return request
