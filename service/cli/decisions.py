"""A priced claim as a person reads it."""

from avtalt.v1.decision_pb2 import AbroadEstimate, Decision, LineCoverage, LineDecision, Outcome, Payee, Totals
from service.cli.derivations import print_derivation
from service.cli.explanations import print_explanations, print_foot
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, kroner, print_table, say
from service.cli.unsettled import SUMS, is_unsettled, is_unsettled_line
from service.cli.would_change import print_would_change
from service.texts.catalogue import Catalogue

AMOUNTS = ("honorarium", "refund", "user_fee", "patient_pays", "helfo_pays")


def print_decision(decision: Decision, texts: Catalogue) -> None:
    """Print an answer: the outcome first, then the lines, the sums and why."""

    def head(key: str) -> str:
        return texts.say("headings", key, {})

    say(head(Outcome.Name(decision.outcome)))
    say()
    _print_lines(decision, texts)
    _print_sums(decision, texts)
    print_explanations(decision, texts)
    if decision.provisional:
        say(f"\n{head('PROVISIONAL')}")
    for provisional in decision.provisional:
        say(f"- {provisional.text}")
    if decision.not_considered:
        say(f"\n{head('NOT_CONSIDERED')}: {', '.join(decision.not_considered)}")
    print_derivation(decision, texts)
    if decision.derivation:
        print_would_change(decision, texts)
    _print_foot(decision, texts)


def _print_lines(decision: Decision, texts: Catalogue) -> None:
    headings = ["LINE", "CODES", "COVERAGE", *(name.upper() for name in AMOUNTS)]
    rows = [_line_row(line, texts, unsettled=is_unsettled_line(decision, line)) for line in decision.lines]
    sums = _amounts(decision.totals, texts, unsettled=is_unsettled(decision))
    rows.append([texts.say("headings", "SUM", {}), "", "", *sums])
    numbers = frozenset(range(3, 3 + len(AMOUNTS)))
    print_table([texts.say("headings", heading, {}) for heading in headings], rows, numbers)


def _amounts(sums: LineDecision | Totals, texts: Catalogue, *, unsettled: bool) -> list[str]:
    """The amounts of a row; a hyphen for what nobody pays before the bill is corrected."""
    return [ABSENT if unsettled and name in SUMS else kroner(sums, f"{name}_ore", texts) for name in AMOUNTS]


def _line_row(line: LineDecision, texts: Catalogue, *, unsettled: bool) -> list[str]:
    codes = [fee.fee_code if fee.count == 1 else f"{fee.count} x {fee.fee_code}" for fee in line.fees]
    coverage = LineCoverage.Name(line.coverage).removeprefix("LINE_COVERAGE_")
    return [
        str(line.line_number),
        ", ".join(codes) or ABSENT,
        texts.say("headings", coverage, {}),
        *_amounts(line, texts, unsettled=unsettled),
    ]


def _print_sums(decision: Decision, texts: Catalogue) -> None:
    """The span of what the patient may have to pay, and what the card has of it; of a rejected bill, that it waits."""
    totals = decision.totals
    if is_unsettled(decision):
        say("\n" + phrase("SETTLED_ONCE_CORRECTED"))
        return
    lowest, highest = (kroner(totals, f"{end}_patient_pays_ore", texts) for end in ("lowest", "highest"))
    parts = []
    if lowest != highest:
        parts += [("LOWEST", lowest), ("HIGHEST", highest)]
    parts += _abroad(decision.abroad_estimate, texts) if decision.HasField("abroad_estimate") else _card(totals, texts)
    say("\n" + ", ".join(f"{texts.say('headings', key, {})}: {value}" for key, value in parts))
    if totals.helfo_pays_to == Payee.PAYEE_PATIENT_AFTERWARDS:
        say(phrase("PATIENT_AFTERWARDS"))


def _card(sums: Totals | AbroadEstimate, texts: Catalogue) -> list[tuple[str, str]]:
    return [
        ("COUNTS", kroner(sums, "counts_towards_ceiling_ore", texts)),
        ("REFUNDED_AFTERWARDS", kroner(sums, "refunded_afterwards_ore", texts)),
    ]


def _abroad(estimate: AbroadEstimate, texts: Catalogue) -> list[tuple[str, str]]:
    """What Helfo refunds afterwards for treatment in another EEA state, and what the card has of it then."""
    return [
        ("ABROAD_REFUND", kroner(estimate, "refund_ore", texts)),
        ("ABROAD_HIGHEST_REFUND", kroner(estimate, "highest_refund_ore", texts)),
        ("ABROAD_DEDUCTED", kroner(estimate, "deducted_user_fee_ore", texts)),
        *_card(estimate, texts),
        *([("APPLY_BY", estimate.apply_by)] if estimate.apply_by else []),
    ]


def _print_foot(decision: Decision, texts: Catalogue) -> None:
    parts = [("VALID_UNTIL", decision.valid_until)]
    if decision.report_by:
        parts.append(("REPORT_BY", decision.report_by))
    if decision.practice_id:
        parts.append(("PRACTICE", decision.practice_id))
    print_foot(parts, decision.basis, texts)
