"""A priced claim as a person reads it."""

from avtalt.v1.decision_pb2 import Decision, LineCoverage, LineDecision, Outcome
from avtalt.v1.reason_pb2 import LegalBasis
from service.cli.printing import ABSENT, kroner, print_table, say
from service.cli.remedies import remedy_text
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
    if decision.reasons:
        say(f"\n{head('REASONS')}")
    for reason in decision.reasons:
        place = f" ({head('LINE')} {reason.line_number})" if reason.line_number else ""
        say(f"- {reason.text}{place}{_source(reason.legal_basis)}")
        for remedy in reason.remedies:
            say(f"    > {remedy_text(remedy, texts)}")
    if decision.notices:
        say(f"\n{head('NOTICES')}")
    for notice in decision.notices:
        say(f"- {notice.text}{_source(notice.legal_basis)}")
    if decision.assumptions:
        say(f"\n{head('ASSUMPTIONS')}")
    for assumption in decision.assumptions:
        other = kroner(assumption, "otherwise_patient_pays_ore", texts)
        say(f"- {assumption.text}" + (f" ({head('OTHERWISE')}: {other})" if other != ABSENT else ""))
    if decision.provisional:
        say(f"\n{head('PROVISIONAL')}")
    for provisional in decision.provisional:
        say(f"- {provisional.text}")
    if decision.not_considered:
        say(f"\n{head('NOT_CONSIDERED')}: {', '.join(decision.not_considered)}")
    _print_foot(decision, texts)


def _print_lines(decision: Decision, texts: Catalogue) -> None:
    headings = ["LINE", "CODES", "COVERAGE", *(name.upper() for name in AMOUNTS)]
    rows = [_line_row(line, texts) for line in decision.lines]
    totals = decision.totals
    rows.append([texts.say("headings", "SUM", {}), "", "", *(kroner(totals, f"{name}_ore", texts) for name in AMOUNTS)])
    numbers = frozenset(range(3, 3 + len(AMOUNTS)))
    print_table([texts.say("headings", heading, {}) for heading in headings], rows, numbers)


def _line_row(line: LineDecision, texts: Catalogue) -> list[str]:
    codes = [fee.fee_code if fee.count == 1 else f"{fee.count} x {fee.fee_code}" for fee in line.fees]
    coverage = LineCoverage.Name(line.coverage).removeprefix("LINE_COVERAGE_")
    return [
        str(line.line_number),
        ", ".join(codes) or ABSENT,
        texts.say("headings", coverage, {}),
        *(kroner(line, f"{name}_ore", texts) for name in AMOUNTS),
    ]


def _print_sums(decision: Decision, texts: Catalogue) -> None:
    """The span of what the patient may have to pay, and what the card has of it."""
    totals = decision.totals
    lowest, highest = (kroner(totals, f"{end}_patient_pays_ore", texts) for end in ("lowest", "highest"))
    parts = []
    if lowest != highest:
        parts += [("LOWEST", lowest), ("HIGHEST", highest)]
    parts += [
        ("COUNTS", kroner(totals, "counts_towards_ceiling_ore", texts)),
        ("REFUNDED_AFTERWARDS", kroner(totals, "refunded_afterwards_ore", texts)),
    ]
    say("\n" + ", ".join(f"{texts.say('headings', key, {})}: {value}" for key, value in parts))


def _print_foot(decision: Decision, texts: Catalogue) -> None:
    basis = decision.basis
    parts = [("VALID_UNTIL", decision.valid_until)]
    if decision.report_by:
        parts.append(("REPORT_BY", decision.report_by))
    if decision.practice_id:
        parts.append(("PRACTICE", decision.practice_id))
    parts.append(("BASIS", f"revision {basis.revision}, tariff {basis.tariff_digest}, rules {basis.rules_version}"))
    say("\n" + "; ".join(f"{texts.say('headings', key, {})} {value}" for key, value in parts))


def _source(basis: LegalBasis) -> str:
    return f" [{basis.text}]" if basis.text else ""
