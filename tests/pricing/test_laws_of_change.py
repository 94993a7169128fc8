"""Laws about two claims: what another order, register, card, remedy or fact may change, and what it may not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from registry.tariffs.records import Discipline
from service.pricing.claim import Claim, Line, Patient
from service.pricing.decision import Decision, LineCoverage, Payee
from service.pricing.price import price_claim
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, Notice, RemoveLine
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition
from tests.pricing.any_claim import (
    BUNDLES,
    CLAIMS,
    GROUNDS,
    IN_ORDER,
    LAWS,
    TARIFFS,
    bundle,
    days_of,
    price,
    providers,
    treatments,
)
from tests.pricing.any_register import changes_elsewhere
from tests.pricing.remedies import apply, same, tell

MOVES_NO_SUM = {
    AssumptionCode.NO_EXEMPTION_CARD,
    AssumptionCode.NATIONAL_INSURANCE_MEMBER,
    AssumptionCode.USER_FEES_PAID_UNKNOWN,
    AssumptionCode.REQUISITION_NOT_DATED,
    AssumptionCode.PRACTICE_OF_SEVERAL,
    AssumptionCode.SAME_DAY_NOT_CHECKED,
    AssumptionCode.NO_OVERLAP,
    AssumptionCode.HOLDER_NOT_BILLING,
    AssumptionCode.CLINICAL_NEED_RECORDED,
    AssumptionCode.PATIENT_FREE_TO_CHOOSE,
    AssumptionCode.NOT_CANCELLED_IN_TIME,
}
"""Assumptions about one thing only, so that being told that they are right moves no sum."""

NOT_IN_FORCE = {
    ReasonCode.FEE_CODE_UNKNOWN,
    ReasonCode.FEE_CODE_STARTS_LATER,
    ReasonCode.FEE_CODE_ENDED,
    ReasonCode.TARIFF_NOT_ON_RECORD,
}
"""Reasons of a treatment that has more codes than those that are named."""


@LAWS
@given(claim=CLAIMS, data=st.data())
def test_what_is_recorded_of_others_changes_no_answer(claim, data):
    """Providers, agreements and coverage that the claim does not ask about may come and go."""
    other = data.draw(changes_elsewhere(claim)).snapshot()
    assert price_claim(claim, other, TARIFFS) == price(claim)


@LAWS
@given(claim=CLAIMS, order=st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(claim, order):
    """Lines in another order give the same outcome, the same sums, and are told the same."""
    contents = list(claim.lines)
    order.shuffle(contents)
    shuffled = tuple(replace(line, number=place) for place, line in enumerate(contents, 1))
    one, other = price(claim), price(replace(claim, lines=shuffled))
    assert one.outcome == other.outcome
    assert one.totals == other.totals
    assert one.abroad == other.abroad
    assert reasons_of(one) == reasons_of(other)
    assert said(one.assumptions) == said(other.assumptions)
    assert said(one.notices) == said(other.notices)


def reasons_of(decision: Decision) -> set[ReasonCode]:
    """
    The codes of the reasons, without what goes by the line that a fee stands on.

    The user fee of a requisition stands on the first examination, so that the order
    decides which price is compared with it.
    """
    return {reason.code for reason in decision.reasons} - {ReasonCode.ASKING_PRICE_ABOVE_TARIFF}


def said(found: Iterable[Assumption | Notice]) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    """What assumptions or notices say, whatever line they stand at."""
    return {(each.code, tuple(sorted(each.data.items()))) for each in found}


@LAWS
@given(claim=CLAIMS, ground=st.sampled_from(GROUNDS))
def test_an_exemption_never_raises_what_the_patient_pays(claim, ground):
    """With a card, or with a ground, the patient pays the same or less, and gets back the same or more."""
    plain = price(replace(claim, grounds=(), patient=replace(claim.patient, card=False)))
    card = price(replace(claim, grounds=(), patient=replace(claim.patient, card=True)))
    grounded = price(replace(claim, grounds=(ground,), patient=replace(claim.patient, card=False)))
    for exempt in (card, grounded):
        before, after = plain.totals, exempt.totals
        assert not_more(after.payment.patient_pays_ore, before.payment.patient_pays_ore)
        assert not_more(after.highest_patient_pays_ore, before.highest_patient_pays_ore)
        if Payee.PATIENT_AFTERWARDS in (before.payee, after.payee):
            assert not_more(before.payment.helfo_pays_ore, after.payment.helfo_pays_ore)
        if plain.abroad and exempt.abroad:
            assert not_more(plain.abroad.refund_ore, exempt.abroad.refund_ore)


def not_more(one: int | None, other: int | None) -> bool:
    """Whether a sum is not above another one, as far as both are known."""
    return one is None or other is None or one <= other


@LAWS
@given(claim=CLAIMS)
def test_every_remedy_removes_its_reason(claim):
    """
    A claim changed by a structured remedy no longer has the reason that the remedy stands at.

    Where a line is left out, another line may have the reason too, and keeps it.
    """
    reasons = price(claim).reasons
    for reason in reasons:
        for remedy in reason.remedies:
            if isinstance(remedy, RemoveLine) and len(claim.lines) == 1:
                continue
            for changed in apply(claim, reason, remedy):
                left = price(changed).reasons
                before, after = (sum(same(each, reason, remedy) for each in found) for found in (reasons, left))
                assert after < (before if isinstance(remedy, RemoveLine) else 1), (reason, remedy)


@LAWS
@given(claim=CLAIMS)
def test_telling_more_never_contradicts(claim):
    """What is told is not assumed, and where it says what was assumed, it moves no sum."""
    decision = price(claim)
    unread = any(each.code is AssumptionCode.COMBINATIONS_NOT_ON_RECORD for each in decision.assumptions)
    for assumption in decision.assumptions:
        told = tell(claim, assumption)
        # Of a table that is not on record no limit is known, whatever is told of earlier uses.
        if told is None or (unread and assumption.code is AssumptionCode.FREQUENCY_NOT_CHECKED):
            continue
        after = price(told)
        alike = [each for each in after.assumptions if each.code is assumption.code]
        assert assumption not in alike
        if assumption.code in MOVES_NO_SUM:
            assert assumption.line_number not in {each.line_number for each in alike}
            assert after.totals.payment == decision.totals.payment
            assert [line.coverage for line in after.lines] == [line.coverage for line in decision.lines]


@st.composite
def described_claims(draw):
    """Claims of treatments described plainly, by those who are covered most of the time, without other prices."""
    day = draw(days_of(Discipline.PHYSIOTHERAPY))
    contents = [draw(treatments()) for _ in range(draw(st.sampled_from([1, 1, 1, 2])))]
    patient = Patient(
        age=draw(st.sampled_from([10, 16, 40, 85])),
        card=draw(st.booleans()),
        user_fees_paid_ore=draw(st.integers(0, 400_000)),
        member=True,
    )
    lines = tuple(Line(place, content) for place, content in enumerate(contents, 1))
    requisition = Requisition(profession="DOCTOR", day=day)
    performer = draw(providers(Discipline.PHYSIOTHERAPY))
    return Claim(Discipline.PHYSIOTHERAPY, day, lines, performer, patient=patient, requisition=requisition)


@LAWS
@given(claim=described_claims())
def test_a_plain_description_and_its_codes_cost_the_same(claim):
    """
    The codes that the answer names for a treatment, billed as such, have the sums of the treatment.

    Both ways: as far as every treatment has codes in force that may be billed. A treatment
    falls as a whole where codes would fall one by one.
    """
    plainly = price(claim)
    assume(all(line.fees and line.coverage is not LineCoverage.NOT_PAYABLE for line in plainly.lines))
    uses = [fee.use for line in plainly.lines for fee in line.fees]
    assume(not NOT_IN_FORCE & {reason.code for reason in plainly.reasons})
    by_code = price(replace(claim, lines=tuple(Line(place, use) for place, use in enumerate(uses, 1))))
    assert by_code.outcome == plainly.outcome
    assert by_code.totals == plainly.totals
    whole = Counter(line.coverage for line in plainly.lines for _ in line.fees)
    assert Counter(line.coverage for line in by_code.lines) == whole


@st.composite
def days_at_the_ceiling(draw):
    """The visits of a patient on one day, each covered, and what was paid before."""
    day = draw(days_of(Discipline.PHYSIOTHERAPY))
    ceiling = TARIFFS.ceiling(Discipline.PHYSIOTHERAPY, day)
    assume(ceiling is not None)
    before = max(0, ceiling.amount_ore - draw(st.integers(-10_000, 70_000)))
    merged = ceiling == TARIFFS.ceiling(Discipline.RADIOLOGY, day)
    visits = []
    for discipline in draw(
        st.lists(st.sampled_from(list(Discipline) if merged else [Discipline.PHYSIOTHERAPY]), min_size=2, max_size=3)
    ):
        uses = bundle(draw(st.sampled_from(BUNDLES[discipline])))
        physiotherapy = discipline is Discipline.PHYSIOTHERAPY
        number = IN_ORDER[discipline][0]
        performer = ProviderAtPractice(number) if physiotherapy else ProviderAtPractice(organisation_number=number)
        patient = Patient(age=40, card=False, member=True, health_region=None if physiotherapy else "991324968")
        lines = tuple(Line(place, use) for place, use in enumerate(uses, 1))
        asked = Requisition(profession="DOCTOR", day=day)
        visits.append(Claim(discipline, day, lines, performer, patient=patient, requisition=asked))
    return before, visits


@LAWS
@given(case=days_at_the_ceiling())
def test_visits_that_cross_the_ceiling_cost_the_same_in_any_order(case):
    """What is paid at the counters, and what comes back of it, do not hang on which visit was first."""
    before, visits = case
    orders = {price_in_order(before, order) for order in permutations(visits)}
    assume((None, None) not in orders)
    assert len(orders) == 1


def price_in_order(before: int, visits: Iterable[Claim]) -> tuple[int | None, int | None]:
    """What is paid at the counter, and what is paid back afterwards; absent when not known."""
    paid, total, back = before, 0, 0
    for visit in visits:
        totals = price(replace(visit, patient=replace(visit.patient, user_fees_paid_ore=paid))).totals
        payment, refunded = totals.payment, totals.refunded_afterwards_ore
        if None in (payment.patient_pays_ore, payment.counts_ore, refunded):
            return None, None
        paid, total, back = paid + payment.counts_ore, total + payment.patient_pays_ore, back + refunded
    return total, back
