"""
Where the first pricer is held to be wrong: found by comparing, and not mended yet.

A claim that one of these is about is not compared. When the first pricer is
mended, `test_second_pricer.py` says that the finding is not needed any more, and
it is to be taken out here.
"""

from collections.abc import Callable
from typing import Any

from tests.second_pricer.bill import companions_of
from tests.second_pricer.cases import EITHER

Claim = dict[str, Any]
Answer = dict[str, Any]


def no_referral_and_contract_unknown(claim: Claim, answer: Answer) -> bool:
    """A provider who turns out to have no contract sets the price, whether or not a referral was needed."""
    referral = any(reason.startswith("REQUISITION") for reason in answer["case"]["missing"])
    return claim["discipline"] == "PHYSIOTHERAPY" and answer["case"]["pays"] == EITHER and referral


def falls_with_what_is_refused_for_good(claim: Claim, answer: Answer) -> bool:
    """A supplement does not hang on a choice whose codes are refused whatever is chosen."""
    verdicts = answer["verdicts"]
    in_vain = {
        code
        for code, verdict in verdicts.items()
        if "COMBINATION_NOT_ALLOWED" in verdict["reasons"] and not verdict["choice"]
    }
    return any(
        "COMPANION_REFUSED" in verdict["reasons"] and in_vain & set(companions_of(claim, code))
        for code, verdict in verdicts.items()
        if not verdict["choice"]
    )


FINDINGS: dict[str, Callable[[Claim, Answer], bool]] = {
    finding.__name__: finding for finding in (no_referral_and_contract_unknown, falls_with_what_is_refused_for_good)
}

_PATIENT = {"age": 40, "born": None, "card": False, "paid": 0, "member": True, "wheelchair": None}
_CLAIM = {"discipline": "PHYSIOTHERAPY", "authority": "DEFAULT", "patient": _PATIENT, "grounds": []}

EXAMPLES: dict[str, Claim] = {
    "no_referral_and_contract_unknown": {
        **_CLAIM,
        "day": "2017-10-17",
        "performer": "contract not told",
        "requisition": {"none": True},
        "lines": [{"code": "A2a", "count": 1, "asking": None}],
    },
    "falls_with_what_is_refused_for_good": {
        **_CLAIM,
        "day": "2018-01-01",
        "performer": "manual therapist",
        "requisition": None,
        "lines": [
            {"code": "A2g", "count": 1, "asking": None},
            {"code": "A2c", "count": 2, "asking": None},
            {"code": "A2f", "count": 2, "asking": None},
        ],
    },
}
"""For each finding a claim that the two pricers answer differently."""
