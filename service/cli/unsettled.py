"""What nobody pays yet: a bill that is rejected is corrected first, and only then settled."""

from avtalt.v1.decision_pb2 import Decision, LineCoverage, LineDecision, Outcome

SUMS = frozenset({"patient_pays", "helfo_pays", "counts_towards_ceiling", "refunded_afterwards"})
"""What the contract gives as nothing until then."""


def is_unsettled(decision: Decision) -> bool:
    """Whether the bill is to be corrected before anybody pays."""
    return decision.outcome == Outcome.OUTCOME_REJECTED


def is_unsettled_line(decision: Decision, line: LineDecision) -> bool:
    """Whether a line waits for that; a charge outside the scheme does not."""
    return is_unsettled(decision) and line.coverage == LineCoverage.LINE_COVERAGE_NOT_PAYABLE
