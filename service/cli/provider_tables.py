"""A provider as a person reads it."""

from collections.abc import Iterable

from avtalt.v1.agreement_pb2 import AgreementKind, Verdict
from avtalt.v1.provider_directory_service_pb2 import ListProvidersResponse, ProviderIdentifier
from avtalt.v1.provider_pb2 import CompetenceKind, Practice, Provider, Role
from service.cli.explanations import print_foot
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue


def print_provider(provider: Provider, texts: Catalogue) -> None:
    """Print name, competences, places of work and agreements."""
    number = provider.hpr_number or provider.organisation_number
    say(f"{number}  {provider.name}  ({provider.source})")
    _print_competences(provider, texts)
    _print_practices(provider, texts)
    _print_agreements(provider, texts)


def print_missing(missing: Iterable[ProviderIdentifier]) -> None:
    """Print which providers are not on record, if any."""
    numbers = [each.hpr_number or each.organisation_number for each in missing]
    if numbers:
        say("\n" + phrase("MISSING_PROVIDERS", providers=", ".join(numbers)))


def print_listing(listing: ListProvidersResponse, texts: Catalogue, *, judged: bool) -> None:
    """Print the providers found, each at its practice, and whether there are more; the verdict if one was asked for."""
    rows = [
        [
            each.hpr_number or each.organisation_number,
            each.name,
            each.practice_id or ABSENT,
            each.practice_name or ABSENT,
            each.municipality_code or ABSENT,
            *([texts.say("headings", Verdict.Name(each.verdict).removeprefix("VERDICT_"), {})] if judged else []),
        ]
        for each in listing.providers
    ]
    headings = _heads(texts, "PROVIDER", "NAME", "PRACTICE", "NAME", "PLACE", *(["VERDICT"] if judged else []))
    if rows:
        print_table(headings, rows)
    else:
        say(phrase("NO_PROVIDERS"))
    if judged:
        say("\n" + phrase("UNKNOWN_INCLUDED" if listing.unknown_included else "UNKNOWN_LEFT_OUT"))
    if listing.next_page_token:
        say(phrase("MORE_PROVIDERS"))
    print_foot((), listing.basis, texts)


def _print_competences(provider: Provider, texts: Catalogue) -> None:
    rows = [
        [texts.word(CompetenceKind.Name(row.kind).removeprefix("COMPETENCE_KIND_")), *_period(row)]
        for row in provider.competences
    ]
    _print_rows(_heads(texts, "COMPETENCE", "FROM", "THROUGH"), rows)


def _print_practices(provider: Provider, texts: Catalogue) -> None:
    practices = {practice.practice_id: practice for practice in provider.practices}
    headings = [
        *_heads(texts, "PRACTICE", "NAME"),
        phrase("PRACTICE_TYPE"),
        *_heads(texts, "PLACE", "ROLE", "FROM", "THROUGH"),
    ]
    if not provider.affiliations:
        _print_rows(headings[:4], [_place(practice) for practice in provider.practices])
        return
    rows = [
        [*_place(practices[row.practice_id]), phrase(Role.Name(row.role).removeprefix("ROLE_")), *_period(row)]
        for row in provider.affiliations
    ]
    _print_rows(headings, rows)


def _print_agreements(provider: Provider, texts: Catalogue) -> None:
    rows = [
        [
            texts.word(AgreementKind.Name(row.kind).removeprefix("AGREEMENT_KIND_")),
            row.counterparty,
            row.practice_id or ABSENT,
            *_period(row),
        ]
        for row in provider.agreements
    ]
    headings = [*_heads(texts, "AGREEMENT"), phrase("COUNTERPARTY"), *_heads(texts, "PRACTICE", "FROM", "THROUGH")]
    _print_rows(headings, rows)


def _heads(texts: Catalogue, *keys: str) -> list[str]:
    return [texts.say("headings", key, {}) for key in keys]


def _place(practice: Practice) -> list[str]:
    return [practice.practice_id, practice.name, practice.practice_type, practice.municipality_code]


def _period(row: object) -> list[str]:
    """The first and the last day of a record; a hyphen for an open end."""
    return [getattr(row, name) or ABSENT for name in ("first_date", "last_date")]


def _print_rows(headings: list[str], rows: list[list[str]]) -> None:
    if rows:
        say()
        print_table(headings, rows)
