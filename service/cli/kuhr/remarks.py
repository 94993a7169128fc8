"""
What a bill claims compared with what it is priced at.

Pure: from a bill and its decision to names and figures, without words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avtalt.v1.decision_pb2 import Decision, LineCoverage, LineDecision, Outcome, Payee
from service.cli.kuhr.bill import Claimed, ClaimedFee
from service.cli.kuhr.causes import CHILD
from service.cli.unsettled import is_unsettled

COVERED = (Outcome.OUTCOME_APPROVED, Outcome.OUTCOME_PARTLY_APPROVED)
"""The outcomes in which a user fee is due or not; elsewhere the patient pays everything, or nothing is settled yet."""


class What(StrEnum):
    """What there is to say of a bill."""

    CORRECT_FIRST = "CORRECT_FIRST"
    PATIENT_PAYS_ALL = "PATIENT_PAYS_ALL"
    FEE_AMOUNT = "FEE_AMOUNT"
    FEE_NOT_PAYABLE = "FEE_NOT_PAYABLE"
    FEE_NOT_COVERED = "FEE_NOT_COVERED"
    BILL_SUM = "BILL_SUM"
    BILL_AMOUNT = "BILL_AMOUNT"
    PAID_AFTERWARDS = "PAID_AFTERWARDS"
    USER_FEE_NOT_DUE = "USER_FEE_NOT_DUE"
    USER_FEE_NOT_PAID = "USER_FEE_NOT_PAID"
    CAUSE_DOES_NOT_HOLD = "CAUSE_DOES_NOT_HOLD"
    CAUSE_NEEDS_CARD = "CAUSE_NEEDS_CARD"
    CHILD_WITHOUT_AGE = "CHILD_WITHOUT_AGE"


REFUSED_LINES = {
    LineCoverage.LINE_COVERAGE_NOT_PAYABLE: What.FEE_NOT_PAYABLE,
    LineCoverage.LINE_COVERAGE_NOT_COVERED: What.FEE_NOT_COVERED,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """
    Something to say of a bill: of its line counted from 1, or of the whole bill when that is 0.

    Sums are in øre.
    """

    what: What
    line: int = 0
    code: str = ""
    sums: Mapping[str, int] = field(default_factory=dict)


def helfo_ore(decision: Decision | None) -> int | None:
    """What Helfo pays the provider for the bill, in øre; absent when that is not known or not settled."""
    if decision is None or is_unsettled(decision) or decision.outcome == Outcome.OUTCOME_NEEDS_INFORMATION:
        return None
    totals = decision.totals
    if totals.helfo_pays_to == Payee.PAYEE_PATIENT_AFTERWARDS:
        return 0
    return totals.helfo_pays_ore if totals.HasField("helfo_pays_ore") else None


def remarks(claimed: Claimed, decision: Decision | None) -> tuple[Remark, ...]:
    """All there is to say of a bill; nothing when it is priced as it is claimed, or not decided."""
    if decision is None or decision.outcome == Outcome.OUTCOME_NEEDS_INFORMATION:
        return ()
    if is_unsettled(decision):
        return (Remark(What.CORRECT_FIRST),)
    if decision.outcome == Outcome.OUTCOME_NOT_COVERED:
        return (Remark(What.PATIENT_PAYS_ALL, sums={"claimed": claimed.sum_ore}),) if claimed.sum_ore else ()
    return (*_fees(claimed, decision), *_sums(claimed, decision), *_user_fee(claimed, decision))


def _fees(claimed: Claimed, decision: Decision) -> Iterator[Remark]:
    """The fees whose amount is another one than what Helfo pays for them."""
    afterwards = decision.totals.helfo_pays_to == Payee.PAYEE_PATIENT_AFTERWARDS
    for fee, line in zip(claimed.fees, decision.lines, strict=True):
        if line.coverage in REFUSED_LINES:
            if fee.sum_ore:
                yield _of_line(REFUSED_LINES[line.coverage], fee, line, claimed=fee.sum_ore)
        elif line.HasField("helfo_pays_ore") and not afterwards and fee.sum_ore not in (None, line.helfo_pays_ore):
            if line.helfo_pays_ore:
                yield _of_line(What.FEE_AMOUNT, fee, line, claimed=fee.sum_ore or 0, priced=line.helfo_pays_ore)
            else:
                yield _of_line(What.FEE_NOT_COVERED, fee, line, claimed=fee.sum_ore or 0)


def _of_line(what: What, fee: ClaimedFee, line: LineDecision, **sums: int) -> Remark:
    return Remark(what, line.line_number, fee.code, sums)


def _sums(claimed: Claimed, decision: Decision) -> Iterator[Remark]:
    """
    Where the sum of the bill is not that of its fees, or alone tells what is claimed and differs from what Helfo pays.

    Also that Helfo pays the patient.
    """
    paid = helfo_ore(decision)
    if claimed.fees_ore is None and None not in (claimed.own_sum_ore, paid) and claimed.own_sum_ore != paid:
        yield Remark(What.BILL_AMOUNT, sums={"claimed": claimed.own_sum_ore or 0, "priced": paid or 0})
    if claimed.own_sum_ore is not None and claimed.fees_ore is not None and claimed.own_sum_ore != claimed.fees_ore:
        yield Remark(What.BILL_SUM, sums={"claimed": claimed.own_sum_ore, "fees": claimed.fees_ore})
    if decision.totals.helfo_pays_to == Payee.PAYEE_PATIENT_AFTERWARDS:
        yield Remark(What.PAID_AFTERWARDS, sums={"priced": decision.totals.helfo_pays_ore})


def _user_fee(claimed: Claimed, decision: Decision) -> Iterator[Remark]:
    """Whether the user fee was taken that is due, for a bill that is covered."""
    totals = decision.totals
    if claimed.cause == CHILD and not claimed.age_known:
        yield Remark(What.CHILD_WITHOUT_AGE)
    elif claimed.cause and totals.patient_pays_ore:
        certain = totals.lowest_patient_pays_ore == totals.patient_pays_ore
        what = What.CAUSE_DOES_NOT_HOLD if certain else What.CAUSE_NEEDS_CARD
        yield Remark(what, code=claimed.cause, sums={"due": totals.patient_pays_ore})
    elif claimed.user_fee_paid is False and totals.lowest_patient_pays_ore:
        yield Remark(What.USER_FEE_NOT_PAID, sums={"due": totals.patient_pays_ore})
    if claimed.user_fee_paid and _pays_nothing(decision):
        yield Remark(What.USER_FEE_NOT_DUE)


def _pays_nothing(decision: Decision) -> bool:
    """Whether it is certain that the patient pays nothing."""
    totals = decision.totals
    told = all(totals.HasField(field) for field in ("patient_pays_ore", "highest_patient_pays_ore"))
    return told and totals.patient_pays_ore == 0 == totals.highest_patient_pays_ore
