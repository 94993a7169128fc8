"""
Each code by itself: is it in the tariff that day, open to the one who treats, fit for the patient, used too often?

Every function gives the reason why not; empty when nothing speaks against the code.

Source: the physiotherapy regulation, chapter II; FOR-2003-06-27-959, the table of fees.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.other_bills import used_before
from tests.second_pricer.patient import age
from tests.second_pricer.people import COUNTS_WHILE, PROVIDERS, at_work, authorised, competent

Claim = dict[str, Any]


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
    if any(tables.holds(gap, day) for gap in tables.amount_gaps(discipline, code)):
        return "TARIFF_NOT_ON_RECORD"
    return "FEE_CODE_STARTS_LATER" if day < min(row["first_date"] for row in rows) else "FEE_CODE_ENDED"


def not_open(claim: Claim, code: str) -> str:
    """Why the one who treats may not use a code; empty when the code is open."""
    day, provider = claim["day"], PROVIDERS[claim["performer"]]
    row = tables.fees(claim["discipline"], day)[code]
    opened_by = row["opened_by"].split()
    if not opened_by or claim["performer"] == "abroad":
        return ""  # abroad one is taken to hold what the code asks for
    if at_work(provider, "INTERN", day):
        if "INTERN" in opened_by:
            return ""
        return "INTERN_CODE_REQUIRED" if f"{code}t" in tables.fees(claim["discipline"], day) else "CODE_NOT_FOR_INTERNS"
    if opened_by == ["INTERN"]:
        return "ONLY_FOR_INTERNS"
    if not authorised(provider, day):
        return ""  # nothing is open, which is said of the whole claim
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
    if any(_starts_later(provider, kind, day) for kind in opened_by):
        return "COMPETENCE_STARTS_LATER"
    return "COMPETENCE_LAPSED" if any(_lapsed(provider, kind, day) for kind in opened_by) else "COMPETENCE_NOT_HELD"


def _starts_later(provider: dict[str, Any], kind: str, day: str) -> bool:
    """Whether a competence comes on a later day, and counts on that day."""
    starts = [first for held, first, _ in provider["competences"] if held == kind and first > day]
    return any(kind not in COUNTS_WHILE or tables.provision(COUNTS_WHILE[kind], first) for first in starts)


def _lapsed(provider: dict[str, Any], kind: str, day: str) -> bool:
    """Whether a competence was held, and has ended or counts no longer."""
    held = [(first, last) for name, first, last in provider["competences"] if name == kind and first <= day]
    law_ended = kind in COUNTS_WHILE and tables.ended(COUNTS_WHILE[kind], day)
    return any(law_ended or (last and last < day) for _, last in held)


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
    if code not in tables.fees(claim["discipline"], claim["day"]):
        return ""
    rule = tables.rules(claim["discipline"], claim["day"]).get(code)
    if rule is None or rule["repetitions"] in {"", "free"}:
        return ""
    return "TOO_MANY_REPETITIONS" if count > 1 + int(rule["repetitions"]) else ""


def over_limit(claim: Claim, code: str, counts: dict[str, int]) -> str:
    """A limit over time, earlier uses included; codes that share a limit are counted together."""
    row = tables.fees(claim["discipline"], claim["day"]).get(code)
    if row is None or not row["frequency_count"]:
        return ""
    used = used_before(claim, code) + sum(counts.get(each, 0) for each in tables.share_a_limit(code, claim["day"]))
    most = int(row["frequency_count"])
    if row["frequency"] == "PER_COURSE":
        most += tables.limit("examination_once_more", claim["day"])
    known = tables.rules_on_record(claim["discipline"], claim["day"])
    return "FREQUENCY_REACHED" if used > most and known else ""
