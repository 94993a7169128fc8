"""
The lines of a claim: their fee codes, the tariff's own figures, and what each comes to.

A requisition has one user fee, however many examinations.

Source: FOR-2003-06-27-959, 899a; the rest is the table of who pays what.
"""

from typing import Any

from tests.second_pricer import money, tables
from tests.second_pricer.cases import BY_TARIFF, EITHER, FREE_PRICE, NOT_KNOWN, WHOLE_FEE, Case, salaried
from tests.second_pricer.categories import refund_of, wrong_category
from tests.second_pricer.charges import judge_charge
from tests.second_pricer.missed import judge_no_show
from tests.second_pricer.money import Figures, Payment
from tests.second_pricer.treatments import code_treatment
from tests.second_pricer.unsocial import share_figures, share_row

Claim = dict[str, Any]
Line = dict[str, Any]
Answer = dict[str, Any]
Uses = list[tuple[str, int]]

PLAIN = {"PHYSIOTHERAPY": "treatment", "RADIOLOGY": "examination", "LABORATORY": "sample"}


def uses_of(claim: Claim) -> list[Uses]:
    """
    The fee codes of each line, and how often.

    The user fee of an examination or a blood sample stands on the first of them,
    unless a line has it by its code, or the requisition had it before.
    """
    there = {line["code"] for line in claim["lines"] if "code" in line}
    there |= {code for code, count, _ in claim["earlier"] or [] if count and code == "899a"}
    found: list[Uses] = []
    for line in claim["lines"]:
        code = line.get("code") or _user_fee(claim["discipline"], line)
        if "code" in line:
            found.append([(code, line["count"])])
        elif "treatment" in line:
            found.append(code_treatment(claim, line)[0] if claim["discipline"] == "PHYSIOTHERAPY" else [])
        else:
            brings = bool(code) and code not in there and not wrong_category(claim["discipline"], line)
            found.append([(code, 1)] if brings else [])
            there |= {code} if brings else set()
    return found


def _user_fee(discipline: str, line: Line) -> str:
    """The code of the user fee that a plainly described line brings; empty when it brings none."""
    if discipline == "RADIOLOGY" and "examination" in line:
        return "899a"
    return "701a" if discipline == "LABORATORY" and line.get("sample") == "BLOOD" else ""


def answer_line(
    claim: Claim, case: Case, line: Line, used: Uses, verdicts: dict[str, Any], counts: dict[str, int]
) -> Answer:
    """Coverage, figures, payment and reasons of a line."""
    if "charge" in line:
        judged = judge_no_show(claim, line) if line["charge"] == "NO_SHOW" else None
        coverage, pays, reasons = judged or judge_charge(line, claim["discipline"], claim["day"])
        return {"coverage": coverage, "figures": money.NOTHING, "payment": (pays, 0, 0), "reasons": reasons}
    units = {code: unit_of(claim, code, verdicts, counts) for code, _ in used}
    figures = figures_of(claim, line, used, units)
    coverage, reasons = judge_line(claim, line, used, verdicts, units)
    refused = [verdicts[code] for code, _ in used if verdicts[code]["coverage"] == "NOT_PAYABLE"]
    choice = bool(refused) and all(verdict["choice"] for verdict in refused)
    coverage, payment = pay(claim, case, coverage, figures, choice, line["asking"], _is_for_patient(claim, used))
    if coverage in ("COVERED", "UNKNOWN") and not reasons & NO_LINE:
        reasons |= about_refund(claim, line)
    if coverage == "COVERED":
        reasons |= about_price(line, payment)
    return {"coverage": coverage, "figures": figures, "payment": payment, "reasons": reasons}


def judge_line(
    claim: Claim, line: Line, used: Uses, verdicts: dict[str, Any], units: dict[str, Figures]
) -> tuple[str, set[str]]:
    """What the codes of a line make of it, and what is said of its figures."""
    discipline, day = claim["discipline"], claim["day"]
    if "code" not in line and PLAIN[discipline] not in line:
        return "NOT_PAYABLE", {"LINE_OF_OTHER_DISCIPLINE"}
    if "treatment" in line and not used:
        reason = code_treatment(claim, line)[1]
        return ("NOT_PAYABLE" if reason in {"TREATMENT_NOT_IN_TARIFF", "GROUP_TOO_LARGE"} else "UNKNOWN"), {reason}
    reasons: set[str] = set().union(*(verdicts[code]["reasons"] for code, _ in used))
    fees = tables.fees(discipline, day)
    if any(None in units[code] for code, _ in used if code in fees):
        reasons.add("AMOUNT_NOT_ON_RECORD")
    if any(tables.disputed(discipline, code, day) for code, _ in used):
        reasons.add("FIGURES_DISPUTED")
    coverages = {verdicts[code]["coverage"] for code, _ in used}
    wrong = wrong_category(discipline, line)
    if wrong:
        return "NOT_PAYABLE", reasons | {wrong}
    worst = "NOT_PAYABLE" if "NOT_PAYABLE" in coverages else "UNKNOWN" if "UNKNOWN" in coverages else "COVERED"
    return worst, reasons


