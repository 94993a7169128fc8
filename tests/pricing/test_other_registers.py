"""What no provider of the demo register shows: answers by registers with a record more or less."""

from dataclasses import replace
from datetime import date

import pytest

from registry.period import Period
from registry.records import Agreement, AgreementKind, Competence, CompetenceKind, Coverage, CoverageKind
from registry.tariffs.records import Discipline
from service.pricing.claim import Claim, FeeUse, Line, Patient, Treatment
from service.pricing.decision import LineCoverage, Outcome
from service.pricing.fee_codes.combinations import choices
from service.pricing.fee_codes.judgement import Judgement
from service.pricing.fee_codes.refusals import Bill
from service.pricing.money.ranges import Span, choice_span
from service.pricing.price import price_claim
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import SupplyFact
from service.verification.reimbursability import ProviderAtPractice
from tests.pricing.any_register import DEMO, snapshot_of
from tests.tables import cases

DAY = date(2026, 9, 15)
TWO_PRACTICES, FIRST, SECOND = "9000007", "1000000071", "1000000072"
PATIENT = Patient(age=40, card=False, member=True, user_fees_paid_ore=0)


def price(records, tariffs, performer, *contents, day=DAY):
    """The answer to a claim of these lines, by a register of these records."""
    lines = tuple(Line(number, content) for number, content in enumerate(contents, 1))
    claim = Claim(Discipline.PHYSIOTHERAPY, day, lines, ProviderAtPractice(hpr_number=performer), patient=PATIENT)
    return price_claim(claim, snapshot_of(records), tariffs)


def is_funding(record):
    """Whether a record is the municipal agreement of the one with two practices."""
    return (
        isinstance(record, Agreement)
        and record.hpr_number == TWO_PRACTICES
        and record.kind is AgreementKind.MUNICIPAL_FUNDING
    )


(FUNDING,) = filter(is_funding, DEMO)
OTHERS = [record for record in DEMO if not is_funding(record)]


def until(last_date, practice=FIRST):
    """The agreement at a practice, until a day."""
    area = "0301" if practice == FIRST else "3201"
    period = Period(date(2017, 1, 1), last_date)
    return replace(FUNDING, agreement_id=f"at {practice}", practice_id=practice, counterparty=area, period=period)


ENDS = cases("""
    case                   | first      | second     | until
    neither ends           |            |            | 2026-12-31
    the first one ends     | 2026-10-31 |            | 2026-10-31
    the second one ends    |            | 2026-10-31 | 2026-10-31
    the second one earlier | 2026-11-30 | 2026-10-31 | 2026-10-31
""")


@pytest.mark.parametrize("row", ENDS)
def test_practices_of_the_same_answer(row, tariffs):
    """It is told that one of them was taken, none is named, and the answer holds while both give it."""
    last = {key: date.fromisoformat(row[key]) if row[key] else None for key in ("first", "second")}
    records = [*OTHERS, until(last["first"]), until(last["second"], SECOND)]
    decision = price(records, tariffs, TWO_PRACTICES, FeeUse("A3a"))
    (several,) = [each for each in decision.assumptions if each.code is AssumptionCode.PRACTICE_OF_SEVERAL]
    assert several.data == {"practices": f"{FIRST}, {SECOND}"}
    assert (decision.outcome, decision.practice_id) == (Outcome.APPROVED, None)
    assert decision.valid_until.isoformat() == row["until"]


@pytest.mark.parametrize("practice", [FIRST, SECOND])
def test_practices_of_different_answers(practice, tariffs):
    """Whichever of them has the agreement: the line is not decided, and the answer holds while both practices do."""
    records = [*OTHERS, until(date(2026, 10, 31), practice)]
    decision = price(records, tariffs, TWO_PRACTICES, FeeUse("A3a"))
    assert (decision.outcome, decision.practice_id) == (Outcome.NEEDS_INFORMATION, None)
    assert [line.coverage for line in decision.lines] == [LineCoverage.UNKNOWN]
    assert (decision.totals.lowest_patient_pays_ore, decision.totals.highest_patient_pays_ore) == (0, None)
    assert [reason.code for reason in decision.reasons] == [ReasonCode.PRACTICE_NOT_TOLD]
    assert decision.valid_until == date(2026, 10, 31)


