"""Examinations and samples by refund category: the fees of each line, what the answer rests on, and what it used."""

from datetime import date

import pytest

from registry.tariffs.records import Discipline
from service.pricing.claim import Claim, Examination, FeeUse, Line, Patient
from service.pricing.decision import Amounts
from service.pricing.price import price_claim
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import SupplyFact
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition
from tests.tables import cases

DAY = date(2026, 9, 15)
INSTITUTE = "310000108"

LINES = cases("""
    case                             | discipline | date       | contents                | fees of each line       | steps
    one examination                  | RADIOLOGY  | 2026-09-15 | CT:CT2                  | 899a CT2                | 1:CT2
    only the category                | RADIOLOGY  | 2026-09-15 | -:CT2                   | 899a CT2                | 1:CT2
    the second on a requisition      | RADIOLOGY  | 2026-09-15 | CT:CT2, MR:MR4, MR:MR1  | 899a CT2 / MR4 / MR1    | 1:CT2 2:MR4 2:ONE 3:MR1 3:ONE
    the user fee on a line before    | RADIOLOGY  | 2026-09-15 | 899a, CT:CT2            | 899a / CT2              | 2:CT2 2:ONE
    the user fee on a line after     | RADIOLOGY  | 2026-09-15 | CT:CT2, 899a            | CT2 / 899a              | 1:CT2 1:ONE
    a first one that is refused      | RADIOLOGY  | 2026-09-15 | MR:CT2, MR:MR4          | / 899a MR4              | 2:MR4
    no category                      | RADIOLOGY  | 2026-09-15 | CT:-                    | 899a                    |
    a category without table         | RADIOLOGY  | 2026-02-08 | CT:CT2                  | 899a                    |
    a bone density scan goes on      | RADIOLOGY  | 2026-09-15 | 870, CT:CT2             | 870 / 899a CT2          | 2:CT2
    a blood sample                   | LABORATORY | 2026-09-15 | BLOOD:MB1               | 701a MB1                | 1:MB1
    a sample sent in                 | LABORATORY | 2026-09-15 | RECEIVED:MB1            | MB1                     | 1:MB1
""")


def priced(row, tariffs, snapshot):
    """The decision on a claim of the row, and the steps that it took."""
    discipline = Discipline(row["discipline"])
    day = date.fromisoformat(row["date"])
    lines = tuple(
        Line(number, content(text, discipline)) for number, text in enumerate(row["contents"].split(", "), start=1)
    )
    of = "0301" if discipline is Discipline.RADIOLOGY else None
    claim = Claim(
        discipline,
        day,
        lines,
        ProviderAtPractice(organisation_number=INSTITUTE),
        patient=Patient(age=40, card=False, member=True, user_fees_paid_ore=0, municipality_code=of),
        requisition=Requisition(profession="DOCTOR", day=day),
    )
    trace = Trace()
    return price_claim(claim, snapshot, tariffs, trace=trace), trace


def content(text, discipline):
    """`CT:CT2` is an examination of a modality and a category, `899a` a fee code; a hyphen is not told."""
    kind, colon, category = text.partition(":")
    if not colon:
        return FeeUse(text)
    told, category = None if kind == "-" else kind, None if category == "-" else category
    if discipline is Discipline.LABORATORY:
        return Examination(sample=told, refund_category=category)
    return Examination(modality=told, refund_category=category)


@pytest.mark.parametrize("row", LINES)
def test_the_fees_of_each_line_and_the_rules_they_rest_on(row, tariffs, demo_snapshot):
    decision, trace = priced(row, tariffs, demo_snapshot)
    fees = [" ".join(fee.use.fee_code for fee in line.fees) for line in decision.lines]
    assert " / ".join(fees).strip() == row["fees of each line"]
    names = {Rule.REFUND_CATEGORY: lambda step: step.records[0].category, Rule.ONE_USER_FEE_PER_REQUISITION: one}
    steps = [f"{step.line_number}:{names[step.rule](step)}" for step in trace.steps if step.rule in names]
    assert " ".join(steps) == row["steps"]
    assert decision.not_considered == ()


def one(step):
    """The rule on one user fee, with the provision that it is."""
    (provision,) = step.records
    assert provision.provision_id == "one_user_fee_per_requisition"
    return "ONE"


@pytest.mark.parametrize("row", LINES)
def test_the_figures_of_a_line_are_those_of_its_fees(row, tariffs, demo_snapshot):
    decision, _ = priced(row, tariffs, demo_snapshot)
    for line in decision.lines:
        if line.amounts.honorarium_ore is not None:
            assert line.amounts.honorarium_ore == line.amounts.refund_ore + line.amounts.user_fee_ore
            assert line.payment.patient_pays_ore == line.amounts.user_fee_ore
            assert line.payment.helfo_pays_ore == line.amounts.refund_ore


