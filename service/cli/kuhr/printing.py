"""The answers to a message as a list to work through, and as JSON lines."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from avtalt.v1.basis_pb2 import Basis
from service.cli.comparing import plain
from service.cli.decisions import print_decision
from service.cli.diary.answers import ORDER
from service.cli.diary.booking import say as phrase
from service.cli.diary.printing import when
from service.cli.explanations import print_feet
from service.cli.kuhr.answers import Priced, in_order
from service.cli.kuhr.bill import Claimed
from service.cli.kuhr.bill import say as phrase_of_bills
from service.cli.kuhr.words import (
    claimed_sum,
    helfo_pays,
    patient_pays,
    remark_text,
    user_fee_paid,
    why,
)
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue


def print_bills(bills: Sequence[Priced], basis: Basis, texts: Catalogue, *, explained: bool) -> None:
    """Print the bills, problems first, then the sums of those whose two sums are known."""
    print_table(_headings(texts), [_row(bill, texts) for bill in in_order(bills)], frozenset({3, 4, 6}))
    say()
    _print_sums(bills, texts)
    print_feet([basis], texts)
    for bill in in_order(bills) if explained else ():
        if bill.answer.decision is not None:
            say(f"\n== {bill.name} ==\n")
            print_decision(bill.answer.decision, texts)


def print_bills_json(bills: Sequence[Priced], texts: Catalogue) -> None:
    """
    Print each bill's result, in the order of the message, as one line of JSON.

    `bill` is its place among all bills of the message, counted from 1.
    """
    for bill in bills:
        told = {
            "bill": bill.answer.place,
            "claimed": plain_claimed(bill.claimed),
            "remarks": list(_plain_remarks(bill, texts)),
        }
        told |= plain(bill.answer.result(texts.language))
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def plain_claimed(claimed: Claimed) -> dict[str, Any]:
    """What a bill claims, for programs: sums in øre, and only what is told."""
    told = {"sumOre": claimed.sum_ore, "userFeePaid": claimed.user_fee_paid}
    return {name: value for name, value in told.items() if value is not None}


def _plain_remarks(bill: Priced, texts: Catalogue) -> Iterator[dict[str, Any]]:
    for remark in bill.remarks:
        told: dict[str, Any] = {"what": remark.what.value}
        told |= {"lineNumber": remark.line} if remark.line else {}
        told |= {"code": remark.code} if remark.code else {}
        told |= {f"{name}Ore": ore for name, ore in remark.sums.items()}
        yield told | {"text": remark_text(remark, texts)}


def _headings(texts: Catalogue) -> list[str]:
    return [
        phrase_of_bills("HEADING_BILL"),
        phrase("WHEN"),
        phrase("OUTCOME"),
        phrase_of_bills("CLAIMED"),
        texts.say("headings", "HELFO_PAYS", {}),
        phrase_of_bills("USER_FEE_PAID"),
        texts.say("headings", "PATIENT_PAYS", {}),
        phrase("WHY"),
    ]


def _row(bill: Priced, texts: Catalogue) -> list[str]:
    decision = bill.answer.decision
    return [
        bill.name,
        when(bill.answer),
        phrase(bill.answer.outcome),
        claimed_sum(bill, texts),
        helfo_pays(decision, texts),
        user_fee_paid(bill, texts),
        patient_pays(decision, texts),
        why(bill, texts),
    ]


def _print_sums(bills: Sequence[Priced], texts: Catalogue) -> None:
    """How many bills there are of each outcome, and both sums of the same bills: those for which both are known."""
    outcomes = dict.fromkeys((*ORDER, *(bill.answer.outcome for bill in bills)))
    rows = []
    for outcome in (*outcomes, None):
        here = [bill for bill in bills if outcome in (bill.answer.outcome, None)]
        name = texts.say("headings", "SUM", {}) if outcome is None else phrase(outcome)
        if here:
            rows.append([name, str(len(here)), *_sums(here, texts)])
    headings = [phrase("OUTCOME"), phrase_of_bills("BILLS"), phrase_of_bills("CLAIMED")]
    headings += [texts.say("headings", "HELFO_PAYS", {}), phrase_of_bills("DIFFERENCE")]
    print_table(headings, rows, frozenset({1, 2, 3, 4}))
    left_out = sum(1 for bill in bills if not bill.is_comparable)
    if left_out:
        say("\n" + phrase_of_bills("NOT_IN_SUMS", count=left_out))


def _sums(bills: Sequence[Priced], texts: Catalogue) -> list[str]:
    """What is claimed, what Helfo pays, and how much more is claimed than paid."""
    both = [(bill.claimed.sum_ore or 0, bill.helfo_ore or 0) for bill in bills if bill.is_comparable]
    if not both:
        return [ABSENT] * 3
    claimed, paid = (sum(side) for side in zip(*both, strict=True))
    more = claimed - paid
    sign = "-" if more < 0 else ""
    return [texts.kroner(claimed), texts.kroner(paid), f"{sign}{texts.kroner(abs(more))}"]
