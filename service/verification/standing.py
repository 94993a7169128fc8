"""All that verification says about a provider at one practice on a day, in one record."""

from dataclasses import field
from datetime import date
from enum import StrEnum

from registry.structs import struct
from service.verification.competences import MANUAL_THERAPY, Competences
from service.verification.findings import (
    Assumption,
    Finding,
    Reason,
    Requirement,
    Verdict,
    all_held,
    earliest,
)
from service.verification.funding import FundingRoute


class Settlement(StrEnum):
    """Whether Helfo pays the provider, or the patient afterwards on a receipt."""

    DIRECT = "DIRECT"
    ON_RECEIPT = "ON_RECEIPT"


@struct(frozen=True, slots=True)
class Standing:
    """
    What the register says about a provider at a practice on a day.

    `practice_id` is absent when none is told or recorded, and `practice_type`
    when that is not on record. `reasons` are about
    the provider and the practice as such; each finding has its own. `ends` are
    further last days on which the answer stays the same.
    """

    provider: str
    practice_id: str | None
    findings: tuple[Finding, ...]
    settlement: Settlement = Settlement.DIRECT
    route: FundingRoute = FundingRoute.NONE
    competences: Competences | None = None
    health_regions: frozenset[str] = frozenset()
    practice_type: str | None = None
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    ends: tuple[date | None, ...] = field(default=())

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that decide; settlement does not while a receipt will do."""
        if self.settlement is Settlement.DIRECT:
            return self.findings
        return tuple(finding for finding in self.findings if finding.requirement is not Requirement.DIRECT_SETTLEMENT)

    @property
    def verdict(self) -> Verdict:
        """The verdict on all requirements together."""
        return all_held(finding.verdict for finding in self.blocking)

    @property
    def valid_until(self) -> date | None:
        """The last day on which the standing is known to stay the same."""
        return earliest([*(finding.valid_until for finding in self.findings), *self.ends])

    @property
    def is_manual_therapist(self) -> bool:
        """Whether the performer is a manual therapist on the day."""
        return self.competences is not None and bool(self.competences.held & MANUAL_THERAPY)

    def verdict_on(self, requirement: Requirement) -> Verdict:
        """The verdict on one requirement; what is not asked for is held."""
        return all_held(finding.verdict for finding in self.findings if finding.requirement is requirement)

    @property
    def essence(self) -> tuple[object, ...]:
        """What two practices must have in common to give the same answer."""
        held = self.competences.held if self.competences else frozenset()
        verdicts = tuple((finding.requirement, finding.verdict) for finding in self.findings)
        supervised = self.practice_type if self.route is FundingRoute.EDUCATION_CANDIDATE else None
        return (verdicts, self.settlement, self.route, held, self.health_regions, supervised)
