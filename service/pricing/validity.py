"""Until when does the answer hold, and which of its figures are provisional?"""

from calendar import month_name, monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from registry.period import last_before
from registry.tariffs.records import Ceiling, Provision
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Charge, Claim, FeeUse, birthday, years_before
from service.pricing.decision import LineDecision, Provisional
from service.pricing.fee_codes.frequency import PER_MONTH
from service.verification.findings import earliest

AGE_LIMITS = ("child_exemption_age", "child_fee_code_age", "psychotherapy_child_age", "senior_supplement_age")
MONTHS = len(month_name) - 1


def valid_until(claim: Claim, tariff: TariffDay, ends: Iterable[date | None]) -> date:
    """The last day on which an otherwise equal claim is known to get the same answer."""
    day = claim.treatment_date
    year_end = day.replace(month=MONTHS, day=monthrange(day.year, MONTHS)[1])
    own = (tariff.period.last_date, _end_of_days_told(claim, tariff))
    known = [end for end in (*ends, *own) if end and end >= day]
    until = earliest([year_end, *known]) or year_end
    return _before_birthday(claim, tariff, until) or until


def _end_of_days_told(claim: Claim, tariff: TariffDay) -> date | None:
    """
    The last day on which what is told of days and hours means the same.

    An hour is unsocial by the day of the week, and an appointment was cancelled so
    long before on one day only. A use in a month counts until the month ends.
    """
    day = claim.treatment_date
    if not claim.is_timed and not claim.circumstances.earlier and not _has_cancellation(claim):
        return None
    codes = {line.content.fee_code for line in claim.lines if isinstance(line.content, FeeUse)}
    by_weekday = claim.is_timed and bool(codes & tariff.fee_shares.keys())
    if by_weekday or _has_cancellation(claim):
        return day
    monthly = {code for code in codes & tariff.fees.keys() if tariff.fees[code].fee.frequency == PER_MONTH}
    dated = any(use.last_date for use in claim.circumstances.earlier if use.fee_code in monthly)
    return day.replace(day=monthrange(day.year, day.month)[1]) if dated else None


def _has_cancellation(claim: Claim) -> bool:
    return any(isinstance(line.content, Charge) and line.content.cancelled for line in claim.lines)


def _before_birthday(claim: Claim, tariff: TariffDay, until: date) -> date | None:
    """The day before the patient reaches the next age that a rule knows; absent when that is after `until`."""
    born = claim.patient.birth_date
    if born is None:
        return None
    limits = [provision.value for name in AGE_LIMITS if (provision := tariff.provisions.get(name)) and provision.value]
    for limit in sorted(limits):
        if years_before(claim.treatment_date, limit) < born <= years_before(until, limit):
            return last_before(birthday(born, limit))
    return None


def provisional(
    claim: Claim, tariff: TariffDay, lines: Iterable[LineDecision], ceiling: Ceiling | None
) -> tuple[Provisional, ...]:
    """The figures that are used beyond the day through which they are confirmed."""
    day, found = claim.treatment_date, {}
    for line in lines:
        for fee in line.fees:
            code = fee.use.fee_code
            row = tariff.refund_categories[code] if code in tariff.refund_categories else tariff.fees[code].fee
            through = row.confirmed_through
            if day > through:
                found[code] = Provisional("FEE", code, through)
    if ceiling and day > ceiling.confirmed_through:
        found["user_fee_ceiling"] = Provisional("CEILING", "user_fee_ceiling", ceiling.confirmed_through)
    return tuple(found.values())


def reporting_rule(tariff: TariffDay, *, municipality: bool) -> Provision | None:
    """The rule that says until when a user fee is reported."""
    return tariff.provisions.get("report_within_months_municipality" if municipality else "report_within_days")


def report_by(claim: Claim, tariff: TariffDay, *, municipality: bool) -> date | None:
    """
    The last day on which the user fee may be reported to Helfo.

    Source: FOR-2009-12-18-1639; municipalities report once a month.
    """
    provision = reporting_rule(tariff, municipality=municipality)
    if provision is None or provision.value is None:
        return None
    if not municipality:
        return claim.treatment_date + timedelta(days=provision.value)
    return months_later(claim.treatment_date, provision.value)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
