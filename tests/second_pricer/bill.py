"""
Which codes of a bill may stand.

Each code is judged by itself. Then the bill is read as a whole: no two codes
that exclude each other, no supplement without its companion.

Source: the physiotherapy regulation, chapter II, the printed fields of each code.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.codes import not_for_patient, not_in_tariff, not_open, over_limit, too_often
from tests.second_pricer.other_bills import Span, at_that_time, same_day
from tests.second_pricer.unsocial import ordinary_hour

Claim = dict[str, Any]
Verdicts = dict[str, dict[str, Any]]

LIFTED_BY_A_FACT = {"TARIFF_NOT_ON_RECORD", "PATIENT_AGE_NOT_TOLD"}
"""Reasons that leave it unknown whether a code may stand."""


def judge_codes(claim: Claim, counts: dict[str, int], span: Span | None) -> Verdicts:
    """
    The verdict on each code: `coverage` and `reasons`.

    `counts` says how often each code is used in the whole claim, and `span` at
    what time; it is absent when that is not told. `choice` says
    that the code stands or falls with a choice between codes that exclude each
    other.
    """
    verdicts: Verdicts = {code: {"coverage": "COVERED", "reasons": set(), "choice": False} for code in counts}
    for code, verdict in verdicts.items():
        _refuse(verdict, not_in_tariff(claim, code) or not_open(claim, code) or not_for_patient(claim, code))
        companions = companions_of(claim, code)
        if companions and not any(companion in counts for companion in companions):
            _refuse(verdict, "COMPANION_MISSING")
    open_codes = [code for code, verdict in verdicts.items() if verdict["coverage"] == "COVERED"]
    _forbid_combinations(claim, verdicts, open_codes)
    for code, verdict in verdicts.items():
        for reason in _by_count_and_time(claim, code, counts, span):
            _refuse(verdict, reason)
            verdict["choice"] = verdict["choice"] and not reason
    _let_fall(claim, verdicts)
    return verdicts


def _by_count_and_time(claim: Claim, code: str, counts: dict[str, int], span: Span | None) -> list[str]:
    """Why a code in the tariff is used too often, or at the wrong time; each may be empty."""
    if code not in tables.fees(claim["discipline"], claim["day"]):
        return []
    once = [too_often(claim, code, counts[code]), over_limit(claim, code, counts)]
    return [*once, same_day(claim, code), ordinary_hour(claim, code), *sorted(at_that_time(claim, code, span))]


def companions_of(claim: Claim, code: str) -> list[str]:
    """The codes of which one must stand in the same claim; none when none is asked for."""
    rule = tables.rules(claim["discipline"], claim["day"]).get(code)
    in_tariff = code in tables.fees(claim["discipline"], claim["day"])
    return rule["companions"].split() if rule and in_tariff else []


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


def _let_fall(claim: Claim, verdicts: Verdicts) -> None:
    """A supplement falls with its companion, and so does what hangs on the supplement."""
    fell = True
    while fell:
        fell = False
        for code, verdict in verdicts.items():
            there = [verdicts[other] for other in companions_of(claim, code) if other in verdicts]
            if there and verdict["coverage"] == "COVERED" and all(other["coverage"] != "COVERED" for other in there):
                _refuse(verdict, "COMPANION_REFUSED")
                verdict["choice"] = any(other["choice"] for other in there)
                fell = True
