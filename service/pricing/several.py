"""The answer when a performer's practices give different answers and the claim does not say which one it is."""

from dataclasses import replace

from service.pricing.decision import (
    UNKNOWN_PAYMENT,
    Decision,
    LineCoverage,
    LineDecision,
    Outcome,
    Payee,
)
from service.verification.codes import NoticeCode
from service.verification.reimbursability import practice_not_told
from service.verification.standing import Standing

UNDECIDED_LINES = {LineCoverage.COVERED, LineCoverage.NOT_COVERED}


def between_practices(found: tuple[Standing, ...], decisions: list[Decision]) -> Decision:
    """No practice is picked: the practices are named, and the sums span all their answers."""
    first = decisions[0]
    highest = [decision.totals.highest_patient_pays_ore for decision in decisions]
    known = [most for most in highest if most is not None]
    totals = replace(
        first.totals,
        payment=UNKNOWN_PAYMENT,
        payee=Payee.NOBODY,
        lowest_patient_pays_ore=min(decision.totals.lowest_patient_pays_ore or 0 for decision in decisions),
        highest_patient_pays_ore=max(known) if len(known) == len(decisions) else None,
        refunded_afterwards_ore=None,
    )
    common = [reason for reason in first.reasons if all(reason in other.reasons for other in decisions)]
    return replace(
        first,
        outcome=Outcome.NEEDS_INFORMATION,
        lines=tuple(_undecided(line) for line in first.lines),
        totals=totals,
        reasons=(practice_not_told(found), *common),
        notices=tuple(notice for notice in first.notices if notice.code is NoticeCode.NOT_A_PAYMENT_GUARANTEE),
        assumptions=tuple(replace(each, otherwise_patient_pays_ore=None) for each in first.assumptions),
        findings=(),
        practice_id=None,
        valid_until=min(decision.valid_until for decision in decisions),
        report_by=None,
    )


def _undecided(line: LineDecision) -> LineDecision:
    if line.coverage not in UNDECIDED_LINES:
        return line
    return replace(line, coverage=LineCoverage.UNKNOWN, payment=UNKNOWN_PAYMENT)
