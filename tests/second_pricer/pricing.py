"""A claim priced from the beginning: the case it is in, its codes, its lines, its sums."""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.assumptions import assumptions_of
from tests.second_pricer.bill import judge_codes
from tests.second_pricer.cases import NOT_COVERED, NOT_KNOWN, Case, case_of, salaried
from tests.second_pricer.ceiling import refunded_afterwards
from tests.second_pricer.lines import answer_line, uses_of
from tests.second_pricer.money import add
from tests.second_pricer.other_bills import span_of
from tests.second_pricer.ranges import range_of

Claim = dict[str, Any]
Answer = dict[str, Any]


def price(claim: Claim) -> Answer:
    """
    The answer to a claim: outcome, lines, sums and the codes of the reasons.

    `case` and `verdicts` tell how it came about.
    """
    case, uses = case_of(claim), uses_of(claim)
    counts: dict[str, int] = {}
    for used in uses:
        for code, count in used:
            counts[code] = counts.get(code, 0) + count
    span = span_of(claim, uses)
    verdicts = judge_codes(claim, counts, span)
    lines = [
        answer_line(claim, case, line, used, verdicts, counts) for line, used in zip(claim["lines"], uses, strict=True)
    ]
    assumed = assumptions_of(claim, case, counts, span)
    ranged = range_of(claim, case, lines, uses, verdicts)
    return {
        "case": case,
        "verdicts": verdicts,
        "assumptions": assumed,
        "range": ranged,
        **put_together(claim, case, lines),
    }


def put_together(claim: Claim, case: Case, lines: list[Answer]) -> Answer:
    """Outcome, sums and reasons of the whole claim."""
    discipline, day = claim["discipline"], claim["day"]
    inside = [line for line, told in zip(lines, claim["lines"], strict=True) if "charge" not in told]
    pays, helfo, counts = (add([line["payment"][which] for line in lines]) for which in range(3))
    towards = add([line["payment"][2] for line in inside])
    owed = bool(inside) and case["pays"] not in NOT_COVERED
    return {
        "outcome": outcome_of(case, inside),
        "lines": [(line["coverage"], *line["figures"], *line["payment"]) for line in lines],
        "patient pays": pays,
        "Helfo pays": helfo,
        "counts": counts,
        "payee": payee(claim, case, helfo),
        "afterwards": refunded_afterwards(discipline, day, towards, claim["patient"]["paid"]) if owed else 0,
        "ceiling": tables.ceiling(discipline, day[:4]) if inside else None,
        "reasons": (case["reasons"] if inside else set()).union(*(line["reasons"] for line in lines)),
    }


def payee(claim: Claim, case: Case, helfo: int | None) -> str:
    """Whom Helfo pays; the municipality is the provider of those it employs, and asks for no receipt."""
    if not helfo:
        return "NOBODY"
    return "PATIENT_AFTERWARDS" if case["afterwards"] and not salaried(claim) else "PROVIDER"


def outcome_of(case: Case, inside: list[Answer]) -> str:
    """The outcome judges coverage, not whether the sum is exact."""
    coverages = {line["coverage"] for line in inside}
    if not inside:
        return "OUTSIDE_SCHEME"
    if case["missing"]:
        return "NOT_COVERED"
    if case["pays"] == NOT_KNOWN or "UNKNOWN" in coverages:
        return "NEEDS_INFORMATION"
    if coverages == {"COVERED"}:
        return "APPROVED"
    return "PARTLY_APPROVED" if "COVERED" in coverages else "REJECTED"
