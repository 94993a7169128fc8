"""Charges outside the scheme and treatment abroad: which rules an answer says that it rests on, and what they came to."""

from datetime import date, timedelta

import pytest

from registry.tariffs.records import Discipline, Fee, Provision
from service.pricing.claim import Cancellation, Charge, Claim, FeeUse, Line, Patient
from service.pricing.price import price_claim
from service.pricing.trace import Rule, Trace
from service.verification.reimbursability import ProviderAtPractice
from tests.tables import cases

DAY = date(2026, 9, 15)
PATIENT = Patient(age=40, card=False, member=True, user_fees_paid_ore=0)
BOOKED = (FeeUse("A3a"), FeeUse("A3b", 2))

CHARGES = cases("""
    case                      | kind           | notice | rule             | records                        | data
    consumables               | CONSUMABLES    |        | CHARGE_AT_COST   | charges_at_cost                | charge=CONSUMABLES cost_ore=4000
    forbidden                 | TEXT_MESSAGE   |        | CHARGE_FORBIDDEN | forbidden_charges              | charge=TEXT_MESSAGE
    dispatch                  | DISPATCH       |        | CHARGE_MAXIMUM   | dispatch_fee_maximum           | charge=DISPATCH maximum_ore=5900
    no-show, in time          | NO_SHOW        | 24     | NO_SHOW          | no_show_notice_hours           | charge=NO_SHOW hours=24 in_time=yes
    no-show, late             | NO_SHOW        | 23     | NO_SHOW          | no_show_notice_hours           | charge=NO_SHOW hours=24 in_time=no
    no-show, not told         | NO_SHOW        |        | NO_SHOW          | no_show_notice_hours           | charge=NO_SHOW hours=24 in_time=UNKNOWN
    no-show, the most         | NO_SHOW        | 23     | CHARGE_MAXIMUM   | no_show_fee A3a A3b            | charge=NO_SHOW maximum_ore=45600
""")


def steps(claim: Claim, tariffs, snapshot, rule: Rule):
    """The steps of a rule: the names of the records it went by, and its values."""
    trace = Trace()
    price_claim(claim, snapshot, tariffs, trace=trace)
    return [([name(record) for record in step.records], step.data) for step in trace.steps if step.rule is rule]


def name(record) -> str:
    """What a record is called in the tables."""
    match record:
        case Provision():
            return record.provision_id
        case Fee():
            return record.fee_code
        case _:
            return type(record).__name__


@pytest.mark.parametrize("row", CHARGES)
def test_a_charge_rests_on_its_rule(row, tariffs, demo_snapshot):
    """The step names the provision, and for a missed appointment the fees of what was booked."""
    hours = timedelta(hours=int(row["notice"])) if row["notice"] else None
    charge = Charge(row["kind"], 1000, 4000, booked=BOOKED, cancelled=Cancellation(hours, hours) if hours else None)
    performer = ProviderAtPractice(hpr_number="9000001")
    claim = Claim(Discipline.PHYSIOTHERAPY, DAY, (Line(1, charge),), performer, patient=PATIENT)
    data = dict(pair.split("=") for pair in row["data"].split())
    assert steps(claim, tariffs, demo_snapshot, Rule(row["rule"])) == [(row["records"].split(), data)]


def test_treatment_abroad_rests_on_the_rules_of_the_eea(tariffs, demo_snapshot):
    """The step names both provisions, and what the estimate came to."""
    lines = (Line(1, FeeUse("A3a"), 90000),)
    claim = Claim(Discipline.PHYSIOTHERAPY, DAY, lines, country_code="SE", patient=PATIENT)
    assert steps(claim, tariffs, demo_snapshot, Rule.TREATMENT_ABROAD) == [
        (
            ["eea_reimbursement", "eea_claim_months"],
            {
                "country_code": "SE",
                "highest_refund_ore": "9400",
                "refund_ore": "9400",
                "deducted_user_fee_ore": "14400",
                "apply_by": "2027-03-15",
            },
        )
    ]


@pytest.mark.parametrize(("amount", "asked", "pays"), [(None, 5000, 5000), (None, 6000, 5900), (4000, 5000, 4000)])
def test_a_charge_without_an_amount_is_what_is_asked_for_it(amount, asked, pays, tariffs, demo_snapshot):
    """No more than the maximum either way; the amount of the charge goes before the price of its line."""
    performer = ProviderAtPractice(hpr_number="9000001")
    lines = (Line(1, Charge("DISPATCH", amount), asked),)
    decision = price_claim(
        Claim(Discipline.PHYSIOTHERAPY, DAY, lines, performer, patient=PATIENT), demo_snapshot, tariffs
    )
    assert decision.totals.payment.patient_pays_ore == pays
