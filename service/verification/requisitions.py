"""
Does a requisition or referral count?

References: FOR-2003-06-27-959 section 3 (laboratory and radiology);
folketrygdloven section 5-8 as it stood while physiotherapy needed a referral.
"""

from datetime import date

from registry.period import last_before
from registry.records import CoverageKind
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.competences import MANUAL_THERAPY, competences_on
from service.verification.findings import (
    Assumption,
    EarliestDate,
    Finding,
    LegalBasis,
    Reason,
    Requirement,
    SupplyFact,
    Verdict,
    basis_of,
)

MANUAL_THERAPIST = "MANUAL_THERAPIST"
LEGAL_BASIS = {
    Discipline.PHYSIOTHERAPY: "referral_required",
    Discipline.RADIOLOGY: "requisition_radiology",
    Discipline.LABORATORY: "requisition_laboratory",
}


@struct(frozen=True, slots=True)
class Requisition:
    """
    What is told of a requisition.

    `none` says that there is none. Profession, HPR number and day are absent
    when they are not told.
    """

    none: bool = False
    profession: str | None = None
    hpr_number: str | None = None
    day: date | None = None


@struct(frozen=True, slots=True)
class RequisitionAnswer:
    """The verdict on a requisition, and what was taken for granted."""

    finding: Finding
    assumptions: tuple[Assumption, ...] = ()


def verify_requisition(
    snapshot: Snapshot, tariffs: TariffSet, tariff: TariffDay, requisition: Requisition | None, day: date
) -> RequisitionAnswer:
    """The verdict on a requisition for a treatment in a discipline that asks for one."""
    basis = basis_of(tariffs.provision(LEGAL_BASIS[tariff.discipline], day))
    professions = ", ".join(sorted(tariff.professions))
    if requisition is None or (not requisition.none and requisition.profession is None):
        remedy = SupplyFact("requisition", "CALLER")
        reason = Reason(
            ReasonCode.REQUISITION_NOT_TOLD,
            {"professions": professions},
            legal_basis=basis,
            remedies=(remedy,),
        )
        return RequisitionAnswer(Finding(Requirement.REQUISITION, Verdict.UNKNOWN, reasons=(reason,)))
    reasons = _why_not(requisition, tariff.professions, professions, basis, day)
    if reasons:
        coming = requisition.day if requisition.day and requisition.day > day else None
        until = last_before(coming) if coming else None
        finding = Finding(Requirement.REQUISITION, Verdict.NOT_HELD, valid_until=until, reasons=tuple(reasons))
        return RequisitionAnswer(finding)
    dated = (() if requisition.day else (Assumption(AssumptionCode.REQUISITION_NOT_DATED),)) + _still_good(
        tariffs, day, tariff
    )
    if requisition.profession == MANUAL_THERAPIST and requisition.hpr_number:
        finding = _verify_manual_therapist(snapshot, tariffs, requisition, day, basis)
        return RequisitionAnswer(finding, dated)
    stated = Assumption(AssumptionCode.REQUISITION_AS_STATED, {"profession": requisition.profession or ""})
    return RequisitionAnswer(Finding(Requirement.REQUISITION, Verdict.HELD), (stated, *dated))


def _still_good(tariffs: TariffSet, day: date, tariff: TariffDay) -> tuple[Assumption, ...]:
    """What a referral to physiotherapy is taken to keep: its months and its number of treatments."""
    months, treatments = (tariffs.provision(name, day) for name in ("referral_months", "referral_treatments"))
    if tariff.discipline is not Discipline.PHYSIOTHERAPY or months is None or treatments is None:
        return ()
    data = {"months": str(months.value), "treatments": str(treatments.value)}
    return (Assumption(AssumptionCode.REFERRAL_STILL_GOOD, data),)


def _why_not(
    requisition: Requisition, allowed: frozenset[str], professions: str, basis: LegalBasis | None, day: date
) -> list[Reason]:
    if requisition.none:
        return [Reason(ReasonCode.REQUISITION_MISSING, {"professions": professions}, legal_basis=basis)]
    reasons = []
    if requisition.profession not in allowed:
        data = {"profession": requisition.profession or "", "professions": professions}
        reasons.append(Reason(ReasonCode.REQUISITION_WRONG_PROFESSION, data, legal_basis=basis))
    if requisition.day and requisition.day > day:
        data = {"requisition_date": requisition.day.isoformat(), "treatment_date": day.isoformat()}
        remedies = (EarliestDate(requisition.day),)
        reasons.append(Reason(ReasonCode.REQUISITION_AFTER_TREATMENT, data, legal_basis=basis, remedies=remedies))
    return reasons


def _verify_manual_therapist(
    snapshot: Snapshot, tariffs: TariffSet, requisition: Requisition, treated: date, basis: LegalBasis | None
) -> Finding:
    """The verdict on the day of the requisition; without one, on that of the treatment, and it may change with it."""
    day, number = requisition.day or treated, requisition.hpr_number or ""
    competences = competences_on(snapshot, tariffs, snapshot.performer(number), day)
    verdict = competences.verdict(MANUAL_THERAPY)
    until = None if requisition.day else competences.valid_until
    if verdict is Verdict.HELD:
        return Finding(Requirement.REQUISITION, verdict, valid_until=until)
    data = {"requisitioner": f"HPR {number}", "day": day.isoformat()}
    if verdict is Verdict.NOT_HELD:
        reason = Reason(ReasonCode.REQUISITION_RIGHT_NOT_HELD, data, legal_basis=basis)
    else:
        remedy = SupplyFact(CoverageKind.AUTHORISATION.value, "REGISTER")
        reason = Reason(ReasonCode.REQUISITION_RIGHT_UNKNOWN, data, legal_basis=basis, remedies=(remedy,))
    return Finding(Requirement.REQUISITION, verdict, valid_until=until, reasons=(reason,))
