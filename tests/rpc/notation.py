"""
Records and requests in one line of text, so that a table of writes can be read without knowing protobuf.

agreement    A-1 FUNDING 0301 9000001@1000000011 2017-01-01..2024-03-31
             kinds: SETTLEMENT with HELFO, FUNDING with a municipality, RADIOLOGY and LABORATORY with a region
competence   PHYSIOTHERAPIST 2010-01-01..
affiliation  1000000011 SELF_EMPLOYED 2017-01-01.., or LOCUM/9000001 with the principal
practice     1000000011 FYNO 0301, and 310000027 when an organisation has it; - for no municipality
coverage     MUNICIPAL_FUNDING 0301 2017-01-01.., and 2026-09-01+30 for the day it was confirmed and its age
provider     9000001; competence ...; practice ...; affiliation ...; agreement ...

An open end of a period is left out. A request may start with `withdraw`.
"""

from typing import Any

from avtalt.v1 import registry_service_pb2 as messages
from avtalt.v1.agreement_pb2 import Agreement, AgreementKind
from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.coverage_pb2 import Coverage, CoverageKind
from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.provider_pb2 import Affiliation, Competence, CompetenceKind, Practice, Provider, Role

SOURCE = "a test"
WITHDRAW = "withdraw "
KINDS = {
    "SETTLEMENT": ("DIRECT_SETTLEMENT", "UNSPECIFIED"),
    "FUNDING": ("MUNICIPAL_FUNDING", "UNSPECIFIED"),
    "RADIOLOGY": ("REGIONAL_HEALTH_AUTHORITY", "RADIOLOGY"),
    "LABORATORY": ("REGIONAL_HEALTH_AUTHORITY", "LABORATORY"),
}


def identifier(number: str) -> dict[str, str]:
    """The field for a provider's number, by its length, and the number."""
    return {"organisation_number" if len(number) == len("310000027") else "hpr_number": number}


def agreement(text: str) -> Agreement:
    """An agreement."""
    agreement_id, kind, counterparty, holder, days = text.split()
    number, _, practice_id = holder.partition("@")
    of_kind, discipline = KINDS[kind]
    return Agreement(
        agreement_id=agreement_id,
        kind=AgreementKind.Value(f"AGREEMENT_KIND_{of_kind}"),
        counterparty=counterparty,
        practice_id=practice_id,
        discipline=Discipline.Value(f"DISCIPLINE_{discipline}"),
        source=SOURCE,
        **identifier(number),  # type: ignore[arg-type]
        **period(days),  # type: ignore[arg-type]
    )


def competence(text: str) -> Competence:
    """A competence."""
    kind, days = text.split()
    return Competence(kind=CompetenceKind.Value(f"COMPETENCE_KIND_{kind}"), source=SOURCE, **period(days))


def affiliation(text: str) -> Affiliation:
    """A place of work."""
    practice_id, role, days = text.split()
    role, _, principal = role.partition("/")
    return Affiliation(
        practice_id=practice_id,
        role=Role.Value(f"ROLE_{role}"),
        principal_hpr_number=principal,
        source=SOURCE,
        **period(days),
    )


def practice(text: str) -> Practice:
    """A practice."""
    practice_id, practice_type, municipality_code, *organisation = text.split()
    return Practice(
        practice_id=practice_id,
        name=f"Practice {practice_id}",
        practice_type=practice_type,
        municipality_code=municipality_code.strip("-"),
        organisation_number="".join(organisation),
        source=SOURCE,
    )


def coverage(text: str) -> Coverage:
    """A coverage."""
    kind, area, days, *confirmed = text.split()
    told = Coverage(kind=CoverageKind.Value(f"COVERAGE_KIND_{kind}"), area=area, source=SOURCE, **period(days))
    for each in confirmed:
        told.last_confirmed, _, age = each.partition("+")
        told.max_age_days = int(age)
    return told


def provider(text: str) -> Provider:
    """A provider with all that is told about it."""
    number, *parts = text.split("; ")
    told = Provider(name=f"Provider {number}", source=SOURCE, **identifier(number))  # type: ignore[arg-type]
    for kind, _, rest in (part.partition(" ") for part in parts):
        made: Any = {
            "agreement": (told.agreements, agreement),
            "competence": (told.competences, competence),
            "affiliation": (told.affiliations, affiliation),
            "practice": (told.practices, practice),
        }[kind]
        made[0].append(made[1](rest))
    return told


def period(text: str) -> dict[str, str]:
    """The first and the last day; an open end is empty."""
    first, last = text.split("..")
    return {"first_date": first, "last_date": last}


def write_request(method: str, text: str) -> Any:
    """The request of a writing call, without its WriteOptions."""
    text, withdrawn = text.removeprefix(WITHDRAW), text.startswith(WITHDRAW)
    owner, _, rest = text.partition("; ")
    match method:
        case "RegisterProvider":
            return messages.RegisterProviderRequest(provider=provider(text))
        case "RecordAgreement":
            return messages.RecordAgreementRequest(agreement=agreement(text))
        case "EndAgreement":
            agreement_id, last_date = text.split()
            return messages.EndAgreementRequest(agreement_id=agreement_id, last_date=last_date)
        case "CorrectAgreement" if withdrawn:
            return messages.CorrectAgreementRequest(withdrawn_agreement_id=text)
        case "CorrectAgreement":
            return messages.CorrectAgreementRequest(agreement=agreement(text))
        case "RecordCompetence":
            told = competence(rest)
            return messages.RecordCompetenceRequest(hpr_number=owner, competence=told, withdrawn=withdrawn)
        case "RecordAffiliation":
            return messages.RecordAffiliationRequest(
                hpr_number=owner, affiliation=affiliation(rest), withdrawn=withdrawn
            )
        case "RecordPractice":
            return messages.RecordPracticeRequest(practice=practice(text))
        case "RecordCoverage":
            return messages.RecordCoverageRequest(coverage=coverage(text), withdrawn=withdrawn)
    raise ValueError(method)


def read_options(text: str) -> ReadOptions:
    """ReadOptions in words: `exact_revision=2 evaluated_at=2026-09-15T08:00:00Z`; moments are written with a zone."""
    read = ReadOptions()
    for name, _, value in (part.partition("=") for part in text.split()):
        match name:
            case "known_at" | "evaluated_at":
                getattr(read, name).FromJsonString(value)
            case "exact_revision" | "at_least_revision":
                setattr(read, name, int(value))
            case _:
                setattr(read, name, value)
    return read
