"""A claim priced from the beginning: the provider, the requisition, the patient, the codes, the money."""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.bill import judge_codes
from tests.second_pricer.ceiling import refunded_afterwards
from tests.second_pricer.charges import judge_charge
from tests.second_pricer.money import (
    NOT_KNOWN,
    NOTHING,
    Figures,
    Payment,
    add,
    employee,
    free_price,
    on_receipt,
    ordinary,
    times,
    whole_fee,
)
from tests.second_pricer.patient import judge_patient
from tests.second_pricer.people import PROVIDERS, at_work, standing
from tests.second_pricer.requisition import judge_requisition

Claim = dict[str, Any]
Answer = dict[str, Any]

OF_EXAMINATION = {"RADIOLOGY": "899a"}
OF_BLOOD_SAMPLE = {"LABORATORY": "701a"}


def price(claim: Claim) -> Answer:
    """The answer to a claim: outcome, lines, sums and the codes of the reasons."""
    case = case_of(claim)
    uses = uses_of(claim)
    counts: dict[str, int] = {}
    for code, count in (use for line in uses for use in line):
        counts[code] = counts.get(code, 0) + count
    verdicts = judge_codes(claim, counts)
    lines = [answer_line(claim, case, line, used, verdicts) for line, used in zip(claim["lines"], uses, strict=True)]
    return put_together(claim, case, lines, verdicts)


def case_of(claim: Claim) -> dict[str, Any]:
    """Which row of the table of cases a claim is in, and why."""
    found = standing(claim["performer"], claim["discipline"], claim["day"])
    patient = judge_patient(claim)
    asked = judge_requisition(claim)
    missing, untold = set(found["missing"]), set(found["untold"])
    pays = "free price" if missing else ""
    if asked == {"REQUISITION_NOT_TOLD"}:
        untold |= asked
    elif asked:
        missing |= asked
        pays = pays or ("whole fee" if claim["discipline"] == "PHYSIOTHERAPY" else "free price")
    if not patient["member"]:
        missing.add("NOT_A_MEMBER")
        pays = pays or "whole fee"
    if not pays and untold:
        pays = "not known"
    return {
        "pays": pays,
        "exempt": patient["exempt"],
        "afterwards": found["afterwards"],
        "missing": missing,
        "reasons": missing | untold | found["remarks"] | patient["reasons"],
    }


def uses_of(claim: Claim) -> list[list[tuple[str, int]]]:
    """
    The fee codes of each line.

    A requisition has one user fee, however many examinations; it is put on the
    first one, unless a line has it by its code.
    """
    discipline = claim["discipline"]
    coded = {line["code"] for line in claim["lines"] if "code" in line}
    found = []
    for line in claim["lines"]:
        code = ""
        if "code" in line:
            found.append([(line["code"], line["count"])])
            continue
        if "examination" in line:
            code = OF_EXAMINATION.get(discipline, "")
        elif line.get("sample") == "BLOOD":
            code = OF_BLOOD_SAMPLE.get(discipline, "")
        found.append([(code, 1)] if code and code not in coded else [])
        coded.add(code)
    return found


def answer_line(
    claim: Claim, case: dict[str, Any], line: dict[str, Any], used: list[tuple[str, int]], verdicts: dict[str, Any]
) -> Answer:
    """The answer to one line."""
    discipline, day = claim["discipline"], claim["day"]
    if "charge" in line:
        coverage, pays, reasons = judge_charge(line, discipline, day)
        return {"coverage": coverage, "figures": (0, 0, 0), "payment": (pays, 0, 0), "reasons": reasons, "out": True}
    figures = figures_of(claim, line, used)
    reasons = set().union(*(verdicts[code]["reasons"] for code, _ in used if code in verdicts))
    coverage = worst([verdicts[code]["coverage"] for code, _ in used if code in verdicts])
    other = "examination" in line and discipline != "RADIOLOGY" or "sample" in line and discipline != "LABORATORY"
    if other:
        coverage, reasons = "NOT_PAYABLE", {"LINE_OF_OTHER_DISCIPLINE"}
    if "code" in line and line["code"] in tables.fees(discipline, day) and None in figures:
        reasons.add("AMOUNT_NOT_ON_RECORD")
    payment: Payment
    if case["pays"] == "free price":
        coverage, payment = "NOT_COVERED", free_price(line["asking"])
    elif coverage == "NOT_PAYABLE":
        payment = NOT_KNOWN if any(verdicts[code]["rivals"] for code, _ in used if code in verdicts) else NOTHING
    elif case["pays"] == "not known" or coverage == "UNKNOWN":
        coverage, payment = "UNKNOWN", NOT_KNOWN
    elif case["pays"] == "whole fee":
        coverage, payment = "NOT_COVERED", whole_fee(figures)
    else:
        payment = covered(claim, case, figures)
        reasons |= remarks(claim, line, used, figures, payment)
    return {"coverage": coverage, "figures": figures, "payment": payment, "reasons": reasons, "out": False}


