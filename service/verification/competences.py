"""
Which competences does a performer hold on a day?

References: helsepersonelloven section 48 (manual therapist as a profession of
its own); the extra competence that stood for it before is a provision with an
end of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.period import last_before
from registry.records import Competence, CompetenceKind, Coverage, CoverageKind
from registry.snapshot import PerformerEntry, Snapshot
from registry.tariffs.tariff_set import TariffSet
from service.verification.codes import ReasonCode
from service.verification.coverage import completeness
from service.verification.findings import LegalBasis, Reason, SupplyFact, Verdict, earliest

EXTRA_COMPETENCE = "manual_therapy_extra_competence"
MANUAL_THERAPY = frozenset({CompetenceKind.MANUAL_THERAPIST, CompetenceKind.MANUAL_THERAPY_EXTRA})
AUTHORISED = frozenset({CompetenceKind.PHYSIOTHERAPIST, CompetenceKind.MANUAL_THERAPIST})


@dataclass(frozen=True, slots=True)
class Competences:
    """
    What a performer holds on a day.

    `registered` is whether an absent competence proves that it is not held, and
    `stale` the coverage of authorisations when it is too old to be relied on.
    `coming` has the first day of competences that start later. `valid_until` is
    the last day before the set changes, as far as is recorded.
    """

    held: frozenset[CompetenceKind]
    coming: dict[CompetenceKind, date]
    registered: bool
    valid_until: date | None
    stale: Coverage | None = None

    def verdict(self, wanted: frozenset[CompetenceKind]) -> Verdict:
        """Whether one of the wanted competences is held; none wanted is held by everybody."""
        if not wanted:
            return Verdict.HELD
        if self.held & wanted:
            return Verdict.UNKNOWN if self.stale else Verdict.HELD
        return Verdict.NOT_HELD if self.registered else Verdict.UNKNOWN

    def first_date(self, wanted: Iterable[CompetenceKind]) -> date | None:
        """The first day on which one of the wanted competences starts later."""
        return earliest(self.coming.get(kind) for kind in wanted)


def competences_on(snapshot: Snapshot, tariffs: TariffSet, entry: PerformerEntry | None, day: date) -> Competences:
    """The competences of a performer on a day; of an unknown performer, none."""
    known = completeness(snapshot, CoverageKind.AUTHORISATION, ("NO",), day)
    rows = entry.competences if entry else ()
    held = {row.kind for row in rows if row.period.covers(day)}
    if tariffs.provision(EXTRA_COMPETENCE, day) is None:
        held.discard(CompetenceKind.MANUAL_THERAPY_EXTRA)
    until = _next_change(rows, day, known.valid_until)
    coming = {row.kind: row.period.first_date for row in rows if row.period.first_date and row.period.starts_after(day)}
    return Competences(frozenset(held), coming, known.complete, until, known.stale)


def not_refreshed(provider: str, stale: Coverage, day: date, basis: LegalBasis | None) -> Reason:
    """Why a verdict on an authorisation is unknown although the register was complete once."""
    return Reason(
        ReasonCode.REGISTER_NOT_REFRESHED,
        {
            "fact": stale.kind.value,
            "provider": provider,
            "area": stale.area,
            "source": stale.source,
            "last_confirmed": (stale.last_confirmed or date.min).isoformat(),
            "max_age_days": str(stale.max_age_days),
            "treatment_date": day.isoformat(),
        },
        legal_basis=basis,
        remedies=(SupplyFact(stale.kind.value, "REGISTER", (stale.area,)),),
    )


def _next_change(rows: Iterable[Competence], day: date, known_until: date | None) -> date | None:
    ends = [row.period.last_date for row in rows if row.period.covers(day)]
    starts = [
        last_before(row.period.first_date) for row in rows if row.period.first_date and row.period.starts_after(day)
    ]
    return earliest([*ends, *starts, known_until])
