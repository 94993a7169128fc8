"""
Laws that hold for every claim, whatever is billed, whenever and by whom.

Those about two claims are in `test_laws_of_change.py`. An ordinary run takes some
seconds; `AVTALT_EXAMPLES=3000 make test ARGS=tests/pricing` tries so many claims on
each law.
"""

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.pricing.claim import Charge
from service.pricing.decision import Decision, LineCoverage, LineDecision, Outcome, Payee, add, add_amounts
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from tests.pricing.any_claim import CLAIMS, CLAIMS_AT_HOME, LAWS, TARIFFS, price

BILLED = {LineCoverage.COVERED, LineCoverage.NOT_COVERED, LineCoverage.UNKNOWN}
INSIDE = {LineCoverage.COVERED, LineCoverage.NOT_COVERED}


@LAWS
@given(claim=CLAIMS)
def test_sums_add_up(claim):
    """A line is the sum of its fees, honorarium is refund plus user fee, and totals are the sums of the lines."""
    decision = price(claim)
    for line in decision.lines:
        for amounts in (line.amounts, *(fee.amounts for fee in line.fees)):
            if None not in (amounts.honorarium_ore, amounts.refund_ore, amounts.user_fee_ore):
                assert amounts.honorarium_ore == amounts.refund_ore + amounts.user_fee_ore
        if line.fees and line.amounts.honorarium_ore is not None:
            assert line.amounts == add_amounts([fee.amounts for fee in line.fees])
    totals = decision.totals
    for name in ("patient_pays_ore", "helfo_pays_ore", "counts_ore"):
        if getattr(totals.payment, name) is not None:
            assert getattr(totals.payment, name) == add(*(getattr(line.payment, name) for line in decision.lines))
    billed = add_amounts([line.amounts for line in decision.lines if line.coverage in BILLED])
    for name in ("honorarium_ore", "refund_ore", "user_fee_ore"):
        if claim.country_code == "NO" and getattr(totals.amounts, name) is not None:
            assert getattr(totals.amounts, name) == getattr(billed, name)


@LAWS
@given(claim=CLAIMS)
def test_nothing_is_negative(claim):
    """
    No sum is below zero, and nothing is refunded afterwards that did not count.

    While there was a least sum, a visit could bring back what was too little before it.
    """
    decision = price(claim)
    totals = decision.totals
    records = [totals.amounts, totals.payment, decision.abroad]
    records += [part for line in decision.lines for part in (line.amounts, line.payment)]
    sums = [getattr(record, field.name) for record in records if record for field in fields(record)]
    sums += [getattr(totals, field.name) for field in fields(totals)]
    assert all(amount >= 0 for amount in sums if isinstance(amount, int))
    if totals.refunded_afterwards_ore and not TARIFFS.provision("refund_minimum", claim.treatment_date):
        assert totals.refunded_afterwards_ore <= totals.payment.counts_ore


@LAWS
@given(claim=CLAIMS_AT_HOME)
def test_who_pays_adds_up_in_each_case(claim):
    """
    A covered line is paid by patient and Helfo together, by the terms of the case.

    With an ordinary settlement they pay the honorarium. On a receipt the patient
    pays it, and no more comes back. An employee of the municipality takes the user
    fee, from the one or the other, or nothing. Without cover Helfo pays nothing.
    """
    trace = Trace()
    decision = price(claim, trace)
    if any(reason.code is ReasonCode.PRACTICE_NOT_TOLD for reason in decision.reasons):
        return
    cases = {step.line_number: step.data for step in trace.steps if step.rule is Rule.WHO_PAYS}
    for line in decision.lines:
        if line.number in cases:
            check_case(cases[line.number]["case"], line)
    assert decision.totals.payee is not Payee.NOBODY or not decision.totals.payment.helfo_pays_ore


