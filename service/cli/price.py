"""`avtalt price`: a claim priced, a diary or a message of them, or any of these compared with something else."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE, speak
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    LARGEST_REVISION,
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
)
from service.cli.pricing_terms import Terms, known_authority

LONGEST_DIARY_SECONDS = 600.0
COMPARING = "Comparing: the same, but for this, and what differs"
File = Annotated[
    str,
    typer.Argument(
        help="A claim as JSON, a diary as JSON lines or CSV, or a message of claims as sent to KUHR; "
        "a hyphen reads standard input."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", help="json, jsonl, csv or kuhr. Without it, as the name of the file says, and in JSON its fields."
    ),
]
Provider = Annotated[
    str | None,
    typer.Option(
        help="With a message of claims: who treats where a bill does not say it, by HPR or organisation number."
    ),
]
Authority = Annotated[
    str | None,
    typer.Option(
        help="Whose figure counts: default or regulation. Without it, the one in the request.",
        callback=known_authority,
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Also print the derivation of every krone.")]
Tariffs = Annotated[
    Path | None,
    typer.Option(help="With --embedded: a folder of tariff files. Without it, those that come with avtalt."),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        min=0,
        help=f"How many seconds to wait for the server. Without it, {DEFAULT_TIMEOUT:g}, and longer for a diary.",
    ),
]
AgainstDate = Annotated[
    str | None, typer.Option(help="Another day, as YYYY-MM-DD.", rich_help_panel=COMPARING, show_default=False)
]
AgainstProvider = Annotated[
    str | None, typer.Option(help="Another provider, by HPR or organisation number.", rich_help_panel=COMPARING)
]
AgainstPractice = Annotated[str | None, typer.Option(help="Another practice.", rich_help_panel=COMPARING)]
AgainstMinutes = Annotated[
    int | None, typer.Option(min=1, help="Another length of the treatment.", rich_help_panel=COMPARING)
]
AgainstRevision = Annotated[
    int | None,
    typer.Option(min=0, max=LARGEST_REVISION, help="Another revision of the register.", rich_help_panel=COMPARING),
]
AgainstKnownAt = Annotated[
    str | None,
    typer.Option(help="What was answered at a moment, as in RFC 3339, with its zone.", rich_help_panel=COMPARING),
]
AgainstAuthority = Annotated[
    str | None,
    typer.Option(help="Another authority: default or regulation.", callback=known_authority, rich_help_panel=COMPARING),
]
AgainstTariffs = Annotated[
    Path | None, typer.Option(help="With --embedded: another folder of tariff files.", rich_help_panel=COMPARING)
]


def price(
    claim: File,
    kind: Format = None,
    provider: Provider = None,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    tariffs: Tariffs = None,
    as_json: AsJson = False,
    language: LanguageOfRequest = None,
    authority: Authority = None,
    explain: Explain = False,
    at_least: AtLeast = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    evaluated_at: EvaluatedAt = None,
    timeout: Timeout = None,
    against_date: AgainstDate = None,
    against_provider: AgainstProvider = None,
    against_practice: AgainstPractice = None,
    against_minutes: AgainstMinutes = None,
    against_revision: AgainstRevision = None,
    against_known_at: AgainstKnownAt = None,
    against_authority: AgainstAuthority = None,
    against_tariffs: AgainstTariffs = None,
) -> None:
    """
    Price a claim: is it covered, what does the patient pay, what does Helfo pay, and why.

    The file holds a Claim of the contract, or a whole PriceClaimRequest. A file
    of many bookings, as JSON lines or CSV, is a diary: see docs/diary.md. A
    message of claims, as it is sent to KUHR, is compared with what it is priced
    at: see docs/kuhr.md. With any of --against-..., the answer stands beside the
    one for what is different.
    """
    from service.cli.against import Against
    from service.cli.diary.reading import MESSAGE, SINGLE, format_of

    terms = Terms(at_least, revision, known_at, evaluated_at, authority, explain, language)
    against = Against(
        against_date,
        against_provider,
        against_practice,
        against_minutes,
        against_revision,
        against_known_at,
        against_authority,
        against_tariffs,
    )
    held, text = format_of(claim, kind), ""
    wait = timeout if timeout is not None else DEFAULT_TIMEOUT if held == SINGLE else LONGEST_DIARY_SECONDS
    asking = Asking(target, embedded, database, as_json, terms.spoken, wait, tariffs)
    against.check(asking, terms)
    if held in (SINGLE, MESSAGE):
        text, held = _read(claim, held)
    if provider is not None and held != MESSAGE:
        raise typer.BadParameter("only a message of claims leaves it open who treats", param_hint="--provider")
    if held == MESSAGE:
        from service.cli.kuhr.command import price_message

        wait = timeout if timeout is not None else LONGEST_DIARY_SECONDS
        price_message(text, provider, terms, replace(asking, timeout=wait), against)
    elif held == SINGLE:
        _price_claim(text, terms, asking, against)
    else:
        from service.cli.diary.command import price_diary

        price_diary(claim, held, terms, asking, against)


def _read(path: str, held: str) -> tuple[str, str]:
    """The text of a file, and what it holds: JSON says by its fields whether it is a claim or a message of them."""
    from service.cli.diary.reading import MESSAGE, SINGLE
    from service.cli.json_input import read_text
    from service.cli.kuhr.reading import looks_like_message

    text = read_text(path)
    return text, MESSAGE if held == SINGLE and looks_like_message(text) else held


def _price_claim(text: str, terms: Terms, asking: Asking, against: Any) -> None:
    """Price the claim in a text, and beside it the one for what is different, if anything is."""
    from service.cli.asking import ask
    from service.cli.comparing import print_comparison, print_comparison_json
    from service.cli.decisions import print_decision
    from service.cli.printing import print_json
    from service.texts.catalogue import catalogue

    request = read_request(text, terms.language)
    terms.fill(request)
    asking = replace(asking, language=request.language_code or DEFAULT_LANGUAGE)
    response = ask("PriceClaim", request, asking)
    texts = catalogue(asking.language)
    if against:
        other = against.request(request, terms, response.decision.basis)
        beside = ask("PriceClaim", other, against.asking(asking)).decision
        if asking.as_json:
            print_comparison_json(response.decision, beside)
        else:
            print_comparison(response.decision, beside, against.label(texts), texts)
    elif asking.as_json:
        print_json(response)
    else:
        print_decision(response.decision, texts)


def read_request(text: str, language: str | None) -> Any:
    """The request in a text: a whole one, or a claim by itself."""
    from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
    from service.cli.json_input import read_object, to_message

    found = read_object(text)
    whole = "claim" in found
    if whole and not language:
        speak(str(found.get("languageCode", DEFAULT_LANGUAGE)))
    request = to_message(found if whole else {"claim": found}, PriceClaimRequest())
    if language:
        request.language_code = language
    return request
