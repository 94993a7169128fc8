"""
Where the first pricer is held to be wrong: found by comparing, and not mended yet.

A claim that one of these is about is not compared. When the first pricer is
mended, `test_second_pricer.py` says that the finding is not needed any more, and
it is to be taken out here.
"""

from collections.abc import Callable
from typing import Any

from tests.second_pricer.cases import EITHER

Claim = dict[str, Any]
Answer = dict[str, Any]


def no_referral_and_contract_unknown(claim: Claim, answer: Answer) -> bool:
    """A provider who turns out to have no contract sets the price, whether or not a referral was needed."""
    referral = any(reason.startswith("REQUISITION") for reason in answer["case"]["missing"])
    return claim["discipline"] == "PHYSIOTHERAPY" and answer["case"]["pays"] == EITHER and referral


FINDINGS: dict[str, Callable[[Claim, Answer], bool]] = {
    finding.__name__: finding for finding in (no_referral_and_contract_unknown,)
}
