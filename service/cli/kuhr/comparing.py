"""A message answered twice: the bills whose answer differs, with both."""

import json
import sys
from collections.abc import Sequence

from avtalt.v1.basis_pb2 import Basis
from service.cli.comparing import plain, plain_differences
from service.cli.diary.answers import Answer
from service.cli.diary.booking import say as phrase
from service.cli.diary.comparing import Changed, both_of, changed_answers, why_changed
from service.cli.diary.printing import when
from service.cli.explanations import print_feet
from service.cli.kuhr.answers import Priced
from service.cli.kuhr.bill import say as phrase_of_bills
from service.cli.kuhr.words import claimed_sum, helfo_pays, patient_pays
from service.cli.phrases import phrase_of
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue

Pair = tuple[Priced, Priced]


def print_changed_bills(pairs: Sequence[Pair], bases: Sequence[Basis], label: str, texts: Catalogue) -> None:
    """Print the bills whose answer differs, those that cannot be read, and the sums of those settled on both sides."""
    changed = changed_answers([(before.answer, after.answer) for before, after in pairs])
    say(phrase_of_bills("CHANGED", count=len(changed), all=len(pairs), side=label))
    if changed:
        headings = [phrase_of_bills("HEADING_BILL"), phrase("WHEN"), phrase("OUTCOME"), phrase_of_bills("CLAIMED")]
        headings += [texts.say("headings", name, {}) for name in ("HELFO_PAYS", "PATIENT_PAYS")]
        say()
        rows = [_row(each, pairs[each.before.place - 1][0], texts) for each in changed]
        print_table([*headings, phrase("WHY")], rows, frozenset({3, 4, 5}))
    _print_unread(pairs)
    say()
    _print_sums(pairs, label, texts)
    print_feet(bases, texts)


def print_changed_bills_json(pairs: Sequence[Pair], language: str) -> None:
    """
    Print each bill whose answer differs as one line of JSON, with both results.

    `bill` is its place among all bills of the message, as where one answer is asked for.
    """
    changed = changed_answers([(before.answer, after.answer) for before, after in pairs])
    for each in sorted(changed, key=lambda found: found.before.place):
        told = {
            "bill": each.before.place,
            "before": plain(each.before.result(language)),
            "after": plain(each.after.result(language)),
            "differences": plain_differences(each.found),
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _row(changed: Changed, bill: Priced, texts: Catalogue) -> list[str]:
    sides = (changed.before, changed.after)
    read = next(answer for answer in sides if answer.decision is not None)
    return [
        bill.name,
        when(read),
        both_of(*(phrase(answer.outcome) for answer in sides)),
        claimed_sum(bill, texts),
        both_of(*(helfo_pays(answer.decision, texts) for answer in sides)),
        both_of(*(patient_pays(answer.decision, texts) for answer in sides)),
        "\n".join(why_changed(changed, texts)),
    ]


def _print_unread(pairs: Sequence[Pair]) -> None:
    """What could not be read on either side, and so is not compared."""
    unread = [before for before, after in pairs if not (_is_answered(before.answer) or _is_answered(after.answer))]
    if unread:
        say("\n" + phrase("UNREAD_HEADING"))
    for bill in unread:
        say(bill.answer.reason)


def _is_answered(answer: Answer) -> bool:
    return answer.decision is not None


def _print_sums(pairs: Sequence[Pair], label: str, texts: Catalogue) -> None:
    """What is claimed and what Helfo pays for the bills that can be compared with what is claimed on both sides."""
    here = [pair for pair in pairs if all(side.is_comparable for side in pair)]
    headings = ["", phrase_of_bills("BILLS"), phrase_of_bills("CLAIMED"), texts.say("headings", "HELFO_PAYS", {})]
    rows = [
        [heading, str(len(here)), *_sums([pair[place] for pair in here], texts)]
        for place, heading in enumerate((phrase_of("comparison", "AS_ASKED"), label))
    ]
    print_table(headings, rows, frozenset({1, 2, 3}))
    if len(here) < len(pairs):
        say("\n" + phrase_of_bills("NOT_IN_SUMS", count=len(pairs) - len(here)))


def _sums(side: Sequence[Priced], texts: Catalogue) -> list[str]:
    if not side:
        return [ABSENT, ABSENT]
    return [
        texts.kroner(sum(bill.claimed.sum_ore or 0 for bill in side)),
        texts.kroner(sum(bill.helfo_ore or 0 for bill in side)),
    ]
