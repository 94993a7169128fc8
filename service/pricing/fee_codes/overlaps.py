"""
Is the performer, or the contract holder of a locum, busy with another patient at the time?

Time of one patient is not paid for with another; a group is one time for all. A
holder does not treat at Helfo's cost while the locum does.

References: chapter II of the physiotherapy tariff; FOR-1998-06-18-590 section 6
(locums).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

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
    span = _span_of(claim, lines, timed)
    clash = _clash(claim, span, told.bookings)
    if trace:
        trace.step(Rule.OVERLAP_IN_TIME, 0, clash=_words(clash) if clash else "")
    if clash:
        refusals += _refusals(ReasonCode.TIME_OVERLAPS, span, clash, timed, bill, None)
    elif told.bookings is None or (told.bookings and span is None):
        assumptions.append(Assumption(AssumptionCode.NO_OVERLAP))
    if standing.route is FundingRoute.LOCUM:
        clash = _clash(claim, span, told.holder_bookings)
        locum = tariff.provisions.get("locum")
        if trace:
            trace.step(Rule.OVERLAP_IN_TIME, 0, locum, clash=_words(clash) if clash else "")
        if clash:
            basis = basis_of(locum)
            refusals += _refusals(ReasonCode.HOLDER_BILLS_SAME_TIME, span, clash, timed, bill, basis)
    return refusals, assumptions


def holder_is_decided(claim: Claim) -> bool:
    """Whether the claim tells enough of the contract holder's day for nothing to be assumed."""
    bookings = claim.circumstances.holder_bookings
    return bookings is not None and (not bookings or claim.start_time is not None)


def _timed_codes(bill: Bill, tariff: TariffDay) -> dict[str, int]:
    """The claim's codes for examination and individual treatment, with the minutes of one use."""
    found: dict[str, int] = {}
    for code, entry in bill.entries.items():
        if code in tariff.individual_codes:
            found[code] = entry.fee.minutes or 0
    return found


def _span_of(claim: Claim, lines: Iterable[CodedLine], timed: dict[str, int]) -> Span | None:
    """From when until when the patient is treated; absent when the start is not told."""
    if claim.start_time is None:
        return None
    minutes = 0
    for coded in lines:
        content = coded.line.content
        if isinstance(content, Treatment):
            minutes += content.minutes if any(use.fee_code in timed for use in coded.uses) else 0
        else:
            minutes += sum(timed.get(use.fee_code, 0) * use.count for use in coded.uses)
    start = datetime.combine(claim.treatment_date, claim.start_time)
    return start, start + timedelta(minutes=minutes)


def _clash(claim: Claim, span: Span | None, bookings: tuple[Booking, ...] | None) -> Span | None:
    """The first booking that overlaps; one that ends when the treatment starts does not."""
    if span is None:
        return None
    for booking in bookings or ():
        start = datetime.combine(claim.treatment_date, booking.start)
        end = datetime.combine(claim.treatment_date, booking.end)
        end = end if end > start else end + WHOLE_DAY
        if start < span[1] and span[0] < end:
            return start, end
    return None


def _refusals(
    code: ReasonCode, span: Span | None, clash: Span, timed: dict[str, int], bill: Bill, basis: LegalBasis | None
) -> list[Refusal]:
    data = {"time": _words(span) if span else "", "other_time": _words(clash)}
    return [
        Refusal(fee_code, Reason(code, {"fee_code": fee_code, **data}, bill.first_line(fee_code), basis))
        for fee_code in timed
    ]


def _words(span: Span) -> str:
    return f"{span[0]:%H:%M}-{span[1]:%H:%M}"
