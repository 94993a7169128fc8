"""A diary answered twice: the bookings whose answer differs, with both."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from avtalt.v1.basis_pb2 import Basis
from service.cli.comparing import name_of as fact_name
from service.cli.comparing import plain, plain_differences, value_of
from service.cli.diary.answers import Answer
from service.cli.diary.booking import say as phrase
from service.cli.diary.printing import SUMS, name_of, pays, total, when
from service.cli.differences import TOLD, Difference, What, differences, is_other_answer
from service.cli.explanations import print_feet
from service.cli.phrases import phrase_of
from service.cli.printing import ABSENT, print_table, say
from service.cli.unsettled import is_unsettled
from service.texts.catalogue import Catalogue

ARROW = " → "
REASONS = ({What.REASON}, {What.NOTICE}, {What.VERDICT, What.COVERAGE})
"""What tells why, the best first; outcome and sums have columns of their own."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A booking whose answer differs, and how; nothing differs in words where one of the two could not be read."""

    before: Answer
    after: Answer
    found: tuple[Difference, ...]


def changed_answers(pairs: Sequence[tuple[Answer, Answer]]) -> list[Changed]:
    """The bookings whose answer is another one, the most urgent of either side first."""
    found = []
    for before, after in pairs:
        if before.decision is None or after.decision is None:
            if before.outcome != after.outcome:
                found.append(Changed(before, after, ()))
            continue
        differ = differences(before.decision, after.decision)
        if is_other_answer(differ):
            found.append(Changed(before, after, differ))
    return sorted(found, key=lambda each: (each.after.urgency, each.before.urgency))


def print_changed(
    pairs: Sequence[tuple[Answer, Answer]], bases: tuple[Basis, Basis], label: str, texts: Catalogue
) -> None:
    """Print the bookings whose answer differs, then the sums of all bookings on both sides."""
    changed = changed_answers(pairs)
    say(phrase_of("comparison", "CHANGED", count=len(changed), all=len(pairs), side=label))
    if changed:
        headings = [phrase("BOOKING"), phrase("WHEN"), phrase("OUTCOME"), texts.say("headings", "PATIENT_PAYS", {})]
        headings += [texts.say("headings", "HELFO_PAYS", {}), phrase("WHY")]
        say()
        print_table(headings, [_row(each, texts) for each in changed], frozenset({3, 4}))
    _print_unread([before for before, after in pairs if before.decision is None and after.decision is None])
    say()
    sides = [[pair[place] for pair in pairs] for place in (0, 1)]
    rows = [
        [heading, *(total(side, field, texts) for field in SUMS)]
        for heading, side in zip((phrase_of("comparison", "AS_ASKED"), label), sides, strict=True)
    ]
    headings = ["", *(texts.say("headings", name, {}) for name in ("PATIENT_PAYS", "HELFO_PAYS"))]
    print_table(headings, rows, frozenset({1, 2}))
    print_feet(bases, texts)


def print_changed_json(pairs: Sequence[tuple[Answer, Answer]], language: str) -> None:
    """Print each booking whose answer differs as one line of JSON, with both results."""
    for each in sorted(changed_answers(pairs), key=lambda changed: changed.before.place):
        told = {
            "line": each.before.booking.line,
            "before": plain(each.before.result(language)),
            "after": plain(each.after.result(language)),
            "differences": plain_differences(each.found),
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _row(changed: Changed, texts: Catalogue) -> list[str]:
    before, after = changed.before, changed.after
    read = before if before.decision is not None else after
    helfo = [_helfo(answer, texts) for answer in (before, after)]
    return [
        name_of(before),
        when(read),
        _both(phrase(before.outcome), phrase(after.outcome)),
        _both(pays(before.decision, texts), pays(after.decision, texts)),
        _both(*helfo),
        "\n".join(_reasons(changed, texts)),
    ]


def _helfo(answer: Answer, texts: Catalogue) -> str:
    if answer.decision is None:
        return ""
    totals = answer.decision.totals
    if is_unsettled(answer.decision):
        return ABSENT
    return value_of(What.SUM, str(totals.helfo_pays_ore) if totals.HasField("helfo_pays_ore") else None, texts)


def _reasons(changed: Changed, texts: Catalogue) -> list[str]:
    """The other fee codes, and the reasons that went and came; what else differs only where there are no reasons."""
    if not changed.found:
        return [answer.reason for answer in (changed.before, changed.after) if answer.decision is None]
    told = {each.what for each in changed.found}
    kinds = next((kinds for kinds in REASONS if kinds & told), set())
    return [_line(each, texts) for each in changed.found if each.what in {What.CODES, *kinds}]


def _line(each: Difference, texts: Catalogue) -> str:
    if each.what in TOLD:
        return f"+ {each.after}" if each.before is None else f"- {each.before}"
    values = (value_of(each.what, side, texts) for side in (each.before, each.after))
    return f"{fact_name(each.what, each.subject, texts)}: {_both(*values)}"


def _both(before: str, after: str) -> str:
    return before if before == after else f"{before}{ARROW}{after}"


def _print_unread(answers: Sequence[Answer]) -> None:
    """What could not be read on either side, and so is not compared."""
    if answers:
        say("\n" + phrase("UNREAD_HEADING"))
    for answer in answers:
        say(f"{name_of(answer)}: {answer.reason}")
