"""
What an answer takes for granted, because the claim does not tell it.

Only of claims that are paid by the tariff, since for others most facts do not matter.

Source: docs/claims.md; the rules that each assumption stands in for.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.cases import BY_TARIFF, Case, salaried
from tests.second_pricer.other_bills import Span, busy, takes_time, used_before
from tests.second_pricer.patient import age
from tests.second_pricer.people import PROVIDERS, at_work
from tests.second_pricer.treatments import code_treatment
from tests.second_pricer.unsocial import share_row

Claim = dict[str, Any]
Found = set[str]


def assumptions_of(claim: Claim, case: Case, counts: dict[str, int], span: Span | None) -> Found | None:
    """The codes of the assumptions; absent where they are not compared."""
    if case["pays"] != BY_TARIFF or all("charge" in line for line in claim["lines"]):
        return None
    found = about_patient(claim, case) | about_other_bills(claim, counts, span)
    if salaried(claim) and not case["exempt"]:
        found.add("MUNICIPALITY_CHARGES_USER_FEE")
    for line in claim["lines"]:
        if line.get("treatment") == "GROUP" and code_treatment(claim, line)[0]:
            expected = tables.provision("group_size_expected", claim["day"])
            if expected and line["size"] is not None and line["size"] < int(expected["value"]):
                found.add("GROUP_OF_SEVERAL")
    return found


def about_patient(claim: Claim, case: Case) -> Found:
    """Membership, grounds, card and age."""
    patient, known = claim["patient"], tables.grounds(claim["discipline"], claim["day"])
    found, free_anyway = set(), False
    for ground in claim["grounds"]:
        row, years = known.get(ground), age(claim)
        if row is None:
            continue
        if row["under_age"] and years is None:
            found.add("NOT_A_CHILD")
        elif not row["under_age"] or years < tables.limit(row["under_age"], claim["day"]):
            found.add("GROUND_AS_STATED")
            free_anyway = free_anyway or row["member_required"] == "no"
    if patient["member"] is None and not free_anyway:
        found.add("NATIONAL_INSURANCE_MEMBER")
    if case["exempt"] == "CARD":
        found.add("CARD_AS_STATED")
    if not case["exempt"]:
        found |= {"NO_EXEMPTION_CARD"} if patient["card"] is None else set()
        found |= {"NOT_A_CHILD"} if age(claim) is None else set()
    return found


def about_other_bills(claim: Claim, counts: dict[str, int], span: Span | None) -> Found:
    """Limits, the same day, the same time."""
    day, discipline = claim["day"], claim["discipline"]
    fees = tables.fees(discipline, day)
    codes, found = [code for code in counts if code in fees], set()
    for code in codes:
        found |= about_limit(claim, code, counts)
        if share_row(code, day):
            found.add("SEVERE_CONDITION_AS_STATED")
            found |= {"UNSOCIAL_HOURS_AS_STATED"} if claim["start"] is None else set()
    by_day = {
        code
        for row in tables.SAME_DAY
        if tables.holds(row, day)
        for code in row["codes"].split() + row["other_codes"].split()
    }
    if claim["same_day"] is None and by_day & set(codes):
        found.add("SAME_DAY_NOT_CHECKED")
    timed = any(takes_time(claim, code) for code in codes)
    if timed and _not_known(claim, span, "bookings"):
        found.add("NO_OVERLAP")
    if at_work(PROVIDERS[claim["performer"]], "LOCUM", day) and (not timed or _not_known(claim, span, "holder")):
        found.add("HOLDER_NOT_BILLING")
    return found


def about_limit(claim: Claim, code: str, counts: dict[str, int]) -> Found:
    """Whether a limit is taken to be kept, or the case to be a special one."""
    row = tables.fees(claim["discipline"], claim["day"])[code]
    if not row["frequency_count"]:
        return set()
    together = tables.share_a_limit(code, claim["day"])
    most = int(row["frequency_count"])
    used = used_before(claim, code) + sum(counts.get(each, 0) for each in together)
    once_more = tables.limit("examination_once_more", claim["day"]) if row["frequency"] == "PER_COURSE" else 0
    known = tables.rules_on_record(claim["discipline"], claim["day"])
    if used > most + once_more:
        return set() if known else {"FREQUENCY_NOT_CHECKED"}
    told = claim["earlier"] is not None and (
        claim["earlier"] == [] or any(name in together for name, _, _ in claim["earlier"])
    )
    if not told:
        return {"FREQUENCY_NOT_CHECKED"}
    return {"SPECIAL_CASE"} if used > most else set()


def _not_known(claim: Claim, span: Span | None, name: str) -> bool:
    """Whether times that are taken are not told, or not the start, or only might overlap."""
    if claim[name] is None or (claim[name] and span is None):
        return True
    if not claim[name] or span is None:
        return False
    return busy((span[0], span[2], span[2]), claim[name]) and not busy(span, claim[name])
