"""Records of the register from the contract's words; everything malformed is refused with its field."""

from datetime import date

from avtalt.v1 import agreement_pb2, coverage_pb2, provider_pb2
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
    required,
)

MOST_DAYS = 36_500


def read_provider_records(field: str, message: provider_pb2.Provider) -> list[Record]:
    """All records of a provider that is to be registered; what has no source takes the provider's."""
    source = required(f"{field}.source", message.source)
    name = required(f"{field}.name", message.name)
    records: list[Record] = [
        read_practice(f"{field}.practices[{place}]", each, source) for place, each in enumerate(message.practices)
    ]
    match message.WhichOneof("identifier"):
        case "hpr_number":
            number = read_hpr_number(f"{field}.hpr_number", message.hpr_number)
            records.append(Performer(number, name, source))
            records += [
                read_competence(f"{field}.competences[{place}]", number, each, source)
                for place, each in enumerate(message.competences)
            ]
            records += [
                read_affiliation(f"{field}.affiliations[{place}]", number, each, source)
                for place, each in enumerate(message.affiliations)
            ]
        case "organisation_number":
            number = read_organisation_number(f"{field}.organisation_number", message.organisation_number)
            records.append(Organisation(number, name, source))
            if message.competences or message.affiliations:
                raise ServiceError(
                    ErrorReason.CONFLICTING_FIELDS,
                    field=f"{field}.competences",
                    other_field=f"{field}.organisation_number",
                )
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{field}.hpr_number")
    for place, each in enumerate(message.agreements):
        records.append(read_agreement(f"{field}.agreements[{place}]", each, source))
    return records


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
    discipline = read_known(f"{field}.discipline", message.discipline, DISCIPLINES) if message.discipline else None
    return Agreement(
        agreement_id=required(f"{field}.agreement_id", message.agreement_id),
        kind=kind,
        hpr_number=hpr_number,
        organisation_number=organisation_number,
        counterparty=required(f"{field}.counterparty", message.counterparty or helfo),
        practice_id=read_practice_id(f"{field}.practice_id", message.practice_id),
        discipline=discipline,
        period=read_period(field, message.first_date, message.last_date),
        source=required(f"{field}.source", message.source or source),
        fetched=_day(f"{field}.fetched", message.fetched),
        last_confirmed=_day(f"{field}.last_confirmed", message.last_confirmed),
    )


def read_competence(field: str, hpr_number: str, message: provider_pb2.Competence, source: str = "") -> Competence:
    """A competence of a performer."""
    return Competence(
        hpr_number,
        CompetenceKind(read_choice(f"{field}.kind", message.kind, COMPETENCE_KINDS)),
        read_period(field, message.first_date, message.last_date),
        required(f"{field}.source", message.source or source),
    )


def read_affiliation(field: str, hpr_number: str, message: provider_pb2.Affiliation, source: str = "") -> Affiliation:
    """Where a performer works."""
    principal = message.principal_hpr_number
    return Affiliation(
        hpr_number,
        required(f"{field}.practice_id", read_practice_id(f"{field}.practice_id", message.practice_id) or ""),
        Role(read_choice(f"{field}.role", message.role, ROLES)),
        read_hpr_number(f"{field}.principal_hpr_number", principal) if principal else None,
        read_period(field, message.first_date, message.last_date),
        required(f"{field}.source", message.source or source),
    )


def read_practice(field: str, message: provider_pb2.Practice, source: str = "") -> Practice:
    """A practice."""
    number = message.organisation_number
    return Practice(
        practice_id=required(
            f"{field}.practice_id", read_practice_id(f"{field}.practice_id", message.practice_id) or ""
        ),
        name=required(f"{field}.name", message.name),
        practice_type=required(f"{field}.practice_type", message.practice_type),
        municipality_code=read_municipality_code(f"{field}.municipality_code", message.municipality_code),
        organisation_number=read_organisation_number(f"{field}.organisation_number", number) if number else None,
        source=required(f"{field}.source", message.source or source),
    )


def read_coverage(field: str, message: coverage_pb2.Coverage) -> Coverage:
    """A coverage."""
    age = message.max_age_days if message.HasField("max_age_days") else None
    return Coverage(
        CoverageKind(read_choice(f"{field}.kind", message.kind, COVERAGE_KINDS)),
        required(f"{field}.area", message.area),
        read_period(field, message.first_date, message.last_date),
        required(f"{field}.source", message.source),
        _day(f"{field}.last_confirmed", message.last_confirmed),
        None if age is None else read_number(f"{field}.max_age_days", age, 0, MOST_DAYS),
    )


def read_period(field: str, first: str, last: str) -> Period:
    """The days from the first to the last one; an empty end is open."""
    first_date, last_date = _day(f"{field}.first_date", first), _day(f"{field}.last_date", last)
    if first_date and last_date and last_date < first_date:
        raise ServiceError(ErrorReason.DATES_REVERSED, field=f"{field}.last_date", first_date=first, last_date=last)
    return Period(first_date, last_date)


def _day(field: str, value: str) -> date | None:
    return read_day(field, value) if value else None
