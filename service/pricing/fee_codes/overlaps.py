"""
Is the performer, or the contract holder of a locum, busy with another patient at the time?

Time of one patient is not paid for with another; a group is one time for all. A
holder does not treat at Helfo's cost while the locum does.

References: chapter II of the physiotherapy tariff; FOR-1998-06-18-590 section 6
(locums).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from registry.structs import struct
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Booking, Claim, Treatment
from service.pricing.fee_codes.coding import CodedLine
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, LegalBasis, Reason, basis_of
from service.verification.funding import FundingRoute
from service.verification.standing import Standing

WHOLE_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def judge_overlaps(
    claim: Claim, lines: Iterable[CodedLine], bill: Bill, tariff: TariffDay, standing: Standing, trace: Trace
) -> tuple[list[Refusal], list[Assumption]]:
    """A refusal of the codes that take time when the time is taken, or an assumption where that is not told."""
    timed = _timed_codes(bill, tariff)
    if not timed:
        return [], []
    refusals: list[Refusal] = []
    assumptions: list[Assumption] = []
    told = claim.circumstances
    # Without bookings to hold it against, the time of the visit decides nothing.
    visit = _visit_of(claim, lines, bill, timed) if told.bookings or told.holder_bookings else None
    other = _judge(claim, visit, told.bookings)
    if trace:
        trace.step(Rule.OVERLAP_IN_TIME, 0, tariff.provisions.get("overlap_in_time"), clash=_told(other))
    if other.clash:
        refusals += _refusals(ReasonCode.TIME_OVERLAPS, visit, other.clash, timed, bill, None)
    elif other.unknown:
        assumptions.append(Assumption(AssumptionCode.NO_OVERLAP))
    if standing.route is FundingRoute.LOCUM:
        locum = tariff.provisions.get("locum")
        holder = _judge(claim, visit, told.holder_bookings)
        trace.step(Rule.OVERLAP_IN_TIME, 0, locum, clash=_told(holder))
        if holder.clash:
            reason = ReasonCode.HOLDER_BILLS_SAME_TIME
            refusals += _refusals(reason, visit, holder.clash, timed, bill, basis_of(locum))
        elif holder.unknown:
            assumptions += [each for each in standing.assumptions if each.code is AssumptionCode.HOLDER_NOT_BILLING]
    return refusals, assumptions


@struct(frozen=True, slots=True)
class Visit:
    """
    When the patient is treated: from a start until an end at the earliest and one at the latest.

    A fee code is for up to so many minutes, so that only a plainly described
    treatment tells how long it lasts.
    """

    start: datetime
    certain_end: datetime
    latest_end: datetime


@struct(frozen=True, slots=True)
class Overlap:
    """A booking that overlaps for certain; or that it is not known whether one does."""

    clash: Span | None
    unknown: bool


NOT_KNOWN = Overlap(None, unknown=True)


def _judge(claim: Claim, visit: Visit | None, bookings: tuple[Booking, ...] | None) -> Overlap:
    if bookings is not None and not bookings:
        return Overlap(None, unknown=False)
    if visit is None or bookings is None:
        return NOT_KNOWN
    clash = _clash(claim, (visit.start, visit.certain_end), bookings)
    possible = _clash(claim, (visit.start, visit.latest_end), bookings)
    return Overlap(clash, unknown=clash is None and possible is not None)


def _told(overlap: Overlap) -> str:
    if overlap.clash:
        return _words(overlap.clash)
    return "NOT_KNOWN" if overlap.unknown else ""


def _timed_codes(bill: Bill, tariff: TariffDay) -> dict[str, int]:
    """The claim's codes for examination and individual treatment, with the minutes of one use."""
    found: dict[str, int] = {}
    for code, entry in bill.entries.items():
        if code in tariff.individual_codes:
            found[code] = entry.fee.minutes or 0
    return found


def _visit_of(claim: Claim, lines: Iterable[CodedLine], bill: Bill, timed: dict[str, int]) -> Visit | None:
    """The time of the visit; absent when the start is not told."""
    if claim.start_time is None:
        return None
    exact = 0
    billed: Counter[str] = Counter()
    for coded in lines:
        codes = [use for use in coded.uses if use.fee_code in timed]
        if isinstance(coded.line.content, Treatment):
            exact += coded.line.content.minutes if codes else 0
        else:
            billed.update({use.fee_code: use.count for use in codes})
    most = sum(timed[code] * count for code, count in billed.items())
    start = datetime.combine(claim.treatment_date, claim.start_time)
    least = exact + (most - _last_step(billed, bill, timed) + 1 if billed else 0)
    return Visit(start, start + timedelta(minutes=least), start + timedelta(minutes=exact + most))


def _last_step(billed: Iterable[str], bill: Bill, timed: dict[str, int]) -> int:
    """The minutes of which only the first is certain: of a code for further time, else of all codes."""
    further = [timed[code] for code in billed if bill.entries[code].companions]
    return max(further) if further else sum(timed[code] for code in billed)


def _clash(claim: Claim, span: Span, bookings: tuple[Booking, ...]) -> Span | None:
    """The first booking that overlaps; one that ends when the treatment starts does not."""
    for booking in bookings:
        start = datetime.combine(claim.treatment_date, booking.start)
        end = datetime.combine(claim.treatment_date, booking.end)
        end = end if end > start else end + WHOLE_DAY
        if start < span[1] and span[0] < end:
            return start, end
    return None


def _refusals(
    code: ReasonCode, visit: Visit | None, clash: Span, timed: dict[str, int], bill: Bill, basis: LegalBasis | None
) -> list[Refusal]:
    data = {"time": _words((visit.start, visit.latest_end)) if visit else "", "other_time": _words(clash)}
    return [
        Refusal(fee_code, Reason(code, {"fee_code": fee_code, **data}, bill.first_line(fee_code), basis))
        for fee_code in timed
    ]


def _words(span: Span) -> str:
    return f"{span[0]:%H:%M}-{span[1]:%H:%M}"
