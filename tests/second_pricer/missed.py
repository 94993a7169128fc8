"""
A missed appointment: may it be charged, and how much at the most?

A cancellation is told as a pair of minutes before the start: the least and the most
that it can have been, since the start may be any time of the day when it is not told.

Source: the physiotherapy regulation, chapter III; FOR-2003-06-27-959 section 10 (radiology).
"""

from typing import Any

from tests.second_pricer import money, tables
from tests.second_pricer.unsocial import share_row

Claim = dict[str, Any]
Line = dict[str, Any]

NOTICE = {"PHYSIOTHERAPY": "no_show_notice_hours", "RADIOLOGY": "radiology_no_show_notice_hours"}


def judge_no_show(claim: Claim, line: Line) -> tuple[str, int | None, set[str]]:
    """Coverage of the charge, what the patient pays, and why; absent is not known."""
    discipline, day, amount = claim["discipline"], claim["day"], line["amount"]
    notice = tables.provision(NOTICE[discipline], day) if discipline in NOTICE else None
    if notice is None:
        return "OUTSIDE_SCHEME", amount, set()
    if line["cancelled"] and line["cancelled"][0] >= int(notice["value"]) * 60:
        return "NOT_PAYABLE", 0, {"CHARGE_CANCELLED_IN_TIME"}
    if discipline == "RADIOLOGY":
        return _within(amount, tables.limit("radiology_no_show_maximum", day), set())
    booked = {code for code, _ in line["booked"]}
    fees = tables.fees(discipline, day)
    booked = [code for code, _ in line["booked"]]
    reasons = {"BOOKED_CODE_NOT_IN_TARIFF" for code in booked if code not in fees}
    reasons |= {"AMOUNT_NOT_ON_RECORD" for code in booked if code in fees and _honorarium(claim, code) is None}
    return _within(amount, whole_fee_of_booked(claim, line), reasons)


def _within(amount: int | None, most: int | None, reasons: set[str]) -> tuple[str, int | None, set[str]]:
    """What is above the most that may be charged is not paid."""
    if amount is None or most is None or amount <= most:
        return "OUTSIDE_SCHEME", amount, reasons
    return "OUTSIDE_SCHEME", most, reasons | {"CHARGE_ABOVE_MAXIMUM"}


def whole_fee_of_booked(claim: Claim, line: Line) -> int | None:
    """What all that was booked costs; absent when that is not known, or nothing is told of it."""
    each = [money.times((_honorarium(claim, code), 0, 0), count)[0] for code, count in line["booked"]]
    return money.add(each) if each else None


def _honorarium(claim: Claim, code: str) -> int | None:
    """What one use of a booked code costs; absent when that is not on record, or is a share of others."""
    discipline, day = claim["discipline"], claim["day"]
    if code not in tables.fees(discipline, day) or share_row(code, day):
        return None
    return tables.amounts(discipline, code, day, claim["authority"])[0]
