"""
Which codes of a bill may stand.

Each code is judged by itself. Then the bill is read as a whole: no two codes
that exclude each other, no supplement without its companion.

Source: the physiotherapy regulation, chapter II, the printed fields of each code.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.codes import not_for_patient, not_in_tariff, not_open, too_often

Claim = dict[str, Any]
Verdicts = dict[str, dict[str, Any]]

LIFTED_BY_A_FACT = {"TARIFF_NOT_ON_RECORD", "PATIENT_AGE_NOT_TOLD"}
"""Reasons that leave it unknown whether a code may stand."""


def judge_codes(claim: Claim, counts: dict[str, int]) -> Verdicts:
    """
    The verdict on each code: `coverage` and `reasons`.

    `counts` says how often each code is used in the whole claim. `also` are
    reasons that would be left if the others were mended, and `choice` says that
    the code stands or falls with a choice between codes that exclude each other.
    """
    verdicts: Verdicts = {
        code: {"coverage": "COVERED", "reasons": set(), "also": set(), "choice": False} for code in counts
    }
    for code, verdict in verdicts.items():
        _judge_alone(claim, code, verdict)
    open_codes = [code for code, verdict in verdicts.items() if verdict["coverage"] == "COVERED"]
    _forbid_combinations(claim, verdicts, open_codes)
    for code, verdict in verdicts.items():
        if reason := too_often(claim, code, counts[code]):
            _refuse(verdict, reason)
            verdict["choice"] = False
    _ask_for_companions(claim, verdicts)
    return verdicts


def _judge_alone(claim: Claim, code: str, verdict: dict[str, Any]) -> None:
    """What is told of the patient comes after what is told of the one who treats."""
    reason = not_in_tariff(claim, code)
    if reason:
        _refuse(verdict, reason)
        return
    reason, unfit = not_open(claim, code), not_for_patient(claim, code)
    _refuse(verdict, reason or unfit)
    if reason and unfit:
        verdict["also"].add(unfit)


def _refuse(verdict: dict[str, Any], reason: str) -> None:
    """A refusal for good stands before one that a missing fact may lift."""
    if not reason:
        return
    verdict["reasons"].add(reason)
    if reason not in LIFTED_BY_A_FACT:
        verdict["coverage"] = "NOT_PAYABLE"
    elif verdict["coverage"] == "COVERED":
        verdict["coverage"] = "UNKNOWN"


def excludes(rule: dict[str, str] | None, other: str) -> bool:
    """Whether the printed field of one code forbids another."""
    if rule is None or rule["mode"] == "NOT_ON_RECORD":
        return False
    named = other in rule["codes"].split()
    return {"ALL": True, "ALL_EXCEPT": not named, "LIST": named}[rule["mode"]]


def requires(rule: dict[str, str] | None, other: str) -> bool:
    """Whether one code asks for another in the same claim."""
    return rule is not None and other in rule["companions"].split()


def _forbid_combinations(claim: Claim, verdicts: Verdicts, codes: list[str]) -> None:
    """Both directions must allow, but a required companion always wins. Of two that exclude each other none stands."""
    rules = tables.rules(claim["discipline"], claim["day"])
    for one in codes:
        for other in codes:
            mine, theirs = rules.get(one), rules.get(other)
            if one == other or requires(mine, other) or requires(theirs, one):
                continue
            if excludes(mine, other) or excludes(theirs, one):
                verdicts[one]["choice"] = True
                _refuse(verdicts[one], "COMBINATION_NOT_ALLOWED")


def _ask_for_companions(claim: Claim, verdicts: Verdicts) -> None:
    """A supplement falls without its companion, and so does what hangs on the supplement."""
    rules = tables.rules(claim["discipline"], claim["day"])
    in_tariff = tables.fees(claim["discipline"], claim["day"])
    fell = True
    while fell:
        fell = False
        for code, verdict in verdicts.items():
            companions = rules[code]["companions"].split() if code in rules and code in in_tariff else []
            there = [verdicts[other]["coverage"] for other in companions if other in verdicts]
            if not companions or "COVERED" in there:
                continue
            reason = "COMPANION_REFUSED" if there else "COMPANION_MISSING"
            if verdict["coverage"] == "COVERED":
                _refuse(verdict, reason)
                verdict["choice"] = any(verdicts[other]["choice"] for other in companions if other in verdicts)
                fell = True
            elif reason not in verdict["reasons"]:
                verdict["also"].add(reason)