def check_case(case: str, line: LineDecision) -> None:
    """The line is paid as its case says; a figure that is not known is compared with nothing."""
    patient, helfo, counts = line.payment.patient_pays_ore, line.payment.helfo_pays_ore, line.payment.counts_ore
    honorarium, user_fee = line.amounts.honorarium_ore, line.amounts.user_fee_ore
    if line.coverage is LineCoverage.NOT_PAYABLE:
        assert not patient
        assert not helfo
        assert not counts
    if line.coverage is LineCoverage.NOT_COVERED:
        assert (helfo, counts) == (0, 0)
    if line.coverage is not LineCoverage.COVERED or None in (patient, helfo, honorarium, user_fee):
        return
    match case:
        case "ORDINARY":
            assert patient + helfo == honorarium
            assert counts == patient
        case "ON_RECEIPT":
            assert patient in (honorarium, 0)
            assert helfo <= patient
            assert counts in (patient - helfo, 0)
        case "EMPLOYEE":
            assert patient + helfo in (user_fee, 0)
            assert counts == patient
        case _:
            raise AssertionError(case)


@LAWS
@given(claim=CLAIMS)
def test_the_sum_lies_within_its_range(claim):
    """The least is never above the most, and a known sum lies between them."""
    totals = price(claim).totals
    lowest, highest, pays = (
        totals.lowest_patient_pays_ore,
        totals.highest_patient_pays_ore,
        totals.payment.patient_pays_ore,
    )
    assert highest is None or lowest <= highest
    if pays is not None:
        assert lowest <= pays
        assert highest is None or pays <= highest


@LAWS
@given(claim=CLAIMS)
def test_telling_why_never_changes_the_answer(claim):
    """With the derivation the decision is the same, and every line with money in it says who pays it."""
    trace = Trace()
    decision = price(claim, trace)
    assert decision == price(claim)
    if claim.country_code != "NO":
        return
    paid = {step.line_number: step.data for step in trace.steps if step.rule is Rule.WHO_PAYS}
    for line in decision.lines:
        payment = line.payment
        if line.coverage in INSIDE and (payment.patient_pays_ore or payment.helfo_pays_ore):
            told = {"patient_pays_ore": payment.patient_pays_ore, "helfo_pays_ore": payment.helfo_pays_ore}
            assert line.number in paid
            for name, amount in told.items():
                assert paid[line.number][name] == ("" if amount is None else str(amount))


@LAWS
@given(claim=CLAIMS_AT_HOME)
def test_outcome_and_lines_agree(claim):
    """The outcome follows from the lines: approved only when every line inside the scheme is covered."""
    decision = price(claim)
    charges = {line.number for line in claim.lines if isinstance(line.content, Charge)}
    inside = [line.coverage for line in decision.lines if line.number not in charges]
    covered = inside.count(LineCoverage.COVERED)
    match decision.outcome:
        case Outcome.APPROVED:
            assert covered == len(inside) > 0
        case Outcome.PARTLY_APPROVED:
            assert 0 < covered < len(inside)
        case Outcome.REJECTED | Outcome.NOT_COVERED:
            assert covered == 0
        case Outcome.OUTSIDE_SCHEME:
            assert not inside
        case Outcome.NEEDS_INFORMATION:
            assert any(reason.code for reason in decision.reasons)


NAMED = {
    ReasonCode.AMOUNT_NOT_ON_RECORD,
    ReasonCode.REFUND_NOT_KNOWN,
    ReasonCode.REFUND_CATEGORY_NOT_ON_RECORD,
}
"""Reasons that name a figure which is not known."""


@LAWS
@given(claim=CLAIMS_AT_HOME)
def test_what_is_unknown_is_named(claim):
    """An answer that needs information, and an approved one without its sum, say why."""
    decision = price(claim)
    if decision.outcome is Outcome.NEEDS_INFORMATION:
        assert decision.reasons
    if decision.outcome is Outcome.APPROVED and decision.totals.payment.patient_pays_ore is None:
        told = {reason.code for reason in decision.reasons}
        uncharged = any(isinstance(line.content, Charge) and line.content.amount_ore is None for line in claim.lines)
        assert uncharged or told & NAMED


@LAWS
@given(claim=CLAIMS, until=st.integers(0, 400))
def test_the_answer_holds_until_its_last_day(claim, until):
    """A day up to `valid_until` gives an otherwise equal claim the same outcome and sums."""
    decision = price(claim)
    day = min(decision.valid_until, date.fromordinal(claim.treatment_date.toordinal() + until))
    assert decision.valid_until >= claim.treatment_date
    later = price(replace(claim, treatment_date=day))
    assert sums(later) == sums(decision)


def sums(decision: Decision) -> tuple[object, ...]:
    """Outcome and sums of an answer."""
    return decision.outcome, decision.totals, [line.payment for line in decision.lines]
