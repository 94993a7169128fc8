"""
The supplement for unsocial hours: may it be billed at that time?

It goes by when the treatment starts. Whether the patient has one of the listed
severe conditions is not part of a claim, so it is taken as stated.

Reference: code G and remark G1 of the physiotherapy tariff, until June 2025.
"""

import calendar
from datetime import date, time

from registry.tariffs.hours import DayKind, SpecialDay, UnsocialHours
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, Reason, RemoveLine

WEEKEND = {calendar.SATURDAY: DayKind.SATURDAY, calendar.SUNDAY: DayKind.SUNDAY}


def judge_unsocial_hours(
    claim: Claim, bill: Bill, tariffs: TariffSet, tariff: TariffDay, trace: Trace
) -> tuple[list[Refusal], list[Assumption]]:
    """A refusal where the treatment starts at an ordinary time, and what is taken as stated."""
    refusals: list[Refusal] = []
    assumptions: list[Assumption] = []
    for code in sorted(tariff.fee_shares.keys() & bill.entries.keys()):
        line_number = bill.first_line(code)
        assumptions.append(Assumption(AssumptionCode.SEVERE_CONDITION_AS_STATED, {"fee_code": code}, line_number))
        if claim.start_time is None:
            assumptions.append(Assumption(AssumptionCode.UNSOCIAL_HOURS_AS_STATED, {"fee_code": code}, line_number))
            continue
        special = tariffs.special_days.get(claim.treatment_date)
        hours = _hours_at(tariff.unsocial_hours, special, claim.treatment_date, claim.start_time)
        fee = bill.entries[code].fee
        trace.step(
            Rule.UNSOCIAL_HOURS,
            line_number,
            fee,
            hours,
            special,
            start_time=f"{claim.start_time:%H:%M}",
            unsocial=hours is not None,
        )
        if hours is None:
            refusals.append(_refusal(claim, bill, code, claim.start_time))
    return refusals, assumptions


def _hours_at(
    table: tuple[UnsocialHours, ...], special: SpecialDay | None, day: date, start: time
) -> UnsocialHours | None:
    """The unsocial hours that a time is in; absent at an ordinary time."""
    kinds = {DayKind.ANY, WEEKEND.get(day.weekday()), special.day_kind if special else None}
    return next((row for row in table if row.day_kind in kinds and _within(row, start)), None)


def _within(hours: UnsocialHours, start: time) -> bool:
    if hours.to_time is None:
        return start >= hours.from_time
    if hours.to_time <= hours.from_time:
        return start >= hours.from_time or start < hours.to_time
    return hours.from_time <= start < hours.to_time


def _refusal(claim: Claim, bill: Bill, code: str, start: time) -> Refusal:
    line_number = bill.first_line(code)
    data = {
        "fee_code": code,
        "start_time": f"{start:%H:%M}",
        "treatment_date": claim.treatment_date.isoformat(),
    }
    remedies = (RemoveLine(line_number),) if len(bill.places[code]) == 1 else ()
    return Refusal(code, Reason(ReasonCode.NOT_UNSOCIAL_HOURS, data, line_number, remedies=remedies))
