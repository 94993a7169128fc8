"""Whether a claim is covered: its outcome, from the verdicts and the lines."""

from collections.abc import Sequence

from registry.tariffs.records import Discipline
from service.pricing.decision import LineCoverage, Outcome
from service.pricing.money.payments import PaymentCase
from service.pricing.money.settling import UNPAID_CASES
from service.verification.findings import Finding, Verdict
from service.verification.funding import FundingRoute
from service.verification.standing import Settlement, Standing


def payment_case(
    standing: Standing, requisition: Finding | None, discipline: Discipline, *, member: bool
) -> PaymentCase:
    """The terms that follow from the verdicts: what is missing weighs more than what is not known."""
    asked = requisition.verdict if requisition else Verdict.HELD
    if standing.verdict is Verdict.NOT_HELD:
        return PaymentCase.OWN_PRICE
    if asked is Verdict.NOT_HELD:
        if discipline is not Discipline.PHYSIOTHERAPY:
            return PaymentCase.OWN_PRICE
        return PaymentCase.UNPAID if standing.verdict is Verdict.UNKNOWN else PaymentCase.WHOLE_FEE
    if Verdict.UNKNOWN in (standing.verdict, asked):
        return PaymentCase.UNDECIDED if member else PaymentCase.UNPAID
    if not member:
        return PaymentCase.WHOLE_FEE
    if standing.route is FundingRoute.EMPLOYMENT:
        return PaymentCase.EMPLOYEE
    return PaymentCase.ON_RECEIPT if standing.settlement is Settlement.ON_RECEIPT else PaymentCase.ORDINARY


def outcome_of(case: PaymentCase, inside: Sequence[LineCoverage]) -> Outcome:
    """The outcome, from the terms and the coverage of every line inside the scheme; charges have no say in it."""
    if not inside:
        return Outcome.OUTSIDE_SCHEME
    if case in UNPAID_CASES:
        return Outcome.NOT_COVERED
    if case is PaymentCase.UNDECIDED or LineCoverage.UNKNOWN in inside:
        return Outcome.NEEDS_INFORMATION
    covered = inside.count(LineCoverage.COVERED)
    if covered == len(inside):
        return Outcome.APPROVED
    return Outcome.PARTLY_APPROVED if covered else Outcome.REJECTED
