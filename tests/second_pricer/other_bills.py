"""
What other bills make of a code: earlier uses, the same day, the same time.

Only what the claim tells is used; every function gives the reason why a code may
not stand, and nothing when nothing told speaks against it. Times are minutes after
midnight of the treatment date.

Source: the physiotherapy regulation, chapter II, remarks A2 and A6 and the printed
limits; FOR-1998-06-18-590 section 6 (locums).
"""

import re
from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.people import PROVIDERS, at_work

Claim = dict[str, Any]
Span = tuple[int, int, int]

ONE_PATIENT = re.compile(r"A1[acdf]t?|A2[abcef]|A3[ab]t?|A[789][ab]|B0[acdf]t?|B[123789][ab]t?")
"""The codes of examinations and individual treatment, without what is added to them."""
DAY = 24 * 60


def used_before(claim: Claim, code: str) -> int:
    """How often a code, and those that share its limit, were used before in the time that the limit counts."""
    row = tables.fees(claim["discipline"], claim["day"])[code]
    together = tables.share_a_limit(code, claim["day"])
    return sum(count for name, count, last in claim["earlier"] or [] if name in together and _counts(row, claim, last))


def _counts(row: tables.Row, claim: Claim, last: str | None) -> bool:
    """Whether a last use was in the year, or the month, of the treatment, where the limit goes by that."""
    same = {"YEAR": 4, "MONTH": 7}.get(re.split("_(?:AND_)?", row["frequency"].removesuffix("_WITH_VIDEO"))[-1], 0)
    return last is None or last[:same] == claim["day"][:same]


def same_day(claim: Claim, code: str) -> str:
    """Whether another bill of the day has a code that goes before this one, or that this one goes before."""
    others = {other for other, _ in claim["same_day"] or []}
    for row in tables.SAME_DAY:
        if tables.holds(row, claim["day"]):
            one, other = set(row["codes"].split()), set(row["other_codes"].split())
            if (code in one and others & other) or (code in other and others & one):
                return "SAME_DAY_NOT_ALLOWED"
    return ""


def takes_time(claim: Claim, code: str) -> bool:
    """Whether a code is for time with one patient."""
    return claim["discipline"] == "PHYSIOTHERAPY" and bool(ONE_PATIENT.fullmatch(code))


def span_of(claim: Claim, uses: list[list[tuple[str, int]]]) -> Span | None:
    """
    From when until when the patient is treated for certain, and at the latest; absent without a start or any time.

    A code is for up to so many minutes, or for each ten begun: of the last of them only the first minute is certain.
    """
    fees = tables.fees(claim["discipline"], claim["day"])
    rules = tables.rules(claim["discipline"], claim["day"])
    told, billed, timed = 0, dict[str, int](), False
    for line, used in zip(claim["lines"], uses, strict=True):
        own = [(code, count) for code, count in used if code in fees and takes_time(claim, code)]
        timed = timed or bool(own)
        if "treatment" in line:
            told += line["minutes"] if own else 0
        else:
            billed |= {code: billed.get(code, 0) + count for code, count in own}
    if claim["start"] is None or not timed:
        return None
    minutes = {code: int(fees[code]["minutes"] or 0) for code in billed}
    most = sum(minutes[code] * count for code, count in billed.items())
    further = [minutes[code] for code in billed if code in rules and rules[code]["companions"]]
    unsure = max(further) if further else sum(minutes.values())
    start = clock(claim["start"])
    certain = told + (most - unsure + 1 if billed else 0)
    return start, start + certain, start + told + most


def clock(time: str) -> int:
    """Minutes after midnight."""
    return int(time[:2]) * 60 + int(time[3:])


def busy(span: Span | None, bookings: list[tuple[str, str]] | None) -> bool:
    """Whether a booking overlaps; to end when the other starts is no overlap."""
    if span is None:
        return False
    for first, last in bookings or []:
        start, end = clock(first), clock(last)
        end += DAY if end <= start else 0
        if start < span[1] and span[0] < end:
            return True
    return False


def at_that_time(claim: Claim, code: str, span: Span | None) -> set[str]:
    """Why the time is not paid for: another patient, or the contract holder who treats while the locum does."""
    if not takes_time(claim, code):
        return set()
    found = {"TIME_OVERLAPS"} if busy(span, claim["bookings"]) else set()
    if at_work(PROVIDERS[claim["performer"]], "LOCUM", claim["day"]) and busy(span, claim["holder"]):
        found.add("HOLDER_BILLS_SAME_TIME")
    return found
