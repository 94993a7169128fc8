"""
Where the first pricer is held to be wrong: found by comparing, and not mended yet.

A claim that one of these is about is not compared. When the first pricer is
mended, `test_second_pricer.py` says that the finding is not needed any more, and
it is to be taken out here.
"""

from collections.abc import Callable
from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.cases import EITHER, NOT_KNOWN
from tests.second_pricer.patient import age

Claim = dict[str, Any]
Answer = dict[str, Any]


def refused_beside_a_choice(claim: Claim, answer: Answer) -> bool:
    """A line refused for good costs nothing, also when a companion of it excludes another code."""
    rules, verdicts = tables.rules(claim["discipline"], claim["day"]), answer["verdicts"]
    clashing = {code for code, verdict in verdicts.items() if "COMBINATION_NOT_ALLOWED" in verdict["reasons"]}
    return any(
        verdict["coverage"] == "NOT_PAYABLE"
        and not verdict["choice"]
        and code in rules
        and clashing & set(rules[code]["companions"].split())
        for code, verdict in verdicts.items()
    )


def not_a_member_and_a_fact_missing(claim: Claim, answer: Answer) -> bool:
    """Who is not a member is not covered, whatever is not told."""
    return answer["case"]["pays"] == EITHER


def refused_while_the_provider_is_unknown(claim: Claim, answer: Answer) -> bool:
    """A provider who turns out to have no contract sets the price also of what the tariff refuses."""
    refused = any(verdict["coverage"] == "NOT_PAYABLE" for verdict in answer["verdicts"].values())
    return answer["case"]["pays"] == NOT_KNOWN and (refused or "LINE_OF_OTHER_DISCIPLINE" in answer["reasons"])


def psychotherapy_without_age(claim: Claim, answer: Answer) -> bool:
    """The ground asks for the patient's age; without it the patient is taken for an adult."""
    return "PSYCHOTHERAPY_CHILD" in claim["grounds"] and age(claim) is None


FINDINGS: dict[str, Callable[[Claim, Answer], bool]] = {
    finding.__name__: finding
    for finding in (
        refused_beside_a_choice,
        not_a_member_and_a_fact_missing,
        refused_while_the_provider_is_unknown,
        psychotherapy_without_age,
    )
}
