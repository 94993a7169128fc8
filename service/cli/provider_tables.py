"""A provider as a person reads it."""

from avtalt.v1.agreement_pb2 import AgreementKind
from avtalt.v1.provider_pb2 import CompetenceKind, Provider, Role
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue


def print_provider(provider: Provider, texts: Catalogue) -> None:
    """Print name, competences, places of work and agreements."""

    def heads(*keys: str) -> list[str]:
        return [texts.say("headings", key, {}) for key in keys]

    number = provider.hpr_number or provider.organisation_number
    say(f"{number}  {provider.name}  ({provider.source})")
    if provider.competences:
        say()
        rows = [
            [
                texts.word(CompetenceKind.Name(row.kind).removeprefix("COMPETENCE_KIND_")),
                row.first_date or ABSENT,
                row.last_date or ABSENT,
            ]
            for row in provider.competences
        ]
        print_table(heads("COMPETENCE", "FROM", "THROUGH"), rows)
    say()
    practices = {practice.practice_id: practice for practice in provider.practices}
    rows = [
        [
            row.practice_id,
            practices[row.practice_id].practice_type,
            practices[row.practice_id].municipality_code,
            Role.Name(row.role).removeprefix("ROLE_").lower(),
            row.first_date or ABSENT,
            row.last_date or ABSENT,
        ]
        for row in provider.affiliations
    ]
    rows = rows or [
        [row.practice_id, row.practice_type, row.municipality_code, "", "", ""] for row in provider.practices
    ]
    print_table([*heads("PRACTICE"), "", *heads("PLACE", "ROLE", "FROM", "THROUGH")], rows)
    say()
    rows = [
        [
            texts.word(AgreementKind.Name(row.kind).removeprefix("AGREEMENT_KIND_")),
            row.counterparty,
            row.practice_id or ABSENT,
            row.first_date or ABSENT,
            row.last_date or ABSENT,
        ]
        for row in provider.agreements
    ]
    print_table([*heads("AGREEMENT"), "", *heads("PRACTICE", "FROM", "THROUGH")], rows)
