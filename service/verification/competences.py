"""
Which competences does a performer hold on a day?

References: helsepersonelloven section 48 (manual therapist as a profession of
its own). What stands for another competence, for a time or on a condition, is
held under a provision and ends with it.
"""

from collections.abc import Iterable
from datetime import date

from registry.entries import PerformerEntry
from registry.period import Period, last_before
from registry.records import Competence, CompetenceKind, Coverage, CoverageKind
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Provision
from registry.tariffs.tariff_set import TariffSet
from registry.tariffs.vocabulary import PROVISION_OF_COMPETENCE
from service.verification.codes import ReasonCode
from service.verification.coverage import completeness
from service.verification.findings import LegalBasis, Reason, SupplyFact, Verdict, earliest

MANUAL_THERAPY = frozenset({CompetenceKind.MANUAL_THERAPIST, CompetenceKind.MANUAL_THERAPY_EXTRA})
AUTHORISED = frozenset(
    {CompetenceKind.PHYSIOTHERAPIST, CompetenceKind.MANUAL_THERAPIST, CompetenceKind.EEA_TEMPORARY_SERVICE}
)
"""
The right to practise physiotherapy, of which the codes for every physiotherapist ask.

Source: helsepersonelloven section 48; FOR-2024-06-17-1184 section 3 (EEA).
"""


@struct(frozen=True, slots=True)
class Competences:
    """
    What a performer holds on a day.

    `registered` is whether an absent competence proves that it is not held, and
    `stale` the coverage of authorisations when it is too old to be relied on.
    `coming` has the first day of competences that start later, and `gone` the
    last day of those that have ended. `valid_until` is the last day before the
    set changes, as far as is recorded.
    """

    held: frozenset[CompetenceKind]
    coming: dict[CompetenceKind, date]
    gone: dict[CompetenceKind, date]
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
    rights = [(row.kind, period) for row in rows if (period := days_of_right(tariffs, row))]
    held = frozenset(kind for kind, period in rights if period.covers(day))
    until = _next_change([period for _, period in rights], day, known.valid_until)
    return Competences(held, _coming(rights, day), _gone(rights, day), known.complete, until, known.stale)


def days_of_right(tariffs: TariffSet, row: Competence) -> Period | None:
    """The days on which a competence on record is a right: those of its provision, where it is held under one."""
    provision_id = PROVISION_OF_COMPETENCE.get(row.kind)
    if provision_id is None:
        return row.period
    days = tariffs.provision_period(provision_id)
    return row.period.common(days) if days else None


def provision_of(tariffs: TariffSet, kind: CompetenceKind, day: date) -> Provision | None:
    """The provision that a competence is held under on a day; absent when it is held without one, or not at all."""
    provision_id = PROVISION_OF_COMPETENCE.get(kind)
    return tariffs.provision(provision_id, day) if provision_id else None


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


def _coming(rights: Iterable[tuple[CompetenceKind, Period]], day: date) -> dict[CompetenceKind, date]:
    """The first day of each competence that starts later: of several, the earliest."""
    coming: dict[CompetenceKind, date] = {}
    for kind, period in rights:
        if period.first_date and period.starts_after(day):
            coming[kind] = min(period.first_date, coming.get(kind, period.first_date))
    return coming


def _gone(rights: Iterable[tuple[CompetenceKind, Period]], day: date) -> dict[CompetenceKind, date]:
    """The last day of each competence that has ended: of several, the latest."""
    gone: dict[CompetenceKind, date] = {}
    for kind, period in rights:
        if period.last_date and period.ends_before(day):
            gone[kind] = max(period.last_date, gone.get(kind, period.last_date))
    return gone


def _next_change(periods: Iterable[Period], day: date, known_until: date | None) -> date | None:
    ends, starts = [], []
    for period in periods:
        if period.covers(day):
            ends.append(period.last_date)
        elif period.first_date and period.starts_after(day):
            starts.append(last_before(period.first_date))
    return earliest([*ends, *starts, known_until])
