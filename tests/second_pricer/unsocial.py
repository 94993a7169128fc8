"""
The supplement for unsocial hours: at what time it may be billed, and what it comes to.

Source: the physiotherapy regulation until June 2025, chapter II, code G and remark G1.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.money import NOT_KNOWN, NOTHING, Figures

Claim = dict[str, Any]
WEEKEND = {5: "SATURDAY", 6: "SUNDAY"}


@cache
def kinds_of(day: str) -> set[str]:
    """Every kind of day that a day is."""
    kinds = {"ANY"} | {row["day_kind"] for row in tables.SPECIAL_DAYS if row["day"] == day}
    weekday = date.fromisoformat(day).weekday()
    return kinds | ({WEEKEND[weekday]} if weekday in WEEKEND else set())


def ordinary_hour(claim: Claim, code: str) -> str:
    """Why a supplement for unsocial hours may not be billed; empty when it may, or when the hour is not told."""
    day, start = claim["day"], claim["start"]
    if not share_row(code, day) or start is None:
        return ""
    for row in tables.UNSOCIAL_HOURS:
        if tables.holds(row, day) and row["day_kind"] in kinds_of(day):
            first, last = row["from_time"], row["to_time"] or "24:00"
            if (first <= start < last) if first < last else (start >= first or start < last):
                return ""
    return "NOT_UNSOCIAL_HOURS"


@cache
def share_row(code: str, day: str) -> tables.Row | None:
    """Of what a code is a share; absent when it is none."""
    for row in tables.FEE_SHARES:
        if row["fee_code"] == code and tables.holds(row, day):
            return row
    return None


def share_figures(claim: Claim, code: str, verdicts: dict[str, Any], counts: dict[str, int]) -> Figures:
    """
    The figures of one use of a code that is a share of others.

    Of a share that is something, how much the state pays is not on record. What is
    refused for good is no part of it; while one of the others is undecided it is not
    known.
    """
    day, discipline = claim["day"], claim["discipline"]
    row = share_row(code, day)
    assert row is not None
    base = 0
    for other, count in counts.items():
        if other == code or other[0] not in row["sections"].split():
            continue
        verdict = verdicts[other]
        if verdict["coverage"] == "NOT_PAYABLE" and not verdict["choice"]:
            continue
        if verdict["coverage"] != "COVERED":
            return NOT_KNOWN
        honorarium = tables.amounts(discipline, other, day, claim["authority"])[0]
        if honorarium is None:
            return NOT_KNOWN
        base += honorarium * count
    if not base:
        return NOTHING
    assert row["rounding"] == "HALF_UP"
    percentage = Decimal(tables.fees(discipline, day)[code]["percentage"])
    return int((base * percentage / 100).quantize(Decimal(1), ROUND_HALF_UP)), None, None
