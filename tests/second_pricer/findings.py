"""
Where the first pricer is held to be wrong: found by comparing, and not mended yet.

A claim that one of these is about is not compared. When the first pricer is
mended, `test_second_pricer.py` says that the finding is not needed any more, and
it is to be taken out here.
"""

from collections.abc import Callable
from typing import Any

from tests.second_pricer.lines import uses_of
from tests.second_pricer.treatments import ONE_CODE_PER_LENGTH

Claim = dict[str, Any]
Answer = dict[str, Any]


def fixed_lengths_at_home_or_by_a_specialist(claim: Claim, answer: Answer) -> bool:
    """F1 and A2k stand beside A2a to A2f, so such a treatment has its codes also until September 2018."""
    lengths = {code for code in answer["verdicts"] if code in ONE_CODE_PER_LENGTH.values()}
    plain = any("treatment" in line for line in claim["lines"])
    return plain and bool(lengths) and bool({"F1", "A2k"} & set(answer["verdicts"]))


def a_line_that_hangs_on_a_choice_in_two_ways(claim: Claim, answer: Answer) -> bool:
    """A line hangs on a choice also when one of its codes clashes and another falls only with that one."""
    for line, used in zip(claim["lines"], uses_of(claim), strict=True):
        verdicts = [answer["verdicts"][code] for code, _ in used if answer["verdicts"][code]["choice"]]
        reasons = set().union(*(verdict["reasons"] for verdict in verdicts))
        if "treatment" in line and {"COMBINATION_NOT_ALLOWED", "COMPANION_REFUSED"} <= reasons:
            return True
    return False


FINDINGS: dict[str, Callable[[Claim, Answer], bool]] = {
    finding.__name__: finding
    for finding in (fixed_lengths_at_home_or_by_a_specialist, a_line_that_hangs_on_a_choice_in_two_ways)
}

_PATIENT = {"age": 40, "born": None, "card": False, "paid": 0, "member": True, "wheelchair": None}
_CLAIM = {"discipline": "PHYSIOTHERAPY", "authority": "DEFAULT", "patient": _PATIENT, "grounds": []}

EXAMPLES: dict[str, Claim] = {
    "fixed_lengths_at_home_or_by_a_specialist": {
        **_CLAIM,
        "day": "2018-09-30",
        "performer": "ordinary",
        "requisition": None,
        "lines": [
            {"treatment": "PHYSIOTHERAPY", "minutes": 20, "setting": "HOME", "supplements": [], "asking": None},
        ],
    },
    "a_line_that_hangs_on_a_choice_in_two_ways": {
        **_CLAIM,
        "day": "2022-05-02",
        "performer": "ordinary",
        "patient": _PATIENT | {"wheelchair": True},
        "requisition": None,
        "lines": [
            {"code": "C34a", "count": 1, "asking": None},
            {
                "treatment": "INDIVIDUAL",
                "minutes": 20,
                "setting": "CLINIC",
                "supplements": ["SENIOR_OR_WHEELCHAIR"],
                "asking": None,
            },
        ],
    },
}
"""For each finding a claim that the two pricers answer differently."""
