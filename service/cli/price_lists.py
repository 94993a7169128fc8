"""A price list as a person reads it, and the words that its sheet shares with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.price_list_pb2 import PriceList
from service.cli.explanations import print_explanations, print_foot, print_list, source_of
from service.cli.printing import print_table, say
from service.texts.catalogue import Catalogue

TEXTS = "price_list"


@dataclass(frozen=True, slots=True)
class Column:
    """An amount of every entry, and the heading above it."""

    field: str
    heading: str


PAYS = Column("patient_pays_ore", "YOU_PAY")
USER_FEE = Column("user_fee_ore", "USER_FEE")
HONORARIUM = Column("honorarium_ore", "HONORARIUM")


@dataclass(frozen=True, slots=True)
class About:
    """Whose list it is, for when, and what it was made from, in words."""

    title: str
    identity: str
    valid: str
    made_from: str


def words_about(listed: PriceList, texts: Catalogue) -> About:
    """The words at the head and the foot of a list."""

    def told(key: str, **data: str) -> str:
        return texts.say(TEXTS, key, data)

    discipline = Discipline.Name(listed.discipline).removeprefix("DISCIPLINE_")
    provider, basis = listed.provider, listed.basis
    person = provider.WhichOneof("identifier") == "hpr_number"
    number = provider.hpr_number or provider.organisation_number
    numbers = [told("HPR_NUMBER" if person else "ORGANISATION_NUMBER", number=number)]
    if provider.practice_id:
        numbers.append(told("PRACTICE", number=provider.practice_id))
    one_day = listed.valid_until == listed.treatment_date
    days = {"treatment_date": listed.treatment_date, "valid_until": listed.valid_until}
    return About(
        title=told("TITLE_FOR", discipline=discipline),
        identity=" · ".join(numbers),
        valid=told("VALID_THAT_DAY" if one_day else "VALID", **days),
        made_from=told(
            "MADE_FROM", revision=str(basis.revision), tariff=basis.tariff_digest, rules=basis.rules_version
        ),
    )


def columns_of(listed: PriceList) -> tuple[Column, ...]:
    """What is paid first, and the other amounts where they differ from it."""
    entries = [entry for section in listed.sections for entry in section.entries]
    return (PAYS, *(column for column in (USER_FEE, HONORARIUM) if any(_differs(entry, column) for entry in entries)))


def _differs(entry: Any, column: Column) -> bool:
    same = entry.HasField(column.field) == entry.HasField(PAYS.field)
    return not same or getattr(entry, column.field) != getattr(entry, PAYS.field)


def say_price(entry: Any, column: Column, texts: Catalogue) -> str:
    """An amount of an entry in kroner, the percentage that it is, or that it is not known."""
    if entry.HasField(column.field):
        return texts.kroner(getattr(entry, column.field))
    if column is HONORARIUM and entry.HasField("percentage"):
        return f"{entry.percentage} %"
    return texts.say(TEXTS, "NOT_KNOWN", {})


def print_price_list(listed: PriceList, texts: Catalogue) -> None:
    """Print whose list it is, the fees, the charges besides, who is exempt, and why."""
    about = words_about(listed, texts)
    names = ", ".join(name for name in (listed.provider_name, listed.practice_name) if name)
    say(" – ".join(part for part in (about.title, names, about.identity) if part))
    say(texts.say(TEXTS, Verdict.Name(listed.reimbursed).removeprefix("VERDICT_"), {}))
    if listed.sections:
        say()
        _print_fees(listed, texts)
    _print_texts("CHARGES", listed.charges, texts)
    _print_texts("EXEMPT", listed.exempt, texts)
    print_explanations(listed, texts)
    print_list("PROVISIONAL", [f"- {each.text}" for each in listed.provisional], texts)
    print_foot([("VALID_UNTIL", listed.valid_until)], listed.basis, texts)


def _print_fees(listed: PriceList, texts: Catalogue) -> None:
    columns = columns_of(listed)
    headings = [texts.say(TEXTS, key, {}) for key in ("CODE", *(column.heading for column in columns), "TREATMENT")]
    rows = []
    for section in listed.sections:
        for place, entry in enumerate(section.entries):
            amounts = [say_price(entry, column, texts) for column in columns]
            rows.append(["" if place else section.heading, entry.fee_code, *amounts, entry.description])
    numbers = frozenset(range(2, 2 + len(columns)))
    print_table(["", *headings], rows, numbers)


def _print_texts(heading: str, statements: Iterable[Any], texts: Catalogue) -> None:
    """Print sentences of the list, each with the rule that it rests on."""
    for place, statement in enumerate(statements):
        if place == 0:
            say(f"\n{texts.say(TEXTS, heading, {})}")
        say(f"- {statement.text}{source_of(statement.legal_basis)}")
