"""
Is a performer a manual therapist, and what may a manual therapist do?

References: helsepersonelloven section 48; FOR-2005-12-21-1668 and
folketrygdloven section 8-7 (sick leave).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.records import Competence, CompetenceKind
from registry.snapshot import PerformerEntry, Snapshot
from registry.tariffs.tariff_set import TariffSet
from service.verification.codes import ReasonCode
from service.verification.competences import (
    EXTRA_COMPETENCE,
    MANUAL_THERAPY,
    Competences,
    competences_on,
    not_refreshed,
)
from service.verification.findings import (
    EarliestDate,
    Finding,
    LegalBasis,
    Reason,
    Remedy,
    Requirement,
    SupplyFact,
    Verdict,
    basis_of,
    earliest,
)

AUTHORISATION = "manual_therapist_authorisation"
SICK_LEAVE = "manual_therapist_sick_leave_days"
RIGHTS = (
    ("REFER", AUTHORISATION),
    ("REQUISITION_IMAGING", "requisition_radiology"),
    ("SICK_LEAVE", SICK_LEAVE),
)


@dataclass(frozen=True, slots=True)
class Right:
    """A right of a manual therapist; `max_days` only for sick leave."""

    kind: str
    first_date: date | None
    last_date: date | None
    max_days: int | None
    legal_basis: LegalBasis | None


def verify_manual_therapist(
    snapshot: Snapshot, tariffs: TariffSet, hpr_number: str, day: date
) -> tuple[Finding, tuple[Right, ...]]:
    """The verdict on the authorisation, and the rights that follow when it is held."""
    entry = snapshot.performer(hpr_number)
    competences = competences_on(snapshot, tariffs, entry, day)
    verdict = competences.verdict(MANUAL_THERAPY)
    if verdict is Verdict.HELD and entry:
        until = _last_day(tariffs, entry.competences, day)
        finding = Finding(Requirement.AUTHORISATION, verdict, valid_until=until)
        return finding, _rights(tariffs, entry, day)
    reason = _why_not(tariffs, f"HPR {hpr_number}", competences, entry, day)
    return Finding(Requirement.AUTHORISATION, verdict, valid_until=competences.valid_until, reasons=(reason,)), ()


def _why_not(
    tariffs: TariffSet, provider: str, competences: Competences, entry: PerformerEntry | None, day: date
) -> Reason:
    basis = basis_of(tariffs.provision(AUTHORISATION, day) or tariffs.provision(EXTRA_COMPETENCE, day))
    if entry is None:
        return Reason(ReasonCode.PROVIDER_NOT_IN_REGISTER, {"provider": provider})
    data = {"provider": provider, "treatment_date": day.isoformat()}
    if competences.stale:
        return not_refreshed(data["provider"], competences.stale, day, basis)
    if not competences.registered:
        remedy: Remedy = SupplyFact("AUTHORISATION", "REGISTER")
        return Reason(ReasonCode.AUTHORISATION_UNKNOWN, data, legal_basis=basis, remedies=(remedy,))
    start = competences.first_date(MANUAL_THERAPY)
    remedies: tuple[Remedy, ...] = (EarliestDate(start),) if start else ()
    return Reason(ReasonCode.MANUAL_THERAPIST_NOT_HELD, data, legal_basis=basis, remedies=remedies)


def _run(tariffs: TariffSet, rows: Sequence[Competence], day: date) -> list[Competence]:
    """The competences that make the performer a manual therapist on the day."""
    extra_counts = tariffs.provision(EXTRA_COMPETENCE, day) is not None
    return [
        row
        for row in rows
        if row.kind in MANUAL_THERAPY
        and row.period.covers(day)
        and (row.kind is CompetenceKind.MANUAL_THERAPIST or extra_counts)
    ]


def _last_day(tariffs: TariffSet, rows: Sequence[Competence], day: date) -> date | None:
    ends: list[date | None] = []
    for row in _run(tariffs, rows, day):
        extra = tariffs.provision(EXTRA_COMPETENCE, day) if row.kind is CompetenceKind.MANUAL_THERAPY_EXTRA else None
        ends.append(earliest([row.period.last_date, extra.period.last_date if extra else None]))
    return None if None in ends else max((end for end in ends if end), default=None)


def _rights(tariffs: TariffSet, entry: PerformerEntry, day: date) -> tuple[Right, ...]:
    rows = [row for row in entry.competences if row.kind in MANUAL_THERAPY and not row.period.starts_after(day)]
    first = earliest(row.period.first_date for row in rows)
    last = _last_day(tariffs, entry.competences, day)
    rights = []
    for kind, provision_id in RIGHTS:
        provision = tariffs.provision(provision_id, day) or tariffs.provision(EXTRA_COMPETENCE, day)
        max_days = provision.value if provision and provision.provision_id == SICK_LEAVE else None
        rights.append(Right(kind, first, last, max_days, basis_of(provision)))
    return tuple(rights)
