"""
A register in which everything is in order, on every day since 2000.

There is one performer for each competence, an intern under the first of them,
and an institute with a contract with every health region, so that nothing but
the tariff decides what is paid.
"""

from collections.abc import Iterator
from datetime import date

from registry.period import Period
from registry.records import (
    HELFO,
    NATIONAL_AREA,
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)

SOURCE = "a test"
ALWAYS = Period(date(2000, 1, 1))
MUNICIPALITY = "0301"
REGIONS = ("991324968", "983658725", "983658776", "883658752")
INSTITUTE = "310000108"
AUTHORISED = {CompetenceKind.PHYSIOTHERAPIST, CompetenceKind.MANUAL_THERAPIST, CompetenceKind.EEA_TEMPORARY_SERVICE}
"""Competences that are a right to practise by themselves; the others come on top of an authorisation."""

HPR_NUMBERS = {kind.value: str(9_500_001 + place) for place, kind in enumerate(CompetenceKind)}
"""The performer of each competence."""

HOLDER = HPR_NUMBERS[CompetenceKind.PHYSIOTHERAPIST.value]
"""The contract holder whom the intern works under."""


def practice_of(hpr_number: str) -> str:
    """The practice of a performer who has one."""
    return f"950{hpr_number}"


def held_by(kind: str) -> set[str]:
    """The competences that the performer of one has."""
    return {kind, *(() if kind in (*AUTHORISED, CompetenceKind.INTERN) else (CompetenceKind.PHYSIOTHERAPIST.value,))}


def records() -> Iterator[Record]:
    """Every record, each after those that it names."""
    yield from _coverage()
    for kind in CompetenceKind:
        yield from _performer(kind, HPR_NUMBERS[kind.value])
    yield from _institute()


def _coverage() -> Iterator[Record]:
    areas = {
        CoverageKind.AUTHORISATION: (NATIONAL_AREA,),
        CoverageKind.DIRECT_SETTLEMENT: (NATIONAL_AREA,),
        CoverageKind.MUNICIPAL_FUNDING: (MUNICIPALITY,),
        CoverageKind.REGIONAL_HEALTH_AUTHORITY: REGIONS,
    }
    for kind, named in areas.items():
        yield from (Coverage(kind, area, ALWAYS, SOURCE) for area in named)


def _performer(kind: CompetenceKind, hpr_number: str) -> Iterator[Record]:
    yield Performer(hpr_number, f"Performer {kind.value}", SOURCE)
    for held in sorted(held_by(kind.value)):
        yield Competence(hpr_number, CompetenceKind(held), ALWAYS, SOURCE)
    if kind is CompetenceKind.INTERN:
        yield Affiliation(hpr_number, practice_of(HOLDER), Role.INTERN, HOLDER, ALWAYS, SOURCE)
        return
    practice = practice_of(hpr_number)
    yield Practice(practice, f"Practice {kind.value}", "FYNO", MUNICIPALITY, None, SOURCE)
    yield Affiliation(hpr_number, practice, Role.SELF_EMPLOYED, None, ALWAYS, SOURCE)
    for agreement, counterparty in (
        (AgreementKind.DIRECT_SETTLEMENT, HELFO),
        (AgreementKind.MUNICIPAL_FUNDING, MUNICIPALITY),
    ):
        name = f"{hpr_number}-{counterparty}"
        yield Agreement(name, agreement, hpr_number, None, counterparty, practice, None, ALWAYS, SOURCE)


def _institute() -> Iterator[Record]:
    yield Organisation(INSTITUTE, "Institute", SOURCE)
    settlement = AgreementKind.DIRECT_SETTLEMENT
    yield Agreement("I-HELFO", settlement, None, INSTITUTE, HELFO, None, None, ALWAYS, SOURCE)
    contract = AgreementKind.REGIONAL_HEALTH_AUTHORITY
    for discipline in ("RADIOLOGY", "LABORATORY"):
        for region in REGIONS:
            name = f"I-{region}-{discipline}"
            yield Agreement(name, contract, None, INSTITUTE, region, None, discipline, ALWAYS, SOURCE)
