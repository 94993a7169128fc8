"""`avtalt price`: a claim priced."""

from typing import Annotated, Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE, speak
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    AsJson,
    Asking,
    AtLeast,
    AtRevision,
    Database,
    Embedded,
    EvaluatedAt,
    KnownAt,
    LanguageOfRequest,
    Target,
    Timeout,
)

AUTHORITIES = {"default": "TARIFF_AUTHORITY_DEFAULT", "regulation": "TARIFF_AUTHORITY_REGULATION"}


def price(
    claim: Annotated[str, typer.Argument(help="A file with the claim as JSON; a hyphen reads standard input.")],
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: LanguageOfRequest = None,
    authority: Annotated[str, typer.Option(help="Whose figure counts: default or regulation.")] = "default",
    explain: Annotated[bool, typer.Option("--explain", help="Also print the derivation of every krone.")] = False,
    at_least: AtLeast = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    evaluated_at: EvaluatedAt = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """
    Price a claim: is it covered, what does the patient pay, what does Helfo pay, and why.

    The file holds a Claim of the contract, or a whole PriceClaimRequest.
    """
    from service.cli.asking import ask
    from service.cli.decisions import print_decision
    from service.cli.printing import print_json
    from service.cli.reading import select
    from service.texts.catalogue import catalogue

    if authority not in AUTHORITIES:
        raise typer.BadParameter("it is default or regulation", param_hint="--authority")
    request = read_request(claim, language)
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    if authority != "default":
        request.tariff_authority = AUTHORITIES[authority]
    if explain:
        request.view = "VIEW_FULL"
    spoken = request.language_code or DEFAULT_LANGUAGE
    response = ask("PriceClaim", request, Asking(target, embedded, database, as_json, spoken, timeout))
    if as_json:
        print_json(response)
    else:
        print_decision(response.decision, catalogue(spoken))


def read_request(path: str, language: str | None) -> Any:
    """The request in a file: a whole one, or a claim by itself."""
    from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
    from service.cli.json_input import read_json, to_message

    found = read_json(path)
    whole = "claim" in found
    if whole and not language:
        speak(str(found.get("languageCode", DEFAULT_LANGUAGE)))
    request = to_message(found if whole else {"claim": found}, PriceClaimRequest())
    if language:
        request.language_code = language
    return request
