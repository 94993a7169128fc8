"""The demo register, and registers that differ from it by what has nothing to do with a claim."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from registry.demo.generator import demo_register
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
from registry.revisions import Revision
from registry.snapshot import Snapshot
from service.pricing.claim import Claim

DEMO = demo_register()
DEMO_REVISION = Revision(1, datetime(2026, 9, 15, tzinfo=UTC), "demo")
STRANGER, STRANGE_INSTITUTE, STRANGE_PRACTICE = "9800001", "399999999", "1980000001"
SOURCE = "a test"
REGION = "991324968"
PERIODS = st.sampled_from(
    [Period(), Period(date(2017, 1, 1)), Period(date(2020, 1, 1), date(2025, 6, 30)), Period(None, date(2019, 12, 31))]
)


def snapshot_of(records: list[Record]) -> Snapshot:
    """A register of these records, with the revision of the demo register, so that only the records differ."""
    return Snapshot.of(records, DEMO_REVISION)


@dataclass(frozen=True)
class Change:
    """Performers and institutes that are not on record, municipalities without coverage, and what is on record besides."""

    gone: frozenset[str]
    closed: frozenset[str]
    uncovered: frozenset[str]
    strangers: tuple[Record, ...]

    def snapshot(self) -> Snapshot:
        """The demo register with the change."""
        absent = self.gone | self.closed
        kept = [
            record
            for record in DEMO
            if getattr(record, "hpr_number", None) not in absent
            and getattr(record, "principal_hpr_number", None) not in absent
            and getattr(record, "organisation_number", None) not in absent
            and getattr(record, "area", None) not in self.uncovered
        ]
        return snapshot_of([*kept, *self.strangers])


@st.composite
def changes_elsewhere(draw: Callable[..., Any], claim: Claim) -> Change:
    """
    Changes of the demo register that have nothing to do with a claim.

    The newcomer works at a practice of the claim, or at one of his own, and has
    agreements about both; an institute has contracts with the same health region.
    """
    performers, organisations, practices, areas = involved(claim)
    others = sorted({record.hpr_number for record in DEMO if isinstance(record, Performer)} - performers)
    return Change(
        frozenset(draw(st.lists(st.sampled_from(others), max_size=20))),
        draw(st.frozensets(st.sampled_from(sorted(_institutes() - organisations)))),
        draw(st.frozensets(st.sampled_from(sorted(_covered() - areas)))),
        tuple(draw(_strangers(sorted(practices)))),
    )


def involved(claim: Claim) -> tuple[set[str], set[str], set[str], set[str]]:
    """The performers, organisations, practices and municipalities that the answer to a claim may rest on."""
    numbers = {claim.performer.hpr_number or "", claim.performer.practice_id or ""} if claim.performer else set()
    performers = numbers | ({claim.requisition.hpr_number or ""} if claim.requisition else set())
    own = [record for record in DEMO if isinstance(record, Affiliation) and record.hpr_number in performers]
    performers |= {record.principal_hpr_number or "" for record in own}
    ids = numbers | {record.practice_id for record in own}
    practices = [record for record in DEMO if isinstance(record, Practice) and record.practice_id in ids]
    organisations = {claim.performer.organisation_number or ""} if claim.performer else set()
    organisations |= {practice.organisation_number or "" for practice in practices}
    areas = {practice.municipality_code or "" for practice in practices}
    return performers, organisations, {practice.practice_id for practice in practices}, areas


def _institutes() -> set[str]:
    """Organisations of the demo register where no performer works."""
    worked_at = {record.practice_id for record in DEMO if isinstance(record, Affiliation)}
    owners = {each.organisation_number for each in DEMO if isinstance(each, Practice) and each.practice_id in worked_at}
    return {record.organisation_number for record in DEMO if isinstance(record, Organisation)} - owners


def _covered() -> set[str]:
    """Municipalities whose contracts are on record."""
    return {
        record.area for record in DEMO if isinstance(record, Coverage) and record.kind is CoverageKind.MUNICIPAL_FUNDING
    }


@st.composite
def _strangers(draw: Callable[..., Any], practices: list[str]) -> list[Record]:
    """A performer and an institute that no claim asks about."""
    places = [STRANGE_PRACTICE, *practices]
    found: list[Record] = [
        Performer(STRANGER, "Stranger", SOURCE),
        Practice(STRANGE_PRACTICE, "Strange practice", "FYNO", "0301", None, SOURCE),
        Organisation(STRANGE_INSTITUTE, "Strange institute", SOURCE),
        Coverage(CoverageKind.MUNICIPAL_FUNDING, "1804", draw(PERIODS), SOURCE),
    ]
    kinds = st.sampled_from(
        [CompetenceKind.PHYSIOTHERAPIST, CompetenceKind.MANUAL_THERAPIST, CompetenceKind.PSYCHOMOTOR]
    )
    found += [Competence(STRANGER, draw(kinds), draw(PERIODS), SOURCE)]
    for place in draw(st.sets(st.sampled_from(places))):
        found.append(Affiliation(STRANGER, place, Role.SELF_EMPLOYED, None, draw(PERIODS), SOURCE))
    for place in draw(st.sets(st.sampled_from([None, *places]))):
        for kind, counterparty in (
            (AgreementKind.DIRECT_SETTLEMENT, HELFO),
            (AgreementKind.MUNICIPAL_FUNDING, "0301"),
        ):
            name = f"STRANGE-{place}-{counterparty}"
            found.append(Agreement(name, kind, STRANGER, None, counterparty, place, None, draw(PERIODS), SOURCE))
    for discipline in draw(st.sets(st.sampled_from(["RADIOLOGY", "LABORATORY"]))):
        kind = AgreementKind.REGIONAL_HEALTH_AUTHORITY
        name = f"STRANGE-{discipline}"
        found.append(Agreement(name, kind, None, STRANGE_INSTITUTE, REGION, None, discipline, draw(PERIODS), SOURCE))
    return found
