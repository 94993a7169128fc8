"""
Which row of the table of who pays what a claim is in.

Agreements come before the requisition, and both before membership: without an
agreement the provider sets the price whoever the patient is.
"""

from typing import Any

from tests.second_pricer.patient import judge_patient
from tests.second_pricer.people import PROVIDERS, at_work, standing
from tests.second_pricer.requisition import judge_requisition

Claim = dict[str, Any]
Case = dict[str, Any]

FREE_PRICE, WHOLE_FEE, EITHER, NOT_KNOWN, BY_TARIFF = "free price", "whole fee", "either", "not known", "by tariff"
NOT_COVERED = {FREE_PRICE, WHOLE_FEE, EITHER}


def case_of(claim: Claim) -> Case:
    """
    How a claim is paid, and why.

    `pays` is how: at a free price, the whole fee of the tariff, either of them
    (a fact decides which), not known, or by the tariff. `missing` are the reasons
    why it is not covered.
    """
    found = standing(claim["performer"], claim["discipline"], claim["day"])
    patient = judge_patient(claim)
    asked = judge_requisition(claim)
    missing, untold = found["missing"] | asked, found["untold"]
    if asked == {"REQUISITION_NOT_TOLD"}:
        missing, untold = found["missing"], untold | asked
    if not patient["member"]:
        missing = missing | {"NOT_A_MEMBER"}
    return {
        "pays": _pays(claim, found["missing"], missing, untold),
        "exempt": patient["exempt"],
        "afterwards": found["afterwards"],
        "missing": missing,
        "reasons": missing | untold | found["remarks"] | patient["reasons"],
    }


def _pays(claim: Claim, no_agreement: set[str], missing: set[str], untold: set[str]) -> str:
    """How a claim is paid: what is missing for certain comes before what is not told."""
    no_requisition = missing - no_agreement - {"NOT_A_MEMBER"}
    if no_agreement or (no_requisition and claim["discipline"] != "PHYSIOTHERAPY"):
        return FREE_PRICE
    if missing:
        return EITHER if untold else WHOLE_FEE
    return NOT_KNOWN if untold else BY_TARIFF


def salaried(claim: Claim) -> bool:
    """Whether the one who treats is employed by the municipality."""
    return at_work(PROVIDERS[claim["performer"]], "MUNICIPAL_EMPLOYEE", claim["day"])
