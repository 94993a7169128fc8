"""Does a holder have an agreement of a kind, at a practice, on a day?"""

from collections.abc import Sequence
from datetime import date, timedelta

from registry.period import last_before
from registry.records import Agreement, AgreementKind, Coverage, CoverageKind
from registry.snapshot import Snapshot
from registry.structs import struct
from service.verification.codes import ReasonCode
from service.verification.coverage import Completeness, completeness, stale_coverage
from service.verification.findings import (
    EarliestDate,
    Finding,
    LegalBasis,
    Reason,
    Remedy,
    Requirement,
    SupplyFact,
    Verdict,
    earliest,
)


@struct(frozen=True, slots=True)
class AgreementQuestion:
    """What is asked: a kind of agreement on a day, by the provider whose name stands in the answer."""

    kind: AgreementKind
    provider: str
    day: date
    legal_basis: LegalBasis | None


def relevant(
    agreements: Sequence[Agreement],
    kind: AgreementKind,
    practice_id: str | None,
    discipline: str | None = None,
) -> list[Agreement]:
    """The agreements of a kind that hold for the practice; any practice when none is named."""
    return [
        agreement
        for agreement in agreements
        if agreement.kind is kind
        and (practice_id is None or agreement.practice_id in (None, practice_id))
        and (discipline is None or agreement.discipline in (None, discipline))
    ]


def verify_agreement(
    snapshot: Snapshot, question: AgreementQuestion, on_record: Sequence[Agreement], areas: tuple[str, ...]
) -> Finding:
    """
    The verdict on an agreement, from the relevant agreements of its possible holders.

    Without one, it depends on whether the register is complete in the areas.
    """
    requirement = Requirement(question.kind.value)
    held = [agreement for agreement in on_record if agreement.period.covers(question.day)]
    fresh = [each for each in held if why_stale(snapshot, each, areas, question.day) is None]
    if held:
        longest = max(
            fresh or held, key=lambda agreement: (agreement.period.last_date or date.max, agreement.agreement_id)
        )
        stale = None if fresh else why_stale(snapshot, longest, areas, question.day)
        if stale:
            reason = _not_refreshed(question, stale, longest.last_confirmed)
            return Finding(requirement, Verdict.UNKNOWN, longest, _end_of_run(longest, on_record), (reason,))
        return Finding(requirement, Verdict.HELD, longest, _end_of_run(longest, on_record))
    known = completeness(snapshot, CoverageKind(question.kind.value), areas, question.day)
    coming = min(
        (agreement for agreement in on_record if agreement.period.starts_after(question.day)),
        key=lambda agreement: (agreement.period.first_date or date.min, agreement.agreement_id),
        default=None,
    )
    lapsed = max(
        (agreement for agreement in on_record if agreement.period.ends_before(question.day)),
        key=lambda agreement: (agreement.period.last_date or date.max, agreement.agreement_id),
        default=None,
    )
    start = coming.period.first_date if coming else None
    valid_until = earliest([last_before(start) if start else None, known.valid_until])
    verdict = Verdict.NOT_HELD if known.complete else Verdict.UNKNOWN
    reason = _why_not(question, coming, lapsed) if known.complete else _unknown(question, known)
    return Finding(requirement, verdict, coming or lapsed, valid_until, (reason,))


def why_stale(snapshot: Snapshot, agreement: Agreement, areas: Sequence[str], day: date) -> Coverage | None:
    """The coverage by which an agreement has gone unconfirmed for too long; absent when it has not."""
    own = (agreement.counterparty,) if agreement.kind is AgreementKind.REGIONAL_HEALTH_AUTHORITY else areas
    return stale_coverage(snapshot, CoverageKind(agreement.kind.value), own, day, agreement.last_confirmed)


def _end_of_run(agreement: Agreement, on_record: Sequence[Agreement]) -> date | None:
    """The last day of the agreement and of those that follow it without a day between."""
    end = agreement.period.last_date
    while end is not None:
        after = end + timedelta(days=1)
        following = [other for other in on_record if other.period.covers(after)]
        if not following:
            return end
        end = max(other.period.last_date or date.max for other in following)
        if end == date.max:
            return None
    return None


def _why_not(question: AgreementQuestion, coming: Agreement | None, lapsed: Agreement | None) -> Reason:
    data = {
        "agreement": question.kind.value,
        "provider": question.provider,
        "treatment_date": question.day.isoformat(),
    }
    code = ReasonCode.AGREEMENT_NOT_HELD
    remedies: tuple[Remedy, ...] = ()
    if coming and coming.period.first_date:
        first = coming.period.first_date
        code, remedies = ReasonCode.AGREEMENT_STARTS_LATER, (EarliestDate(first),)
        data["first_date"] = first.isoformat()
    elif lapsed and lapsed.period.last_date:
        code = ReasonCode.AGREEMENT_LAPSED
        data["last_date"] = lapsed.period.last_date.isoformat()
    return Reason(code, data, legal_basis=question.legal_basis, remedies=remedies)


def _not_refreshed(question: AgreementQuestion, stale: Coverage, confirmed: date | None = None) -> Reason:
    last = max(each for each in (stale.last_confirmed, confirmed) if each)
    return Reason(
        ReasonCode.REGISTER_NOT_REFRESHED,
        {
            "fact": question.kind.value,
            "provider": question.provider,
            "area": stale.area,
            "source": stale.source,
            "last_confirmed": last.isoformat(),
            "max_age_days": str(stale.max_age_days),
            "treatment_date": question.day.isoformat(),
        },
        legal_basis=question.legal_basis,
        remedies=(SupplyFact(question.kind.value, "REGISTER", (stale.area,)),),
    )


def _unknown(question: AgreementQuestion, known: Completeness) -> Reason:
    if known.stale:
        return _not_refreshed(question, known.stale)
    remedy: Remedy = SupplyFact(question.kind.value, "REGISTER", known.areas)
    data = {
        "agreement": question.kind.value,
        "provider": question.provider,
        "area": ", ".join(known.areas) or "UNKNOWN_PLACE",
        "treatment_date": question.day.isoformat(),
    }
    return Reason(ReasonCode.AGREEMENT_UNKNOWN, data, legal_basis=question.legal_basis, remedies=(remedy,))