def test_the_only_practice_is_named(tariffs):
    decision = price(DEMO, tariffs, "9000001", FeeUse("A3a"))
    assert decision.practice_id == "1000000011"
    assert AssumptionCode.PRACTICE_OF_SEVERAL not in {each.code for each in decision.assumptions}


def test_a_competence_is_unknown_where_the_register_is_not_complete(tariffs):
    """The authorisation on record stands; that a competence is not on record proves nothing."""
    records = [
        record for record in DEMO if not (isinstance(record, Coverage) and record.kind is CoverageKind.AUTHORISATION)
    ]
    decision = price(records, tariffs, "9000001", FeeUse("A3a"), FeeUse("A8a"))
    (reason,) = [each for each in decision.reasons if each.line_number == 2]
    assert (reason.code, reason.remedies) == (
        ReasonCode.COMPETENCE_UNKNOWN,
        (SupplyFact("AUTHORISATION", "REGISTER"),),
    )
    assert [line.coverage for line in decision.lines] == [LineCoverage.COVERED, LineCoverage.UNKNOWN]
    assert decision.outcome is Outcome.NEEDS_INFORMATION


def test_of_two_competences_that_ended_the_later_one_is_told(tariffs):
    ended = Competence("9000027", CompetenceKind.PSYCHOMOTOR, Period(None, date(2020, 12, 31)), "a test")
    decision = price([*DEMO, ended], tariffs, "9000027", FeeUse("A9a"), day=date(2027, 1, 1))
    (reason,) = decision.reasons
    assert reason.code is ReasonCode.COMPETENCE_LAPSED
    assert (reason.data["lapsed"], reason.data["last_date"]) == ("PSYCHOMOTOR_2015", "2026-12-31")


def test_a_right_of_2015_goes_by_the_name_of_its_method(tariffs):
    psychomotor = Competence("9000026", CompetenceKind.PSYCHOMOTOR, Period(), "a test")
    day = date(2017, 12, 1)
    decision = price([*DEMO, psychomotor], tariffs, "9000026", Treatment("INDIVIDUAL", 20), day=day)
    (reason,) = [each for each in decision.reasons if each.code is ReasonCode.METHOD_NOT_TOLD]
    assert reason.data == {"methods": "MANUAL_THERAPY, PSYCHOMOTOR"}


@pytest.mark.parametrize(("groups", "count"), [((4, 25), 100), ((2, 50), 100), ((101,), None), ((3, 34), None)])
def test_more_than_a_hundred_choices_are_not_weighed(groups, count):
    """Codes of which each excludes all others of its group: one of each group may be chosen."""
    codes = [[f"{place}-{number}" for number in range(size)] for place, size in enumerate(groups)]
    pairs = [(one, other) for group in codes for one in group for other in group if one < other]
    sets = choices({code for group in codes for code in group}, pairs)
    assert (None if sets is None else len(sets)) == count


def test_what_is_not_weighed_may_cost_nothing_and_at_most_all_of_it():
    codes = [f"code {number}" for number in range(101)]
    judgement = Judgement(
        lines=(),
        bill=Bill({}, dict.fromkeys(codes), {}),
        refused=frozenset(),
        unknown=frozenset(),
        undecided=frozenset(codes),
        with_companion=frozenset(),
        pairs=tuple((one, other) for one in codes for other in codes if one < other),
        reasons=(),
        assumptions=(),
    )
    assert choice_span(judgement, {1: Span(100, 200), 2: Span(300, 400)}) == Span(0, 600)
    assert choice_span(judgement, {1: Span(100, 200), 2: Span(300, None)}) == Span(0, None)
