"""
Which codes of a bill may stand.

A code must be in the tariff that day, be open to the one who treats and fit the
patient. Then the bill is read as a whole: not more repetitions than printed, no
two codes that exclude each other, no supplement without its companion.

Source: the physiotherapy regulation, chapter II; FOR-2003-06-27-959, the table of fees.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.patient import age
from tests.second_pricer.people import COUNTS_WHILE, PROVIDERS, at_work, authorised, competent

Claim = dict[str, Any]
Verdicts = dict[str, dict[str, Any]]

LIFTED_BY_A_FACT = {"TARIFF_NOT_ON_RECORD", "PATIENT_AGE_NOT_TOLD"}


def judge_codes(claim: Claim, counts: dict[str, int]) -> Verdicts:
    """
    The verdict on each code: `coverage`, `reasons`, and the `rivals` that it cannot stand beside.

    `counts` says how often each code is used in the whole claim. `also` are
    reasons that would be left if the others were mended.
    """
    verdicts: Verdicts = {
        code: {"coverage": "COVERED", "reasons": set(), "also": set(), "rivals": set()} for code in counts
    }
    for code, verdict in verdicts.items():
        unknown = not_in_tariff(claim, code)
        for reason in [unknown] if unknown else [not_open(claim, code), not_for_patient(claim, code)]:
            _refuse(verdict, reason)
    open_codes = [code for code, verdict in verdicts.items() if verdict["coverage"] == "COVERED"]
    _forbid_combinations(claim, verdicts, open_codes)
    for code in open_codes:
        _refuse(verdicts[code], too_often(claim, code, counts[code]))
    _ask_for_companions(claim, verdicts)
    return verdicts


def _refuse(verdict: dict[str, Any], reason: str) -> None:
    """A refusal for good stands before one that a missing fact may lift."""
    if not reason:
        return
    verdict["reasons"].add(reason)
    if reason not in LIFTED_BY_A_FACT:
        verdict["coverage"] = "NOT_PAYABLE"
    elif verdict["coverage"] == "COVERED":
        verdict["coverage"] = "UNKNOWN"


def not_in_tariff(claim: Claim, code: str) -> str:
    """Why a code is not in the tariff on the day; empty when it is."""
    discipline, day = claim["discipline"], claim["day"]
    if code in tables.fees(discipline, day):
        return ""
    ever = tables.rows_of(code)
    if not ever:
        return "FEE_CODE_UNKNOWN"
    if discipline not in ever:
        return "FEE_CODE_OF_OTHER_DISCIPLINE"
    rows = ever[discipline]
    if day < min(row["first_date"] for row in tables.FEES[discipline]):
        return "TARIFF_NOT_ON_RECORD"
    first = min(row["first_date"] for row in rows)
    last = max(row["last_date"] or "9999" for row in rows)
    for gap in tables.amount_gaps(discipline, code):
        if tables.holds(gap, day) and _day_before(gap["first_date"]) <= last and first <= _day_after(gap["last_date"]):
            return "TARIFF_NOT_ON_RECORD"
    return "FEE_CODE_STARTS_LATER" if day < first else "FEE_CODE_ENDED"


def not_open(claim: Claim, code: str) -> str:
    """Why the one who treats may not use a code; empty when the code is open."""
    day, provider = claim["day"], PROVIDERS[claim["performer"]]
    row = tables.fees(claim["discipline"], day)[code]
    opened_by = row["opened_by"].split()
    if not opened_by:
        return ""
    if at_work(provider, "INTERN", day):
        if "INTERN" in opened_by:
            return ""
        return "INTERN_CODE_REQUIRED" if f"{code}t" in tables.fees(claim["discipline"], day) else "CODE_NOT_FOR_INTERNS"
    if opened_by == ["INTERN"]:
        return "ONLY_FOR_INTERNS"
    if not authorised(provider, day):
        return ""  # nothing is open, and that is said of the whole claim
    if at_work(provider, "EDUCATION_CANDIDATE", day):
        for rule in tables.CANDIDATE_CODES:
            if tables.holds(rule, day) and code in rule["codes"].split():
                if rule["effect"] == "CLOSED":
                    return "CODE_NOT_FOR_CANDIDATES"
                if rule["practice_type"] == provider["practice_type"]:
                    return ""
    if any(competent(provider, kind, day) for kind in opened_by):
        return ""
    if row["patient_rule"] == "CHILD_OR_COMPETENCE":
        years = age(claim)
        if years is None:
            return "PATIENT_AGE_NOT_TOLD"
        if years < tables.limit("child_fee_code_age", day):
            return ""
    return "COMPETENCE_STARTS_LATER" if _later(provider, opened_by, day) else "COMPETENCE_NOT_HELD"


def _later(provider: dict[str, Any], opened_by: list[str], day: str) -> bool:
    """Whether one of the competences comes on a later day on which it counts."""
    for kind, first, _ in provider["competences"]:
        counts = kind not in COUNTS_WHILE or tables.provision(COUNTS_WHILE[kind], first) is not None
        if kind in opened_by and first > day and counts:
            return True
    return False


def not_for_patient(claim: Claim, code: str) -> str:
    """Why a code does not fit the patient; empty when it does."""
    rule = tables.fees(claim["discipline"], claim["day"])[code]["patient_rule"]
    years = age(claim)
    if rule == "CHILD":
        if years is None:
            return "PATIENT_AGE_NOT_TOLD"
        return "" if years < tables.limit("child_fee_code_age", claim["day"]) else "PATIENT_NOT_A_CHILD"
    if rule == "SENIOR_OR_WHEELCHAIR" and not claim["patient"]["wheelchair"]:
        if years is None:
            return "PATIENT_AGE_NOT_TOLD"
        senior = years >= tables.limit("senior_supplement_age", claim["day"])
        return "" if senior else "PATIENT_NOT_SENIOR_OR_WHEELCHAIR"
    return ""


def too_often(claim: Claim, code: str, count: int) -> str:
    """A printed 6 means six beyond the first; `free` and an empty field set no limit."""
    rule = tables.rules(claim["discipline"], claim["day"]).get(code)
    if rule is None or rule["repetitions"] in {"", "free"}:
        return ""
    return "TOO_MANY_REPETITIONS" if count > 1 + int(rule["repetitions"]) else ""


def excludes(rule: dict[str, str] | None, other: str) -> bool:
    """Whether the printed field of one code forbids another."""
    if rule is None or rule["mode"] == "NOT_ON_RECORD":
        return False
    named = other in rule["codes"].split()
    return {"ALL": True, "ALL_EXCEPT": not named, "LIST": named}[rule["mode"]]


def requires(rule: dict[str, str] | None, other: str) -> bool:
    """Whether one code asks for another in the same claim."""
    return rule is not None and other in rule["companions"].split()


def _forbid_combinations(claim: Claim, verdicts: Verdicts, codes: list[str]) -> None:
    """Both directions must allow, but a required companion always wins. Of two that exclude each other none stands."""
    rules = tables.rules(claim["discipline"], claim["day"])
    for one in codes:
        for other in codes:
            mine, theirs = rules.get(one), rules.get(other)
            if one == other or requires(mine, other) or requires(theirs, one):
                continue
            if excludes(mine, other) or excludes(theirs, one):
                verdicts[one]["rivals"].add(other)
                _refuse(verdicts[one], "COMBINATION_NOT_ALLOWED")


def _ask_for_companions(claim: Claim, verdicts: Verdicts) -> None:
    """A supplement falls without its companion, and so does what hangs on the supplement."""
    rules = tables.rules(claim["discipline"], claim["day"])
    in_tariff = tables.fees(claim["discipline"], claim["day"])
    fell = True
    while fell:
        fell = False
        for code, verdict in verdicts.items():
            companions = rules[code]["companions"].split() if code in rules and code in in_tariff else []
            there = [verdicts[other]["coverage"] for other in companions if other in verdicts]
            if not companions or "COVERED" in there:
                continue
            reason = "COMPANION_REFUSED" if there else "COMPANION_MISSING"
            if verdict["coverage"] == "COVERED":
                _refuse(verdict, reason)
                fell = True
            elif reason not in verdict["reasons"]:
                verdict["also"].add(reason)


def _day_before(day: str) -> str:
    return _shift(day, -1)


def _day_after(day: str) -> str:
    return _shift(day, 1)


def _shift(day: str, days: int) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
