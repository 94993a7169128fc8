"""
How each kind of record is packed: what many records have in common, and what is each one's own.

A form names the columns of both, with a period as its two days, so that the
database packs rows exactly as `registry.packing` packs records.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache

from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.structs import struct

MOST_PERIODS = 1 << 16
"""How many of the periods that were unpacked last are kept, for records that have the same."""

Text = str | None


@struct(frozen=True, slots=True)
class Form:
    """
    How one kind of record is packed.

    `owners` are the columns that name whom it belongs to: it is packed with each
    of them. `make` takes the values of `shared`, of which the first is a member of
    `first` when there is one, and then those of `own`.
    """

    owners: tuple[str, ...]
    shared: tuple[str, ...]
    own: tuple[str, ...]
    make: Callable[..., Record]
    first: type[StrEnum] | None = None


@lru_cache(MOST_PERIODS)
def _day(text: Text) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(MOST_PERIODS)
def _period(first: Text, last: Text) -> Period:
    return Period(_day(first), _day(last))


def _performer(source: str, hpr_number: str, name: str) -> Performer:
    return Performer(hpr_number, name, source)


def _organisation(source: str, organisation_number: str, name: str) -> Organisation:
    return Organisation(organisation_number, name, source)


def _practice(
    practice_type: str, municipality_code: Text, source: str, practice_id: str, name: str, organisation_number: Text
) -> Practice:
    return Practice(practice_id, name, practice_type, municipality_code, organisation_number, source)


def _competence(kind: CompetenceKind, source: str, hpr_number: str, first: Text, last: Text) -> Competence:
    return Competence(hpr_number, kind, _period(first, last), source)


def _affiliation(
    role: Role, source: str, hpr_number: str, practice_id: str, principal: Text, first: Text, last: Text
) -> Affiliation:
    return Affiliation(hpr_number, practice_id, role, principal, _period(first, last), source)


def _agreement(
    kind: AgreementKind,
    counterparty: str,
    discipline: Text,
    source: str,
    agreement_id: str,
    hpr_number: Text,
    organisation_number: Text,
    practice_id: Text,
    first: Text,
    last: Text,
    fetched: Text,
    last_confirmed: Text,
) -> Agreement:
    return Agreement(
        agreement_id,
        kind,
        hpr_number,
        organisation_number,
        counterparty,
        practice_id,
        discipline,
        _period(first, last),
        source,
        _day(fetched),
        _day(last_confirmed),
    )


PERFORMER, ORGANISATION, PRACTICE = "hpr_number", "organisation_number", "practice_id"
OWNERS = (PERFORMER, ORGANISATION, PRACTICE)
"""The columns that name those to whom records belong."""

_PERIOD = ("first_date", "last_date")

FORMS: dict[type[Record], Form] = {
    Performer: Form((PERFORMER,), ("source",), (PERFORMER, "name"), _performer),
    Organisation: Form((ORGANISATION,), ("source",), (ORGANISATION, "name"), _organisation),
    Practice: Form(
        (PRACTICE, ORGANISATION),
        ("practice_type", "municipality_code", "source"),
        (PRACTICE, "name", ORGANISATION),
        _practice,
    ),
    Competence: Form((PERFORMER,), ("kind", "source"), (PERFORMER, *_PERIOD), _competence, CompetenceKind),
    Affiliation: Form(
        (PERFORMER, PRACTICE),
        ("role", "source"),
        (PERFORMER, PRACTICE, "principal_hpr_number", *_PERIOD),
        _affiliation,
        Role,
    ),
    Agreement: Form(
        (PERFORMER, ORGANISATION),
        ("kind", "counterparty", "discipline", "source"),
        ("agreement_id", PERFORMER, ORGANISATION, PRACTICE, *_PERIOD, "fetched", "last_confirmed"),
        _agreement,
        AgreementKind,
    ),
}
"""The form of each kind that belongs to somebody, in an order in which every record comes after its owners."""
