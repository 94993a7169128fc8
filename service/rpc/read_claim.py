"""A claim of the contract as a claim of the core; everything malformed is refused here."""

from datetime import date, time

from avtalt.v1 import claim_pb2
from registry.tariffs.records import Discipline
from service.errors import ErrorReason, ServiceError
from service.pricing.claim import NOTHING_TOLD, Claim, Line, Patient, age_on
from service.rpc.enums import (
    CARDS,
    DISCIPLINES,
    GROUNDS,
    MEMBERSHIPS,
    PROFESSIONS,
)
from service.rpc.fields import (
    read_choice,
    read_claim_id,
    read_country_code,
    read_day,
    read_hpr_number,
    read_known,
    read_municipality_code,
    read_number,
    read_organisation_number,
    read_practice_id,
    read_time,
)
from service.rpc.read_circumstances import read_circumstances
from service.rpc.read_line import MOST_ORE, read_line
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition

MOST_LINES = 100
MOST_YEARS = 130
NORWAY = "NO"


def read_claim(message: claim_pb2.Claim, regions: tuple[str, ...]) -> Claim:
    """
    The claim that a request asks about.

    `regions` are the organisation numbers of the regional health authorities.
    """
    read_claim_id("claim.claim_id", message.claim_id)
    discipline = read_discipline("claim.discipline", message.discipline)
    day = read_day("claim.treatment_date", message.treatment_date)
    start = read_time("claim.start_time", message.start_time) if message.start_time else None
    country = read_country_code("claim.country_code", message.country_code)
    grounds = tuple(
        read_known(f"claim.exemption_grounds[{place}]", value, GROUNDS)
        for place, value in enumerate(message.exemption_grounds)
    )
    return Claim(
        discipline=discipline,
        treatment_date=day,
        lines=_read_lines(message, day, start),
        performer=_read_performer(message, discipline, country),
        country_code=country,
        patient=_read_patient(message.patient, day, regions) if message.HasField("patient") else Patient(),
        grounds=grounds,
        requisition=read_requisition("claim.requisition", message.requisition)
        if message.HasField("requisition")
        else None,
        start_time=start,
        circumstances=read_circumstances(message.circumstances, day)
        if message.HasField("circumstances")
        else NOTHING_TOLD,
    )


def read_discipline(field: str, value: int) -> Discipline:
    """Which tariff applies."""
    return Discipline(read_choice(field, value, DISCIPLINES))


def read_provider(
    field: str, message: claim_pb2.ClaimPerformer, discipline: Discipline | None = None
) -> ProviderAtPractice:
    """Who treats, and where. With a discipline, the kind of number must fit it."""
    kind = message.WhichOneof("identifier")
    expected = None
    if discipline is not None:
        expected = "hpr_number" if discipline is Discipline.PHYSIOTHERAPY else "organisation_number"
    if kind is None:
        raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{field}.{expected or 'hpr_number'}")
    if expected and kind != expected and discipline:
        raise ServiceError(
            ErrorReason.PERFORMER_DOES_NOT_FIT_DISCIPLINE, field=field, discipline=discipline.value, expected=expected
        )
    practice_id = read_practice_id(f"{field}.practice_id", message.practice_id)
    if kind == "hpr_number":
        number = read_hpr_number(f"{field}.hpr_number", message.hpr_number)
        return ProviderAtPractice(hpr_number=number, practice_id=practice_id)
    number = read_organisation_number(f"{field}.organisation_number", message.organisation_number)
    return ProviderAtPractice(organisation_number=number, practice_id=practice_id)


def read_requisition(field: str, message: claim_pb2.Requisition) -> Requisition:
    """What is told of a requisition; an empty one tells that there is one, but not from whom."""
    if message.none and (message.profession or message.hpr_number or message.date):
        told = "profession" if message.profession else "hpr_number" if message.hpr_number else "date"
        raise ServiceError(ErrorReason.CONFLICTING_FIELDS, field=f"{field}.none", other_field=f"{field}.{told}")
    return Requisition(
        none=message.none,
        profession=read_known(f"{field}.profession", message.profession, PROFESSIONS) if message.profession else None,
        hpr_number=read_hpr_number(f"{field}.hpr_number", message.hpr_number) if message.hpr_number else None,
        day=read_day(f"{field}.date", message.date) if message.date else None,
    )


def _read_performer(message: claim_pb2.Claim, discipline: Discipline, country: str) -> ProviderAtPractice | None:
    if country != NORWAY:
        if message.HasField("performer"):
            raise ServiceError(
                ErrorReason.CONFLICTING_FIELDS, field="claim.country_code", other_field="claim.performer"
            )
        return None
    if not message.HasField("performer"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim.performer")
    return read_provider("claim.performer", message.performer, discipline)


def _read_lines(message: claim_pb2.Claim, day: date, start: time | None) -> tuple[Line, ...]:
    count = len(message.lines)
    if not count:
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim.lines")
    if count > MOST_LINES:
        raise ServiceError(ErrorReason.TOO_MANY_LINES, field="claim.lines", count=str(count), most=str(MOST_LINES))
    return tuple(read_line(line, place, day, start) for place, line in enumerate(message.lines))


def _read_patient(message: claim_pb2.Patient, day: date, regions: tuple[str, ...]) -> Patient:
    born, age = _read_age(message, day)
    card = read_known("claim.patient.exemption_card", message.exemption_card, CARDS) if message.exemption_card else None
    member = None
    if message.national_insurance_member:
        field = "claim.patient.national_insurance_member"
        member = read_known(field, message.national_insurance_member, MEMBERSHIPS)
    paid = message.user_fees_paid_ore if message.HasField("user_fees_paid_ore") else None
    if paid is not None:
        read_number("claim.patient.user_fees_paid_ore", paid, 0, MOST_ORE)
    if message.health_region and message.health_region not in regions:
        raise ServiceError(
            ErrorReason.INVALID_HEALTH_REGION, field="claim.patient.health_region", known=", ".join(regions)
        )
    return Patient(
        birth_date=born,
        age=age,
        card=None if card is None else card == "HELD",
        user_fees_paid_ore=paid,
        member=None if member is None else member == "YES",
        municipality_code=read_municipality_code("claim.patient.municipality_code", message.municipality_code),
        health_region=message.health_region or None,
        wheelchair_user=message.wheelchair_user if message.HasField("wheelchair_user") else None,
    )


def _read_age(message: claim_pb2.Patient, day: date) -> tuple[date | None, int | None]:
    """Birth date and age; nothing of them ever stands in an error."""
    kind = message.WhichOneof("age")
    if kind == "age_years":
        return None, read_number("claim.patient.age_years", message.age_years, 0, MOST_YEARS)
    if kind is None:
        return None, None
    field = "claim.patient.birth_date"
    born = read_day(field, message.birth_date, private=True)
    age = age_on(born, day)
    if born > day or age > MOST_YEARS:
        raise ServiceError(ErrorReason.BIRTH_AFTER_TREATMENT, field=field)
    return born, age
