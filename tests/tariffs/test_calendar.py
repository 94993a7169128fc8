"""Every fee code on every day: exactly one row or a stated gap, and every row priced to the øre."""

import itertools
from datetime import date, timedelta

import pytest

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.pricing.claim import Claim, FeeUse, Line, Patient
from service.pricing.decision import NOTHING, Amounts, Payment
from service.pricing.money.figures import TariffAuthority
from service.pricing.price import price_claim
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition

LAST = date(2027, 6, 30)
STARTS = {
    Discipline.PHYSIOTHERAPY: date(2017, 7, 1),
    Discipline.RADIOLOGY: date(2004, 1, 1),
    Discipline.LABORATORY: date(2005, 1, 1),
}


@pytest.mark.parametrize("discipline", Discipline)
def test_one_row_or_a_stated_gap_for_every_code_and_day(discipline: Discipline, tariffs: TariffSet):
    """From the first row of a code to its last no day is without a row, unless a gap says so; none has two."""
    codes = {code for run in tariffs.runs(discipline) for code in tariffs.day(discipline, run).fees}
    for code in sorted(codes):
        rows = tariffs.fee_history(discipline, code)
        for earlier, later in itertools.pairwise(rows):
            assert earlier.period.last_date < later.period.first_date, code
            missing = earlier.period.last_date + timedelta(days=1)
            while missing < later.period.first_date:
                gaps = tariffs.day(discipline, missing).gaps
                stated = [gap for gap in gaps if gap.missing == "AMOUNTS" and gap.fee_code in (None, code)]
                assert stated, (code, missing)
                missing = min(stated[0].period.last_date or LAST, LAST) + timedelta(days=1)


@pytest.mark.parametrize("discipline", [Discipline.RADIOLOGY, Discipline.LABORATORY])
def test_one_refund_or_a_stated_gap_for_every_category_and_day(discipline: Discipline, tariffs: TariffSet):
    """From the first table of a category to the last no day is without its refund, unless a gap says so of its group."""
    categories = {name for run in tariffs.runs(discipline) for name in tariffs.day(discipline, run).refund_categories}
    for category in sorted(categories):
        rows = tariffs.category_history(discipline, category)
        for earlier, later in itertools.pairwise(rows):
            assert earlier.period.last_date < later.period.first_date, category
            missing = earlier.period.last_date + timedelta(days=1)
            while missing < later.period.first_date:
                tariff = tariffs.day(discipline, missing)
                stated = [gap for gap in tariff.gaps if gap.missing == "REFUND_CATEGORIES"]
                assert any(gap.group in (None, earlier.group) for gap in stated), (category, missing)
                assert category not in tariff.refund_categories
                missing = tariff.period.last_date + timedelta(days=1)


@pytest.mark.parametrize("discipline", Discipline)
def test_nothing_changes_within_a_run(discipline: Discipline, tariffs: TariffSet):
    """The first and the last day of a run have the same tariff, and the days around it another one."""
    for run in tariffs.runs(discipline):
        tariff = tariffs.day(discipline, run)
        assert tariff.period.first_date == run
        assert tariffs.day(discipline, tariff.period.last_date or LAST) is tariff
        assert tariffs.day(discipline, run - timedelta(days=1)) is not tariff


def test_before_the_first_tariff_there_is_none(tariffs: TariffSet):
    """The day before the first row has no fee, and the first day has."""
    for discipline, first in STARTS.items():
        assert tariffs.first_date(discipline) == first
        assert not tariffs.day(discipline, first - timedelta(days=1)).fees
        assert tariffs.day(discipline, first).fees


PERFORMERS = {
    "INTERN": "9000014",
    "MANUAL_THERAPIST": "9000009",
    "PSYCHOMOTOR": "9000011",
    "CLINICAL_MASTER": "9000012",
    "ASSOCIATION_SPECIALIST": "9000012",
}


@pytest.mark.parametrize("discipline", Discipline)
def test_every_row_is_priced_to_the_ore(discipline: Discipline, tariffs: TariffSet, demo_snapshot):
    """On its first and last day every row comes out with its own figures, whoever bills it."""
    priced = 0
    for run in tariffs.runs(discipline):
        for code, entry in tariffs.day(discipline, run).fees.items():
            fee = entry.fee
            for day in {run, min(tariffs.day(discipline, run).period.last_date or LAST, LAST)}:
                line = price_line(discipline, code, day, tariffs, demo_snapshot)
                printed = Amounts(fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore)
                share_of_nothing = fee.percentage is not None
                assert line.amounts == (NOTHING if share_of_nothing else printed), (code, day)
                if line.coverage == "COVERED" and fee.honorarium_ore is not None:
                    assert line.payment == Payment(fee.user_fee_ore, fee.refund_ore, fee.user_fee_ore), (code, day)
                    priced += 1
    assert priced


def price_line(discipline, code, day, tariffs, snapshot):
    """The answer to a claim of one line with the code, by the regulation's figures."""
    opened = {kind.value for kind in tariffs.day(discipline, day).fees[code].fee.opened_by}
    number = next((number for kind, number in PERFORMERS.items() if kind in opened), "9000001")
    number = "9000001" if "PHYSIOTHERAPIST" in opened else number
    performer = ProviderAtPractice(hpr_number=number)
    if discipline is not Discipline.PHYSIOTHERAPY:
        performer = ProviderAtPractice(organisation_number="310000108")
    patient = Patient(age=40, card=False, member=True, user_fees_paid_ore=0, municipality_code="0301")
    requisition = Requisition(profession="DOCTOR", day=day)
    claim = Claim(discipline, day, (Line(1, FeeUse(code)),), performer, patient=patient, requisition=requisition)
    return price_claim(claim, snapshot, tariffs, TariffAuthority.REGULATION).lines[0]
