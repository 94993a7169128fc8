"""The answers of a diary as a list to work through, and as JSON lines."""

import json
import sys
from collections.abc import Sequence

from avtalt.v1.basis_pb2 import Basis
from avtalt.v1.decision_pb2 import Decision
from service.cli.comparing import plain
from service.cli.decisions import print_decision
from service.cli.diary.answers import ORDER, Answer, in_order
from service.cli.diary.booking import say as phrase
from service.cli.explanations import print_foot
from service.cli.printing import ABSENT, kroner, print_table, say
from service.cli.unsettled import is_unsettled
from service.texts.catalogue import Catalogue

SUMS = ("patient_pays_ore", "helfo_pays_ore")


def print_answers(answers: Sequence[Answer], basis: Basis, texts: Catalogue, *, explained: bool) -> None:
    """Print the bookings, problems first, then how many there are of each kind, and the sums."""
    headings = [phrase("BOOKING"), phrase("WHEN"), phrase("OUTCOME"), texts.say("headings", "PATIENT_PAYS", {})]
    rows = [
        [name_of(answer), when(answer), phrase(answer.outcome), pays(answer.decision, texts), *_words(answer)]
        for answer in in_order(answers)
    ]
    print_table([*headings, phrase("WHY"), phrase("TELL_PATIENT")], rows, frozenset({3}))
    say()
    _print_totals(answers, texts)
    print_foot([], basis, texts)
    for answer in in_order(answers) if explained else ():
        if answer.decision is not None:
            say(f"\n== {name_of(answer)} ==\n")
            print_decision(answer.decision, texts)


def print_answers_json(answers: Sequence[Answer], language: str) -> None:
    """Print each booking's result, in the order of the file, as one line of JSON; `line` is where it begins there."""
    for answer in answers:
        told = {"line": answer.booking.line} | plain(answer.result(language))
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def name_of(answer: Answer) -> str:
    """What a booking is called; its line in the file when it has no name."""
    return answer.booking.name or phrase("UNNAMED", line=answer.booking.line)


def when(answer: Answer) -> str:
    """Day and time of a booking; nothing for one that could not be read, where anything may stand there."""
    claim = answer.booking.claim
    return f"{claim.treatment_date} {claim.start_time}".strip() if claim and answer.decision else ""


def pays(decision: Decision | None, texts: Catalogue) -> str:
    """What the patient pays; from the least to the most when it hangs on something."""
    if decision is None:
        return ""
    if is_unsettled(decision):
        return phrase("ONCE_CORRECTED")
    totals = decision.totals
    lowest, pays, highest = (kroner(totals, f"{end}patient_pays_ore", texts) for end in ("lowest_", "", "highest_"))
    return pays if lowest == highest or ABSENT in (lowest, highest) else f"{lowest}-{highest}"


def _words(answer: Answer) -> tuple[str, str]:
    return answer.reason, answer.notice


def _print_totals(answers: Sequence[Answer], texts: Catalogue) -> None:
    """How many bookings there are of each outcome, and what is known to be paid for them."""
    outcomes = dict.fromkeys((*ORDER, *(answer.outcome for answer in answers)))
    rows = []
    for outcome in (*outcomes, None):
        here = [answer for answer in answers if outcome in (answer.outcome, None)]
        name = texts.say("headings", "SUM", {}) if outcome is None else phrase(outcome)
        if here:
            rows.append([name, str(len(here)), *(total(here, field, texts) for field in SUMS)])
    headings = [phrase("OUTCOME"), phrase("BOOKINGS")]
    headings += [texts.say("headings", name, {}) for name in ("PATIENT_PAYS", "HELFO_PAYS")]
    print_table(headings, rows, frozenset({1, 2, 3}))
    left_out = [answer.decision for answer in answers if answer.decision and _known(answer, SUMS[0]) is None]
    rejected = sum(map(is_unsettled, left_out))
    told = [("NOT_IN_SUM", len(left_out) - rejected), ("REJECTED_NOT_IN_SUM", rejected)]
    for place, (key, count) in enumerate((key, count) for key, count in told if count):
        say(("" if place else "\n") + phrase(key, count=count))


def total(answers: Sequence[Answer], field: str, texts: Catalogue) -> str:
    """The sum of what is known and settled; a hyphen when nothing is."""
    known = [ore for answer in answers if (ore := _known(answer, field)) is not None]
    return texts.kroner(sum(known)) if known else ABSENT


def _known(answer: Answer, field: str) -> int | None:
    if answer.decision is None or is_unsettled(answer.decision) or not answer.decision.totals.HasField(field):  # type: ignore[arg-type]
        return None
    found: int = getattr(answer.decision.totals, field)
    return found
