"""Two answers to one claim side by side, for people and for programs."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.json_format import MessageToDict

from avtalt.v1.agreement_pb2 import Finding, Requirement
from avtalt.v1.decision_pb2 import Decision
from service.cli.differences import TOLD, Difference, What, differences, facts
from service.cli.explanations import print_feet
from service.cli.phrases import phrase_of
from service.cli.printing import ABSENT, print_table, say
from service.cli.unsettled import SUMS as UNSETTLED
from service.cli.verdicts import requirement_text
from service.texts.catalogue import Catalogue

SUM_HEADINGS = {
    "honorarium_ore": ("HONORARIUM",),
    "refund_ore": ("REFUND",),
    "user_fee_ore": ("USER_FEE",),
    "patient_pays_ore": ("PATIENT_PAYS",),
    "lowest_patient_pays_ore": ("PATIENT_PAYS", "LOWEST"),
    "highest_patient_pays_ore": ("PATIENT_PAYS", "HIGHEST"),
    "helfo_pays_ore": ("HELFO_PAYS",),
    "counts_towards_ceiling_ore": ("COUNTS",),
    "refunded_afterwards_ore": ("REFUNDED_AFTERWARDS",),
    "outside_scheme_ore": ("OUTSIDE_SCHEME",),
}
ENDS = ("lowest_patient_pays_ore", "highest_patient_pays_ore")
SELDOM = ("refunded_afterwards_ore", "outside_scheme_ore")
NOTHING = (None, "0")
DIFFERS = "≠"
Facts = Mapping[tuple[What, str], str]


def print_comparison(before: Decision, after: Decision, label: str, texts: Catalogue) -> None:
    """Print both answers in a table, then what only one of them tells."""
    found = differences(before, after)
    as_asked = phrase_of("comparison", "AS_ASKED")
    print_table(["", as_asked, label, ""], _rows(facts(before), facts(after), texts), frozenset({1, 2}))
    for side, heading in (("before", as_asked), ("after", label)):
        told = [f"- {text}" for each in found if each.what in TOLD and (text := getattr(each, side)) is not None]
        if told:
            say("\n" + phrase_of("comparison", "ONLY", side=heading))
        for line in told:
            say(line)
    if not found:
        say("\n" + phrase_of("comparison", "SAME"))
    print_feet((before.basis, after.basis), texts)


def print_comparison_json(before: Decision, after: Decision) -> None:
    """Print both answers and what differs as one JSON object."""
    told = {
        "before": plain(before),
        "after": plain(after),
        "differences": plain_differences(differences(before, after)),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def plain(message: Any) -> dict[str, Any]:
    """A message as protobuf JSON."""
    found: dict[str, Any] = MessageToDict(message)
    return found


def plain_differences(found: Iterable[Difference]) -> list[dict[str, str | None]]:
    """Differences for programs; sums in øre."""
    return [
        {"what": each.what.value, "subject": each.subject, "before": each.before, "after": each.after} for each in found
    ]


def _rows(before: Facts, after: Facts, texts: Catalogue) -> Iterable[list[str]]:
    for key in dict.fromkeys((*before, *after)):
        what, subject = key
        old, new = before.get(key), after.get(key)
        if what is What.SUM and not _is_worth_a_row(subject, before, after):
            continue
        name = name_of(what, subject, texts)
        values = [ABSENT if _waits(subject, side) else value_of(what, side.get(key), texts) for side in (before, after)]
        yield [name, *values, "" if old == new else DIFFERS]


def _waits(subject: str, side: Facts) -> bool:
    """Whether a sum is nothing only because the bill is to be corrected first."""
    rejected = side.get((What.OUTCOME, "")) == "REJECTED"
    return rejected and subject.removesuffix("_ore").removeprefix("lowest_").removeprefix("highest_") in UNSETTLED


def _is_worth_a_row(subject: str, before: Facts, after: Facts) -> bool:
    """Whether a sum says more than what the patient pays does, and more than nothing."""
    key = (What.SUM, subject)
    if subject in SELDOM:
        return not {before.get(key), after.get(key)} <= set(NOTHING)
    if subject in ENDS:
        pays = (What.SUM, "patient_pays_ore")
        return any(side.get(key) != side.get(pays) for side in (before, after))
    return True


def name_of(what: What, subject: str, texts: Catalogue) -> str:
    """What a fact is called."""
    match what:
        case What.VERDICT:
            return requirement_text(Finding(requirement=Requirement.Value(f"REQUIREMENT_{subject}")), texts)
        case What.CODES | What.COVERAGE:
            return f"{texts.say('headings', what, {})} ({texts.say('headings', 'LINE', {})} {subject})"
        case What.SUM:
            return ", ".join(texts.say("headings", heading, {}) for heading in SUM_HEADINGS[subject])
        case What.OUTCOME:
            return phrase_of("comparison", "OUTCOME")
        case _:
            return texts.say("headings", what, {})


def value_of(what: What, value: str | None, texts: Catalogue) -> str:
    """A fact's value in words; a hyphen when it is absent."""
    if not value:
        return ABSENT
    match what:
        case What.OUTCOME:
            return phrase_of("diary", value)
        case What.VERDICT | What.COVERAGE:
            return texts.say("headings", value, {})
        case What.SUM:
            return texts.kroner(int(value))
        case _:
            return value