@pytest.mark.parametrize("discipline", [Discipline.RADIOLOGY, Discipline.LABORATORY])
def test_every_category_is_priced_on_the_first_and_last_day_of_its_tables(discipline, tariffs, demo_snapshot):
    """With its own refund and the user fee of the day, whatever the category."""
    for run in tariffs.runs(discipline):
        tariff = tariffs.day(discipline, run)
        for category, row in tariff.refund_categories.items():
            for day in {run, tariff.period.last_date or DAY}:
                kind = "BLOOD" if discipline is Discipline.LABORATORY else "-"
                decision, _ = priced(told(f"{kind}:{category}", discipline, day), tariffs, demo_snapshot)
                user_fee = tariff.fees["701a" if kind == "BLOOD" else "899a"].fee.user_fee_ore
                assert decision.lines[0].amounts == Amounts(user_fee + row.refund_ore, row.refund_ore, user_fee)
                assert (decision.totals.payment.patient_pays_ore, decision.totals.payment.helfo_pays_ore) == (
                    user_fee,
                    row.refund_ore,
                )


def test_a_category_is_a_fee_that_is_all_refund(tariffs, demo_snapshot):
    decision, _ = priced(told("CT:CT2"), tariffs, demo_snapshot)
    (line,) = decision.lines
    assert [fee.amounts for fee in line.fees] == [Amounts(38700, 0, 38700), Amounts(33459, 33459, 0)]


def told(contents, discipline="RADIOLOGY", day=DAY):
    """A row of one's own."""
    return {"discipline": discipline, "date": day.isoformat(), "contents": contents}


def test_a_refund_beyond_its_confirmation_is_provisional(tariffs, demo_snapshot):
    decision, _ = priced(told("CT:CT2", day=date(2026, 12, 31)), tariffs, demo_snapshot)
    assert decision.provisional == ()
    decision, _ = priced(told("CT:CT2", day=date(2027, 1, 1)), tariffs, demo_snapshot)
    assert {each.subject: each.confirmed_through for each in decision.provisional if each.kind == "FEE"} == {
        "899a": date(2026, 12, 31),
        "CT2": date(2026, 12, 31),
    }


def test_an_answer_holds_until_the_next_table(tariffs, demo_snapshot):
    decision, _ = priced(told("CT:CT2", day=date(2026, 2, 9)), tariffs, demo_snapshot)
    assert decision.valid_until == date(2026, 6, 30)
    decision, _ = priced(told("CT:CT2", day=date(2026, 2, 8)), tariffs, demo_snapshot)
    assert decision.valid_until == date(2026, 2, 8)


REMEDIES = cases("""
    case                | discipline | date       | contents     | reason                            | field                              | candidates                                   | basis
    no category         | RADIOLOGY  | 2026-09-15 | CT:-         | REFUND_NOT_KNOWN                  | lines[0].examination.refund_category |                                            |
    no category, sample | LABORATORY | 2026-09-15 | BLOOD:-      | REFUND_NOT_KNOWN                  | lines[0].sample.refund_category    |                                              |
    never was           | RADIOLOGY  | 2026-09-15 | CT:CT9       | REFUND_CATEGORY_UNKNOWN           | lines[0].examination.refund_category | CT1 CT2 CT3 CT4 CT5 INT1 INT2 INT3 INT4 INT5 |
    never was, sample   | LABORATORY | 2026-09-15 | BLOOD:CT2    | REFUND_CATEGORY_UNKNOWN           | lines[0].sample.refund_category    |                                              |
    other modality      | RADIOLOGY  | 2026-09-15 | CT:PET1      | REFUND_CATEGORY_OF_OTHER_MODALITY | lines[0].examination.modality      | NUCLEAR                                      | FOR-2026-06-25-1359
    in a gap            | RADIOLOGY  | 2026-02-08 | CT:CT2       | REFUND_CATEGORY_NOT_ON_RECORD     | TARIFF                             |                                              | FOR-2003-06-27-959
    before its table    | LABORATORY | 2018-12-31 | BLOOD:IT3    | REFUND_CATEGORY_NOT_ON_RECORD     | TARIFF                             |                                              |
""")


@pytest.mark.parametrize("row", REMEDIES)
def test_a_reason_says_what_would_remove_it(row, tariffs, demo_snapshot):
    decision, _ = priced(row, tariffs, demo_snapshot)
    (reason,) = [each for each in decision.reasons if each.code is ReasonCode(row["reason"])]
    (remedy,) = reason.remedies
    supplier = "REGISTER" if row["field"] == "TARIFF" else "CALLER"
    assert remedy == SupplyFact(row["field"], supplier, tuple(row["candidates"].split()))
    assert (reason.legal_basis.text if reason.legal_basis else "") == row["basis"]


def test_a_category_on_a_line_of_another_discipline_is_not_considered(tariffs, demo_snapshot):
    row = told("CT:CT2")
    decision, _ = priced({**row, "contents": "CT:CT2", "discipline": "RADIOLOGY"}, tariffs, demo_snapshot)
    assert decision.not_considered == ()
    claim = Claim(Discipline.PHYSIOTHERAPY, DAY, (Line(1, Examination("CT", refund_category="CT2")),))
    other = price_claim(claim, demo_snapshot, tariffs)
    assert "lines[0].examination.refund_category" in other.not_considered
