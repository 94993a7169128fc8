"""
A group described plainly, as the fee codes that a therapist would write for one patient.

Until June 2024 a code was for the first of the group or for the next; since then
the code for a patient is the same for all, beside one for the whole group that no
patient has.

Source: the physiotherapy regulation, chapter II, section C, the text of the codes.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.patient import age

Claim = dict[str, Any]
Line = dict[str, Any]
Uses = list[tuple[str, int]]

FIRST_AND_NEXT = {30: "ab", 60: "cd", 90: "ef"}
PER_PATIENT = {30: "C21b", 60: "C22b", 90: "C23b"}
OF_THE_FIRST, CHILDREN_OF_THE_FIRST = 5, 3
SMALL = (2, 4)
BY_PLACE_UNTIL, PER_PATIENT_FROM, INTERNS = "2023-06-30", "2024-07-01", "2022-07-01"
CHILDREN_IN_POOL_FROM = "2018-07-01"
"""Before, the supplement for a pool stood beside no code of children, whose group in a pool was one as any other."""


def code_group(claim: Claim, line: Line, intern: bool) -> tuple[Uses, str]:
    """The codes of a group for the patient, or the reason why there are none."""
    day, minutes, pool = claim["day"], line["minutes"], line["setting"] == "POOL"
    if BY_PLACE_UNTIL < day < PER_PATIENT_FROM:
        return [], "TARIFF_NOT_ON_RECORD"
    if line["setting"] not in {"CLINIC", "POOL"} or minutes not in PER_PATIENT or (intern and day < INTERNS):
        return [], "TREATMENT_NOT_IN_TARIFF"
    years = age(claim)
    children = years is not None and years < tables.limit("child_fee_code_age", day)
    children = children and minutes == 60 and not intern and not (pool and day < CHILDREN_IN_POOL_FROM)
    size, place = line["size"], line["place"]
    most = tables.limit("child_group_size_maximum" if children else "group_size_maximum", day)
    if max(size or 0, place or 0) > most:
        return [], "GROUP_TOO_LARGE"
    t = "t" if intern else ""
    uses = [(f"C34g{t}", 1)] if pool else []
    if day >= PER_PATIENT_FROM:
        return [("C20b" if children else PER_PATIENT[minutes] + t, 1), *uses], ""
    first = CHILDREN_OF_THE_FIRST if children else OF_THE_FIRST
    if place is None and (size is None or size > first):
        return [], "GROUP_PLACE_NOT_TOLD"
    letter = ("ab" if children else FIRST_AND_NEXT[minutes])[int(place is not None and place > first)]
    if size is not None and SMALL[0] <= size <= SMALL[1] and not children and not intern:
        uses.append(("C34h", 1))
    return [(f"{'C33' if children else 'C34'}{letter}{t}", 1), *uses], ""
