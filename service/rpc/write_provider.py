"""A provider of the register put into the contract's words."""

from datetime import date

from avtalt.v1 import agreement_pb2, provider_pb2
from registry.entries import OrganisationEntry, PerformerEntry
from registry.records import Affiliation, Agreement, Competence, Practice
from registry.snapshot import Snapshot
from service.rpc.enums import COMPETENCE_KIND_NUMBERS, ROLE_NUMBERS
from service.rpc.write_reason import write_agreement, write_day


def write_performer(entry: PerformerEntry, snapshot: Snapshot) -> provider_pb2.Provider:
    """All that is recorded about a person who treats."""
    practices = sorted({row.practice_id for row in entry.affiliations})
    return provider_pb2.Provider(
        hpr_number=entry.performer.hpr_number,
        name=entry.performer.name,
        source=entry.performer.source,
        competences=[
            write_competence(row)
            for row in sorted(entry.competences, key=lambda row: (row.period.first_date or date.min, row.kind))
        ],
        affiliations=[write_affiliation(row) for row in sorted(entry.affiliations, key=lambda row: row.key)],
        practices=[write_practice(practice) for each in practices if (practice := snapshot.practice(each))],
        agreements=_write_agreements(entry.agreements),
    )


def write_organisation(entry: OrganisationEntry) -> provider_pb2.Provider:
    """All that is recorded about an organisation."""
    return provider_pb2.Provider(
        organisation_number=entry.organisation.organisation_number,
        name=entry.organisation.name,
        source=entry.organisation.source,
        practices=[write_practice(practice) for practice in sorted(entry.practices, key=lambda row: row.key)],
        agreements=_write_agreements(entry.agreements),
    )


def _write_agreements(agreements: tuple[Agreement, ...]) -> list[agreement_pb2.Agreement]:
    """The agreements by their identifier, so that every database gives the same order."""
    return [write_agreement(agreement) for agreement in sorted(agreements, key=lambda row: row.key)]


def write_practice(practice: Practice) -> provider_pb2.Practice:
    """A practice."""
    return provider_pb2.Practice(
        practice_id=practice.practice_id,
        name=practice.name,
        practice_type=practice.practice_type,
        municipality_code=practice.municipality_code or "",
        organisation_number=practice.organisation_number or "",
        source=practice.source,
    )


def write_competence(competence: Competence) -> provider_pb2.Competence:
    """A competence of a performer."""
    return provider_pb2.Competence(
        kind=COMPETENCE_KIND_NUMBERS[competence.kind],  # type: ignore[arg-type]
        first_date=write_day(competence.period.first_date),
        last_date=write_day(competence.period.last_date),
        source=competence.source,
    )


def write_affiliation(affiliation: Affiliation) -> provider_pb2.Affiliation:
    """Where a performer works."""
    return provider_pb2.Affiliation(
        practice_id=affiliation.practice_id,
        role=ROLE_NUMBERS[affiliation.role],  # type: ignore[arg-type]
        principal_hpr_number=affiliation.principal_hpr_number or "",
        first_date=write_day(affiliation.period.first_date),
        last_date=write_day(affiliation.period.last_date),
        source=affiliation.source,
    )
