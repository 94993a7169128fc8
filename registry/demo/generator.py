"""Makes a demo register of any size: the hand-made cases, then ordinary providers."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, islice
from random import Random

from registry.demo.cases import SOURCE, Row, hand_made_cases, period_between, read_table
from registry.organisation_number import is_organisation_number
from registry.period import Period
from registry.records import (
    HELFO,
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

Municipality = tuple[str, str]
"""A municipality code, and the organisation number of its regional health authority."""

HAND_MADE_MUNICIPALITIES: tuple[Municipality, ...] = (
    ("0301", "991324968"),
    ("1103", "983658725"),
    ("3201", "991324968"),
    ("4601", "983658725"),
    ("5001", "983658776"),
    ("5501", "883658752"),
)
"""The covered municipalities of the hand-made cases."""

WITHOUT_COVERAGE = frozenset({"5610", "5612", "5614", "5616"})
"""Municipalities whose contracts the demo register knows nothing about, and where it puts nobody."""

FIRST_HPR_NUMBER = 9_100_000
FIRST_PRACTICE_ID = 1_000_100_000
FIRST_ORGANISATION_SERIAL = 32_000_000


def demo_register(
    providers: int = 60, seed: int = 1, *, municipalities: Sequence[Municipality] = HAND_MADE_MUNICIPALITIES
) -> list[Record]:
    """The records of `demo_records`, all at once."""
    return list(demo_records(providers, seed, municipalities=municipalities))


def demo_records(
    providers: int = 60, seed: int = 1, *, municipalities: Sequence[Municipality] = HAND_MADE_MUNICIPALITIES
) -> Iterator[Record]:
    """
    The hand-made cases, then ordinary providers up to `providers` performers and organisations in all.

    The hand-made ones are always there, also when `providers` asks for fewer.
    The same arguments give the same records. A municipality gets a coverage row
    unless it is one of `WITHOUT_COVERAGE`. Every record comes after those that
    it names.
    """
    cases = hand_made_cases()
    yield from cases
    covered = [place for place in municipalities if place[0] not in WITHOUT_COVERAGE]
    areas = {record.area for record in cases if isinstance(record, Coverage)}
    since = next(record.period for record in cases if isinstance(record, Coverage) and record.area == "0301")
    for code in sorted({code for code, _ in covered} - areas):
        yield Coverage(CoverageKind.MUNICIPAL_FUNDING, code, since, SOURCE)
    missing = providers - sum(isinstance(record, Performer | Organisation) for record in cases)
    yield from _ordinary_providers(missing, Random(seed), covered)


def _ordinary_providers(number: int, random: Random, places: Sequence[Municipality]) -> Iterator[Record]:
    """The records of `number` ordinary providers in `places`, one provider after the other."""
    patterns = read_table("ordinary")
    weights = [int(pattern["weight"]) for pattern in patterns]
    organisation_numbers = _organisation_numbers()
    for index in range(number):
        (pattern,) = random.choices(patterns, weights)
        code, region = random.choice(places)
        period = Period(date(random.randint(2017, 2025), random.randint(1, 12), 1))
        practice_id = str(FIRST_PRACTICE_ID + index)
        name = f"Demo {pattern['title']} {index + 1:03d}"
        if pattern["discipline"]:
            owner = next(organisation_numbers)
            yield Organisation(owner, name, SOURCE)
            yield Practice(practice_id, name, pattern["practice_type"], code, owner, SOURCE)
            yield from _institute_agreements(owner, region, pattern["discipline"], period)
        else:
            yield Practice(practice_id, f"{name} Practice", pattern["practice_type"], code, None, SOURCE)
            yield from _therapist(str(FIRST_HPR_NUMBER + index), name, pattern, practice_id, code, period)


def _therapist(
    hpr_number: str, name: str, pattern: Row, practice_id: str, code: str, period: Period
) -> Iterator[Record]:
    """A self-employed performer at one practice, with both agreements."""
    yield Performer(hpr_number, name, SOURCE)
    for competence in pattern["competences"].split(", "):
        kind, first, last = [*competence.split(), ""][:3]
        yield Competence(hpr_number, CompetenceKind(kind), period_between(first, last), SOURCE)
    yield Affiliation(hpr_number, practice_id, Role.SELF_EMPLOYED, None, period, SOURCE)
    for kind, counterparty in (
        (AgreementKind.DIRECT_SETTLEMENT, HELFO),
        (AgreementKind.MUNICIPAL_FUNDING, code),
    ):
        name = f"DEMO-{hpr_number}-{counterparty}"
        yield Agreement(name, kind, hpr_number, None, counterparty, practice_id, None, period, SOURCE)


def _institute_agreements(owner: str, region: str, discipline: str, period: Period) -> Iterator[Record]:
    """The agreements of an institute with Helfo and with the health authority of its region."""
    for kind, counterparty, about in (
        (AgreementKind.DIRECT_SETTLEMENT, HELFO, None),
        (AgreementKind.REGIONAL_HEALTH_AUTHORITY, region, discipline),
    ):
        name = f"DEMO-{owner}-{counterparty}"
        yield Agreement(name, kind, None, owner, counterparty, None, about, period, SOURCE)


def _organisation_numbers() -> Iterator[str]:
    """Synthetic organisation numbers in order: those that start with 3 are never given to anyone."""
    for serial in count(FIRST_ORGANISATION_SERIAL):
        # Some serials have no check digit at all, and no number.
        yield from islice(filter(is_organisation_number, (f"{serial}{digit}" for digit in range(10))), 1)
