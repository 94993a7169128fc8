"""Laws that hold for every claim, whatever is billed, whenever and by whom."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.tariffs.reader import read_tariffs
from registry.tariffs.records import Discipline
from service.pricing.claim import Charge, Claim, FeeUse, Line, Patient, Treatment
from service.pricing.decision import Decision, LineCoverage, Outcome, add
from service.pricing.price import price_claim
from service.verification.codes import ReasonCode
from service.verification.findings import AddFeeCode, ChangeCount, EarliestDate, RemoveLine, ReplaceFeeCode
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition

TARIFFS = read_tariffs()
CODES = sorted(
    {code for run in TARIFFS.runs(Discipline.PHYSIOTHERAPY) for code in TARIFFS.day(Discipline.PHYSIOTHERAPY, run).fees}
)
COMMON = ("A1a", "A1d", "A3a", "A3b", "A8a", "A8b", "A1i", "D40", "F1", "F21", "C22b", "A3at", "A3bt", "A2a", "A1c")
DAYS = st.dates(date(2017, 6, 1), date(2027, 12, 31)) | st.sampled_from(TARIFFS.runs(Discipline.PHYSIOTHERAPY)[2:])
USES = st.builds(FeeUse, st.sampled_from(COMMON) | st.sampled_from([*CODES, "Z9", "899a"]), st.integers(1, 9))
TREATMENTS = st.builds(
    Treatment,
    st.sampled_from(["EXAMINATION", "INDIVIDUAL", "PHYSIOTHERAPY", "MANUAL_THERAPY", "GROUP", "SELF_TRAINING"]),
    st.integers(1, 100),
    st.sampled_from(["CLINIC", "HOME", "VIDEO", "POOL"]),
)
CHARGES = st.builds(
    Charge,
    st.sampled_from(["CONSUMABLES", "INSOLES", "BOOKING_SYSTEM", "DISPATCH", "NO_SHOW"]),
    st.none() | st.integers(0, 100_000),
    st.none() | st.integers(0, 100_000),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
)
ASKED = st.none() | st.integers(0, 200_000)
CONTENTS = st.lists(st.tuples(USES | TREATMENTS | CHARGES, ASKED), min_size=1, max_size=6)
PATIENTS = st.builds(
    Patient,
    age=st.none() | st.integers(0, 100),
    card=st.none() | st.booleans(),
    user_fees_paid_ore=st.none() | st.integers(0, 400_000),
    member=st.none() | st.booleans(),
    wheelchair_user=st.none() | st.booleans(),
)
PERFORMERS = st.builds(
    ProviderAtPractice, hpr_number=st.sampled_from([str(number) for number in range(9000001, 9000022)])
)
CLAIMS = st.builds(
    lambda day, contents, performer, patient, grounds, told: Claim(
        discipline=Discipline.PHYSIOTHERAPY,
        treatment_date=day,
        lines=tuple(Line(place, content, asked) for place, (content, asked) in enumerate(contents, 1)),
        performer=performer,
        patient=patient,
        grounds=grounds,
        requisition=told,
    ),
    DAYS,
    CONTENTS,
    PERFORMERS,
    PATIENTS,
    st.sampled_from([(), ("OCCUPATIONAL_INJURY",), ("PRISONER",)]),
    st.sampled_from([None, Requisition(none=True), Requisition(profession="DOCTOR")]),
)
LAWS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def price(claim: Claim, snapshot) -> Decision:
    return price_claim(claim, snapshot, TARIFFS)


@LAWS
@given(claim=CLAIMS)
def test_sums_add_up(claim, demo_snapshot):
    """Honorarium is refund plus user fee on every line, totals are the sums of their lines, and nothing is negative."""
    decision = price(claim, demo_snapshot)
    for line in decision.lines:
        amounts = line.amounts
        if None not in (amounts.honorarium_ore, amounts.refund_ore, amounts.user_fee_ore):
            assert amounts.honorarium_ore == amounts.refund_ore + amounts.user_fee_ore
    payments = [line.payment for line in decision.lines]
    if decision.totals.payment.patient_pays_ore is not None:
        assert decision.totals.payment.patient_pays_ore == add(*(payment.patient_pays_ore for payment in payments))
    assert all(payment.patient_pays_ore is None or payment.patient_pays_ore >= 0 for payment in payments)


@LAWS
@given(claim=CLAIMS)
def test_the_sum_lies_within_its_range(claim, demo_snapshot):
    """The least is never above the most, and a known sum lies between them."""
    totals = price(claim, demo_snapshot).totals
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
@given(claim=CLAIMS, order=st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(claim, order, demo_snapshot):
    """Lines in another order give the same outcome and the same sums."""
    contents = list(claim.lines)
    order.shuffle(contents)
    shuffled = tuple(replace(line, number=place) for place, line in enumerate(contents, 1))
    one, other = price(claim, demo_snapshot), price(replace(claim, lines=shuffled), demo_snapshot)
    assert one.outcome == other.outcome
    assert one.totals == other.totals
    assert {reason.code for reason in one.reasons} == {reason.code for reason in other.reasons}


@LAWS
@given(claim=CLAIMS)
def test_an_exemption_never_raises_what_the_patient_pays(claim, demo_snapshot):
    """With a card, or with a ground, the patient pays the same or less."""
    plain = price(replace(claim, grounds=(), patient=replace(claim.patient, card=False)), demo_snapshot)
    card = price(replace(claim, grounds=(), patient=replace(claim.patient, card=True)), demo_snapshot)
    ground = price(replace(claim, grounds=("OCCUPATIONAL_INJURY",)), demo_snapshot)
    for exempt in (card, ground):
        before, after = plain.totals.payment.patient_pays_ore, exempt.totals.payment.patient_pays_ore
        if before is not None and after is not None:
            assert after <= before


@LAWS
@given(claim=CLAIMS)
def test_every_remedy_removes_its_reason(claim, demo_snapshot):
    """A claim changed by a structured remedy no longer has the reason that the remedy stands at."""
    for reason in price(claim, demo_snapshot).reasons:
        for remedy in reason.remedies:
            changed = apply(claim, remedy)
            if changed is None:
                continue
            left = price(changed, demo_snapshot).reasons
            assert not any(same(other, reason) for other in left), (reason, remedy)


def same(one, other) -> bool:
    """Whether two reasons say the same of the same fee code."""
    keys = ("fee_code", "other_fee_code", "agreement")
    return one.code == other.code and all(one.data.get(key) == other.data.get(key) for key in keys)


def apply(claim: Claim, remedy) -> Claim | None:
    """The claim after a change; nothing when the change is a fact that somebody else must supply."""
    lines = list(claim.lines)
    match remedy:
        case ReplaceFeeCode(number, code):
            content = lines[number - 1].content
            lines[number - 1] = replace(lines[number - 1], content=replace(content, fee_code=code))
        case ChangeCount(number, count):
            content = lines[number - 1].content
            lines[number - 1] = replace(lines[number - 1], content=replace(content, count=count))
        case RemoveLine(number):
            del lines[number - 1]
        case AddFeeCode(code):
            lines.append(Line(len(lines) + 1, FeeUse(code)))
        case EarliestDate(day):
            return replace(claim, treatment_date=day)
        case _:
            return None
    renumbered = tuple(replace(line, number=place) for place, line in enumerate(lines, 1))
    return replace(claim, lines=renumbered) if renumbered else None


@LAWS
@given(claim=CLAIMS)
def test_outcome_and_lines_agree(claim, demo_snapshot):
    """The outcome follows from the lines: approved only when every line inside the scheme is covered."""
    decision = price(claim, demo_snapshot)
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


@LAWS
@given(claim=CLAIMS)
def test_what_is_unknown_is_named(claim, demo_snapshot):
    """An answer that needs information, and an approved one without its sum, say why."""
    decision = price(claim, demo_snapshot)
    if decision.outcome is Outcome.NEEDS_INFORMATION:
        assert decision.reasons
    if decision.outcome is Outcome.APPROVED and decision.totals.payment.patient_pays_ore is None:
        told = {reason.code for reason in decision.reasons}
        uncharged = any(isinstance(line.content, Charge) and line.content.amount_ore is None for line in claim.lines)
        assert uncharged or ReasonCode.AMOUNT_NOT_ON_RECORD in told


@LAWS
@given(claim=CLAIMS, until=st.integers(0, 400))
def test_the_answer_holds_until_its_last_day(claim, until, demo_snapshot):
    """A day up to `valid_until` gives an otherwise equal claim the same outcome and sums."""
    decision = price(claim, demo_snapshot)
    day = min(decision.valid_until, date.fromordinal(claim.treatment_date.toordinal() + until))
    assert decision.valid_until >= claim.treatment_date
    later = price(replace(claim, treatment_date=day), demo_snapshot)
    assert (later.outcome, later.totals) == (decision.outcome, decision.totals)
