"""`avtalt pricelist`: what a provider's patients pay on a day, as the list that must hang where they see it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE, refused
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
from service.cli.phrases import phrase
from service.cli.pricing_terms import AUTHORITIES
from service.cli.tariffs import discipline_name


def pricelist(
    number: Annotated[str, typer.Argument(help="An HPR number, or an organisation number.")],
    day: Day,
    practice: Annotated[str, typer.Option(help="The ten-digit practice number.")] = "",
    discipline: Annotated[
        str | None, typer.Option(help="physiotherapy, radiology or laboratory; by default what fits the number.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the list to this file, as one A4 sheet to print and hang up.")
    ] = None,
    authority: Annotated[str, typer.Option(help="Whose figure counts: default or regulation.")] = "default",
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
    """
    The price list that a provider must display: user fees, charges besides, who pays nothing.

    On the terminal, or with --html as a sheet for the wall.
    """
    from service.cli.asking import ask
    from service.cli.price_lists import print_price_list
    from service.cli.printing import print_json
    from service.cli.reading import select
    from service.texts.catalogue import catalogue

    if authority not in AUTHORITIES:
        raise typer.BadParameter("it is default or regulation", param_hint="--authority")
    request = _request(number, day, practice, discipline, hpr)
    request.language_code, request.tariff_authority = language, AUTHORITIES[authority]
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    response = ask("GetPriceList", request, Asking(target, embedded, database, as_json, language, timeout))
    if html is not None:
        _write(html, response.price_list, language)
    if as_json:
        print_json(response)
    elif html is None:
        print_price_list(response.price_list, catalogue(language))


def _request(number: str, day: str, practice: str, discipline: str | None, hpr: bool) -> Any:
    """The request, filled with whose list and for when."""
    from avtalt.v1.tariff_service_pb2 import GetPriceListRequest
    from service.cli.identities import is_organisation

    organisation = is_organisation(number, hpr=hpr)
    request = GetPriceListRequest(treatment_date=day)
    request.discipline = discipline_name(discipline or ("radiology" if organisation else "physiotherapy"))
    if organisation:
        request.provider.organisation_number = number
    else:
        request.provider.hpr_number = number
    request.provider.practice_id = practice
    return request


def _write(path: Path, listed: Any, language: str) -> None:
    """The sheet written to a file, and said so."""
    from service.cli.failures import complain
    from service.cli.price_list_sheet import write_sheet
    from service.texts.catalogue import catalogue

    try:
        path.write_text(write_sheet(listed, catalogue(language)), encoding="utf-8")
    except OSError as error:
        raise refused(phrase("SHEET_NOT_WRITTEN", path=path, problem=error.strerror or error)) from None
    complain(phrase("SHEET_WRITTEN", path=path))
