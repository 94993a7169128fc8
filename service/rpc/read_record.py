"""Records of the register from the contract's words; everything malformed is refused with its field."""

from datetime import date

from avtalt.v1 import agreement_pb2, coverage_pb2, provider_pb2
from registry.identifiers import LONGEST_ID, MOST_DAYS
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
    Practice,
    Role,
)
from service.errors import ErrorReason, ServiceError
from service.rpc.enums import AGREEMENT_KINDS, COMPETENCE_KINDS, COVERAGE_KINDS, DISCIPLINES, ROLES
from service.rpc.fields import (
    read_choice,
    read_day,
    read_hpr_number,
    read_known,
    read_municipality_code,
    read_number,
    read_organisation_number,
    read_practice_id,
    read_text,
    required,
)

WITH_PRINCIPAL = (Role.LOCUM, Role.INTERN)
NAMED_ONLY = "-"
"""The source of a record to withdraw that is told without one: only its key counts."""


def read_agreement(field: str, message: agreement_pb2.Agreement, source: str = "") -> Agreement:
    """An agreement, whole."""
    kind = AgreementKind(read_choice(f"{field}.kind", message.kind, AGREEMENT_KINDS))
    hpr_number = organisation_number = None
    match message.WhichOneof("holder"):
        case "hpr_number":
            hpr_number = read_hpr_number(f"{field}.hpr_number", message.hpr_number)
        case "organisation_number":
            organisation_number = read_organisation_number(f"{field}.organisation_number", message.organisation_number)
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{field}.hpr_number")
    helfo = HELFO if kind is AgreementKind.DIRECT_SETTLEMENT else ""
    counterparty = message.counterparty or helfo
    discipline = read_known(f"{field}.discipline", message.discipline, DISCIPLINES) if message.discipline else None
    return Agreement(
        agreement_id=read_agreement_id(f"{field}.agreement_id", message.agreement_id),
        kind=kind,
        hpr_number=hpr_number,
        organisation_number=organisation_number,
        counterparty=read_text(f"{field}.counterparty", counterparty, "Agreement", LONGEST_ID),
        practice_id=read_practice_id(f"{field}.practice_id", message.practice_id),
        discipline=discipline,
        period=read_period(field, message.first_date, message.last_date),
        source=read_text(f"{field}.source", message.source or source, "Agreement"),
        fetched=_day(f"{field}.fetched", message.fetched),
        last_confirmed=_day(f"{field}.last_confirmed", message.last_confirmed),
    )


def read_agreement_id(field: str, value: str) -> str:
    """The register's own identifier of an agreement."""
    return read_text(field, value, "Agreement", LONGEST_ID)


def read_competence(field: str, hpr_number: str, message: provider_pb2.Competence, source: str = "") -> Competence:
    """A competence of a performer; what has no source takes the one given."""
    return Competence(
        hpr_number,
        CompetenceKind(read_choice(f"{field}.kind", message.kind, COMPETENCE_KINDS)),
        read_period(field, message.first_date, message.last_date),
        read_text(f"{field}.source", message.source or source, "Competence"),
    )


def read_affiliation(field: str, hpr_number: str, message: provider_pb2.Affiliation, source: str = "") -> Affiliation:
    """Where a performer works; a locum and an intern have a principal, and nobody else."""
    role, principal = Role(read_choice(f"{field}.role", message.role, ROLES)), f"{field}.principal_hpr_number"
    if message.principal_hpr_number and role not in WITH_PRINCIPAL:
        raise ServiceError(ErrorReason.CONFLICTING_FIELDS, field=principal, other_field=f"{field}.role")
    if role in WITH_PRINCIPAL and source != NAMED_ONLY:
        required(principal, message.principal_hpr_number)
    return Affiliation(
        hpr_number,
        _practice_id(field, message.practice_id),
        role,
        read_hpr_number(principal, message.principal_hpr_number) if message.principal_hpr_number else None,
        read_period(field, message.first_date, message.last_date),
        read_text(f"{field}.source", message.source or source, "Affiliation"),
    )


def read_practice(field: str, message: provider_pb2.Practice, source: str = "") -> Practice:
    """A practice."""
    number = message.organisation_number
    return Practice(
        practice_id=_practice_id(field, message.practice_id),
        name=read_text(f"{field}.name", message.name, "Practice"),
        practice_type=read_text(f"{field}.practice_type", message.practice_type, "Practice", LONGEST_ID),
        municipality_code=read_municipality_code(f"{field}.municipality_code", message.municipality_code),
        organisation_number=read_organisation_number(f"{field}.organisation_number", number) if number else None,
        source=read_text(f"{field}.source", message.source or source, "Practice"),
    )


def read_coverage(field: str, message: coverage_pb2.Coverage, source: str = "") -> Coverage:
    """A coverage."""
    age = message.max_age_days if message.HasField("max_age_days") else None
    return Coverage(
        CoverageKind(read_choice(f"{field}.kind", message.kind, COVERAGE_KINDS)),
        read_text(f"{field}.area", message.area, "Coverage", LONGEST_ID),
        read_period(field, message.first_date, message.last_date),
        read_text(f"{field}.source", message.source or source, "Coverage"),
        _day(f"{field}.last_confirmed", message.last_confirmed),
        None if age is None else read_number(f"{field}.max_age_days", age, 0, MOST_DAYS),
    )


def read_period(field: str, first: str, last: str) -> Period:
    """The days from the first to the last one; an empty end is open."""
    first_date, last_date = _day(f"{field}.first_date", first), _day(f"{field}.last_date", last)
    if first_date and last_date and last_date < first_date:
        raise ServiceError(ErrorReason.DATES_REVERSED, field=f"{field}.last_date", first_date=first, last_date=last)
    return Period(first_date, last_date)


def _practice_id(field: str, value: str) -> str:
    """The number of a practice, which must be told."""
    return read_practice_id(f"{field}.practice_id", required(f"{field}.practice_id", value)) or ""


def _day(field: str, value: str) -> date | None:
    return read_day(field, value) if value else None
