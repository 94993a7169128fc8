"""
Is a performer a manual therapist, and what may a manual therapist do?

References: helsepersonelloven section 48; FOR-2005-12-21-1668 and
folketrygdloven section 8-7 (sick leave).
"""

from datetime import date

from registry.entries import PerformerEntry
from registry.period import Period
from registry.records import CompetenceKind
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Provision
from registry.tariffs.tariff_set import TariffSet
from service.verification.codes import ReasonCode
from service.verification.competences import (
    MANUAL_THERAPY,
    Competences,
    competences_on,
    days_of_right,
    not_refreshed,
    provision_of,
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


@struct(frozen=True, slots=True)
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
        until = _last_day(_rights_of(tariffs, entry), day)
        finding = Finding(Requirement.AUTHORISATION, verdict, valid_until=until)
        return finding, _rights(tariffs, entry, day)
    reason = _why_not(tariffs, f"HPR {hpr_number}", competences, entry, day)
    return Finding(Requirement.AUTHORISATION, verdict, valid_until=competences.valid_until, reasons=(reason,)), ()


def _why_not(
    tariffs: TariffSet, provider: str, competences: Competences, entry: PerformerEntry | None, day: date
) -> Reason:
    basis = basis_of(_provision(tariffs, AUTHORISATION, day))
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


def _provision(tariffs: TariffSet, provision_id: str, day: date) -> Provision | None:
    """The provision; before manual therapists had one, that of the extra competence that stood for them."""
    extra = provision_of(tariffs, CompetenceKind.MANUAL_THERAPY_EXTRA, day)
    return tariffs.provision(provision_id, day) or extra


def _rights_of(tariffs: TariffSet, entry: PerformerEntry) -> list[Period]:
    """The days on which each competence on record makes the performer a manual therapist."""
    rows = [row for row in entry.competences if row.kind in MANUAL_THERAPY]
    return [period for row in rows if (period := days_of_right(tariffs, row))]


def _last_day(periods: list[Period], day: date) -> date | None:
    """The last day of what is held on a day; absent while no end is known."""
    ends = [period.last_date for period in periods if period.covers(day)]
    return None if None in ends else max((end for end in ends if end), default=None)


def _rights(tariffs: TariffSet, entry: PerformerEntry, day: date) -> tuple[Right, ...]:
    periods = _rights_of(tariffs, entry)
    first = earliest(period.first_date for period in periods if not period.starts_after(day))
    last = _last_day(periods, day)
    rights = []
    for kind, provision_id in RIGHTS:
        provision = _provision(tariffs, provision_id, day)
        max_days = provision.value if provision and provision.provision_id == SICK_LEAVE else None
        rights.append(Right(kind, first, last, max_days, basis_of(provision)))
    return tuple(rights)
