"""
What the patient's own facts decide: age, membership, and what frees from the user fee.

A ground goes before the exemption card. A child needs no ground; age is enough.
"""

from datetime import date
from typing import Any

from tests.second_pricer.tables import grounds, limit

Claim = dict[str, Any]


def age(claim: Claim) -> int | None:
    """The age in whole years on the treatment date; absent when not told."""
    born = claim["patient"]["born"]
    if born is None:
        return claim["patient"]["age"]
    birth, day = date.fromisoformat(born), date.fromisoformat(claim["day"])
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (0 if had_birthday else 1)


def judge_patient(claim: Claim) -> dict[str, Any]:
    """`exempt` is GROUND, CARD or empty; `member` whether the National Insurance covers; `reasons` about grounds."""
    known = grounds(claim["discipline"], claim["day"])
    good, reasons = [], set()
    for ground in claim["grounds"]:
        row = known.get(ground)
        if row is not None and _of_age(claim, row):
            good.append(row)
        elif row is None or age(claim) is not None:
            reasons.add("EXEMPTION_GROUND_DOES_NOT_APPLY")
    if "CHILD" in known and _of_age(claim, known["CHILD"]):
        good.append(known["CHILD"])
    member = claim["patient"]["member"] is not False
    if not member:
        good = [row for row in good if row["member_required"] == "no"]
    exempt = "GROUND" if good else "CARD" if claim["patient"]["card"] else ""
    return {"exempt": exempt, "member": member or bool(good), "reasons": reasons}


def _of_age(claim: Claim, row: dict[str, str]) -> bool:
    """Whether the patient is young enough for a ground that only children have."""
    if not row["under_age"]:
        return True
    years = age(claim)
    return years is not None and years < limit(row["under_age"], claim["day"])