def figures_of(claim: Claim, line: dict[str, Any], used: list[tuple[str, int]]) -> Figures:
    """The tariff's own figures of a line; of an examination only the user fee is known."""
    discipline, day = claim["discipline"], claim["day"]
    if any(code not in tables.fees(discipline, day) for code, _ in used):
        return None, None, None
    if not used and not ("examination" in line and discipline == "RADIOLOGY" or "sample" in line and discipline == "LABORATORY"):
        return None, None, None
    parts = [times(tables.amounts(discipline, code, day, claim["authority"]), count) for code, count in used]
    honorarium, refund, user_fee = (add([part[which] for part in parts]) for which in range(3))
    return (honorarium, refund, user_fee) if "code" in line else (None, None, user_fee)


def worst(coverages: list[str]) -> str:
    """The coverage of a line from those of its codes; a line without a code of its own is covered."""
    for coverage in ("NOT_PAYABLE", "UNKNOWN"):
        if coverage in coverages:
            return coverage
    return "COVERED"


def covered(claim: Claim, case: dict[str, Any], figures: Figures) -> Payment:
    """Who pays a line that is covered."""
    provider = PROVIDERS[claim["performer"]]
    if at_work(provider, "MUNICIPAL_EMPLOYEE", claim["day"]) and claim["discipline"] == "PHYSIOTHERAPY":
        return employee(figures, case["exempt"])
    if case["afterwards"]:
        return on_receipt(figures, case["exempt"])
    return ordinary(figures, case["exempt"])


def remarks(
    claim: Claim, line: dict[str, Any], used: list[tuple[str, int]], figures: Figures, payment: Payment
) -> set[str]:
    """What a covered line is remarked on."""
    found = set()
    if "code" not in line:
        found.add("REFUND_NOT_KNOWN")
    if any(tables.disputed(claim["discipline"], code, claim["day"]) for code, _ in used):
        found.add("FIGURES_DISPUTED")
    if line["asking"] is not None and payment[0] is not None and line["asking"] > payment[0]:
        found.add("ASKING_PRICE_ABOVE_TARIFF")
    return found


def put_together(claim: Claim, case: dict[str, Any], lines: list[Answer], verdicts: dict[str, Any]) -> Answer:
    """Outcome and sums."""
    inside = [line for line in lines if not line["out"]]
    sums = [add([line["payment"][which] for line in lines]) for which in range(3)]
    pays, helfo, counts = sums
    paid = claim["patient"]["paid"]
    unpaid = case["pays"] in {"free price", "whole fee"}
    return {
        "outcome": outcome_of(case, inside),
        "lines": [(line["coverage"], *line["figures"], *line["payment"]) for line in lines],
        "patient pays": pays,
        "Helfo pays": helfo,
        "counts": counts,
        "payee": ("PATIENT_AFTERWARDS" if case["afterwards"] else "PROVIDER") if helfo else "NOBODY",
        "afterwards": 0 if unpaid or not inside else refunded_afterwards(claim["discipline"], claim["day"], counts, paid),
        "ceiling": tables.ceiling(claim["discipline"], claim["day"][:4]) if inside else None,
        "reasons": (case["reasons"] if inside else set()).union(*(line["reasons"] for line in lines)),
        "also": set().union(*(verdict["also"] for verdict in verdicts.values())),
    }


def outcome_of(case: dict[str, Any], inside: list[Answer]) -> str:
    """The outcome judges coverage, not whether the sum is exact."""
    if not inside:
        return "OUTSIDE_SCHEME"
    if case["missing"]:
        return "NOT_COVERED"
    coverages = {line["coverage"] for line in inside}
    if case["pays"] == "not known" or "UNKNOWN" in coverages:
        return "NEEDS_INFORMATION"
    if coverages == {"COVERED"}:
        return "APPROVED"
    return "PARTLY_APPROVED" if "COVERED" in coverages else "REJECTED"
