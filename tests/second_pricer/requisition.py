"""
Does a requisition or referral count?

Source: FOR-2003-06-27-959 section 3; for physiotherapy until 2017, folketrygdloven section 5-8 as it then stood.
"""

from typing import Any

from tests.second_pricer.people import PROVIDERS, competent
from tests.second_pricer.tables import professions

Claim = dict[str, Any]

MANUAL_THERAPISTS = ("MANUAL_THERAPIST", "MANUAL_THERAPY_EXTRA")


def judge_requisition(claim: Claim) -> set[str]:
    """Why a requisition does not count; nothing when it does or none is needed."""
    allowed = professions(claim["discipline"], claim["day"])
    if not allowed or _treats_without(claim):
        return set()
    told = claim["requisition"]
    if told is None:
        return {"REQUISITION_NOT_TOLD"}
    if told["none"]:
        return {"REQUISITION_MISSING"}
    late = bool(told["day"]) and told["day"] > claim["day"]
    found = {"REQUISITION_AFTER_TREATMENT"} if late else set()
    if told["profession"] not in allowed:
        found.add("REQUISITION_WRONG_PROFESSION")
    elif told["profession"] == "MANUAL_THERAPIST" and told["by"] and not late:
        day = told["day"] or claim["day"]
        if not any(competent(PROVIDERS[told["by"]], kind, day) for kind in MANUAL_THERAPISTS):
            found.add("REQUISITION_RIGHT_NOT_HELD")
    return found


def _treats_without(claim: Claim) -> bool:
    """A manual therapist treated without referral, also while others needed one."""
    provider = PROVIDERS[claim["performer"]]
    return claim["discipline"] == "PHYSIOTHERAPY" and any(
        competent(provider, kind, claim["day"]) for kind in MANUAL_THERAPISTS
    )