def unit_of(claim: Claim, code: str, verdicts: dict[str, Any], counts: dict[str, int]) -> Figures:
    """Honorarium, refund and user fee of one use; not known of a code that is not in the tariff."""
    if code not in tables.fees(claim["discipline"], claim["day"]):
        return money.NOT_KNOWN
    if share_row(code, claim["day"]):
        return share_figures(claim, code, verdicts, counts)
    return tables.amounts(claim["discipline"], code, claim["day"], claim["authority"])


def figures_of(claim: Claim, line: Line, used: Uses, units: dict[str, Figures]) -> Figures:
    """Honorarium, refund and user fee by the tariff; an examination or a sample has the refund of its category."""
    discipline, day = claim["discipline"], claim["day"]
    examined = "examination" in line or "sample" in line
    if wrong_category(discipline, line):
        return money.NOT_KNOWN
    belongs = "code" in line or PLAIN[discipline] in line
    if not belongs or not (used or examined) or any(code not in tables.fees(discipline, day) for code, _ in used):
        return money.NOT_KNOWN
    parts = [money.times(units[code], count) for code, count in used]
    honorarium, refund, user_fee = (money.add([part[which] for part in parts]) for which in range(3))
    if examined:
        refund = refund_of(discipline, line, day)
        honorarium = money.add([refund, user_fee])
    return honorarium, refund, user_fee


def _is_for_patient(claim: Claim, used: Uses) -> bool:
    """Whether a line is for the patient; no patient pays what is for a group, a month or a practice."""
    fees = tables.fees(claim["discipline"], claim["day"])
    return all(fees[code]["per"] == "PATIENT" for code, _ in used if code in fees)


def pay(
    claim: Claim, case: Case, coverage: str, figures: Figures, choice: bool, asking: int | None, for_patient: bool
) -> tuple[str, Payment]:
    """The coverage of a line in its case, and who pays it."""
    pays = case["pays"]
    if pays == FREE_PRICE:
        return "NOT_COVERED", money.free_price(asking)
    if pays == EITHER:
        return "NOT_COVERED", money.free_price(None)
    if pays == NOT_KNOWN:
        return "UNKNOWN", money.NOT_KNOWN
    if coverage == "NOT_PAYABLE":
        return coverage, money.NOT_KNOWN if choice else money.NOTHING
    if coverage == "UNKNOWN":
        return coverage, money.NOT_KNOWN
    if pays == WHOLE_FEE:
        return "NOT_COVERED", money.whole_fee(figures) if for_patient else money.NOTHING
    assert pays == BY_TARIFF
    if salaried(claim):
        return coverage, money.employee(figures, case["exempt"])
    if case["afterwards"]:
        return coverage, money.on_receipt(figures, case["exempt"]) if for_patient else money.NOTHING
    return coverage, money.ordinary(figures, case["exempt"])


NO_LINE = {"REFUND_CATEGORY_UNKNOWN", "REFUND_CATEGORY_OF_OTHER_MODALITY", "LINE_OF_OTHER_DISCIPLINE"}
"""Reasons why a line is none of the tariff, so that nothing is said of its refund."""


def about_refund(claim: Claim, line: Line) -> set[str]:
    """Why the refund of a line that is or may be covered is not known."""
    found = set()
    if ("examination" in line or "sample" in line) and line["category"] is None:
        found.add("REFUND_NOT_KNOWN")
    if line.get("category") and refund_of(claim["discipline"], line, claim["day"]) is None:
        found.add("REFUND_CATEGORY_NOT_ON_RECORD")
    return found


def about_price(line: Line, payment: Payment) -> set[str]:
    """What is remarked on the price asked for a line that is covered."""
    pays = payment[0]
    return {"ASKING_PRICE_ABOVE_TARIFF"} if None not in (line["asking"], pays) and line["asking"] > pays else set()
