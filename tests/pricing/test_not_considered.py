"""Facts that a caller told in vain: which paths an answer names, and which it leaves out because a rule used them."""

import pytest

from avtalt.v1.basis_pb2 import VIEW_BASIC
from tests.tables import cases
from tests.worked_examples.examples import priced

ADULT = "age=40 member=yes"

PATIENTS = cases("""
    case                           | discipline    | performer | date       | patient                              | grounds             | requisition       | lines                                               | not considered
    all of it used                 | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     |                   | A3a                                                 |
    a ground beats card and sum    | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=yes paid=500             | OCCUPATIONAL_INJURY |                   | A3a                                                 | patient.exemption_card patient.user_fees_paid_ore
    a ground, little told          | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40                               | OCCUPATIONAL_INJURY |                   | A3a                                                 |
    a card beats the sum           | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=yes paid=500             |                     |                   | A3a                                                 | patient.user_fees_paid_ore
    a provider without agreements  | PHYSIOTHERAPY | 9000004   | 2026-09-15 | age=40 card=no paid=500              |                     |                   | A3a                                                 | patient.exemption_card patient.user_fees_paid_ore
    a charge only                  | PHYSIOTHERAPY | 9000001   | 2017-12-31 | age=40 card=no paid=500              |                     | doctor@2017-12-01 | charge(consumables 100 cost=80)                     | patient.exemption_card patient.user_fees_paid_ore requisition
    a wheelchair, no supplement    | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 wheelchair     |                     |                   | A3a                                                 | patient.wheelchair_user
    a wheelchair and D40           | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 wheelchair     |                     |                   | A3a, D40                                            |
    a wheelchair, said plainly     | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 wheelchair     |                     |                   | treatment(individual 20 clinic senior_or_wheelchair) |
    a wheelchair, plain treatment  | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 wheelchair     |                     |                   | treatment(individual 20 clinic)                     | patient.wheelchair_user
    a wheelchair, unknown code     | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no paid=0 wheelchair     |                     |                   | Z9                                                  | patient.wheelchair_user
    where a patient lives          | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 municipality=0301             |                     |                   | A3a                                                 | patient.municipality_code
    the region of a patient        | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 region=991324968              |                     |                   | A3a                                                 | patient.health_region
    where, at an institute         | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 municipality=0301             |                     | doctor@2026-09-01 | 899a                                                |
    where, not covered             | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 municipality=0301             |                     | midwife@2026-09-01 | 899a                                               | patient.municipality_code
    where, at a laboratory         | LABORATORY    | 310000078 | 2026-09-15 | age=40 municipality=0301             |                     | doctor@2026-09-01 | 701a                                                | patient.municipality_code
    a referral, the last day       | PHYSIOTHERAPY | 9000001   | 2017-12-31 | age=40 card=no paid=0                |                     | doctor@2017-12-01 | A2a                                                 |
    a referral, the first day      | PHYSIOTHERAPY | 9000001   | 2018-01-01 | age=40 card=no paid=0                |                     | doctor@2017-12-01 | A2a                                                 | requisition
""")

LINES = cases("""
    case                              | discipline    | performer | date       | lines                                                         | not considered
    a cost of consumables             | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(consumables 500 cost=400)                              |
    consumables ask for no record     | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(consumables 500 need=yes free=yes)                     | lines[0].charge.clinical_need_recorded lines[0].charge.patient_free_to_choose
    equipment asks for all three      | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(insoles 500 cost=400 need=yes free=yes)                |
    consumables that were booked      | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(consumables 500 booked=A3a cancelled=2026-09-14T10:00) | lines[0].charge.booked_lines lines[0].charge.cancelled_at
    a missed appointment              | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(no_show 300 booked=A3a cancelled=2026-09-15T08:00)     |
    the cost of a missed one          | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(no_show 300 cost=100 need=yes free=yes)                | lines[0].charge.cost_ore lines[0].charge.clinical_need_recorded lines[0].charge.patient_free_to_choose
    a forbidden one                   | PHYSIOTHERAPY | 9000001   | 2026-09-15 | charge(text_message 10 cost=5)                                | lines[0].charge.cost_ore
    radiology has a sum of its own    | RADIOLOGY     | 310000027 | 2026-09-15 | charge(no_show 300 booked=899a cancelled=2026-09-15T08:00)    | lines[0].charge.booked_lines
    a laboratory has no such rule     | LABORATORY    | 310000078 | 2026-09-15 | charge(no_show 300 booked=701a cancelled=2026-09-15T08:00)    | lines[0].charge.booked_lines lines[0].charge.cancelled_at
    consumables at an institute       | RADIOLOGY     | 310000027 | 2026-09-15 | charge(consumables 300 cost=100)                              | lines[0].charge.cost_ore
    equipment at an institute         | RADIOLOGY     | 310000027 | 2026-09-15 | charge(insoles 300 need=yes free=yes)                         | lines[0].charge.clinical_need_recorded lines[0].charge.patient_free_to_choose
    two prices of one charge          | PHYSIOTHERAPY | 9000001   | 2026-09-15 | A3a, charge(consumables 500 cost=400)/450                     | lines[1].asking_price_ore
    a sample at a radiologist         | RADIOLOGY     | 310000027 | 2026-09-15 | sample(blood MB1)                                             | lines[0].sample.refund_category
    an examination at a laboratory    | LABORATORY    | 310000078 | 2026-09-15 | examination(ct CT2)                                           | lines[0].examination.refund_category
    a sample without category         | RADIOLOGY     | 310000027 | 2026-09-15 | sample(blood)                                                 |
    the size of a group               | PHYSIOTHERAPY | 9000001   | 2026-09-15 | treatment(group 60 clinic size=8 place=6)                     |
    the size of no group              | PHYSIOTHERAPY | 9000001   | 2026-09-15 | treatment(individual 20 clinic size=8 place=6)                | lines[0].treatment.group_size lines[0].treatment.group_place
    a place in no group               | PHYSIOTHERAPY | 9000001   | 2026-09-15 | A3a, treatment(individual 20 clinic place=6)                  | lines[1].treatment.group_place
""")

CIRCUMSTANCES = cases("""
    case                              | performer | date       | start | earlier     | bookings    | holder      | same day | lines               | not considered
    an hour that no rule asks for     | 9000001   | 2026-09-15 | 10:00 |             |             |             |          | A3a                 | start_time
    the same hour, and group size     | 9000001   | 2026-09-15 | 10:00 |             |             |             |          | treatment(individual 20 clinic size=8) | start_time lines[0].treatment.group_size
    an hour beside a booking          | 9000001   | 2026-09-15 | 10:00 |             | 12:00-12:30 |             |          | A3a                 |
    an hour beside no booking         | 9000001   | 2026-09-15 | 10:00 |             | none        |             |          | A3a                 | start_time
    an hour that is unsocial          | 9000001   | 2025-06-30 | 20:00 |             |             |             |          | A3a, G              |
    an hour of a missed appointment   | 9000001   | 2026-09-15 | 10:00 |             |             |             |          | charge(no_show 300) |
    an hour of another charge         | 9000001   | 2026-09-15 | 10:00 |             |             |             |          | A3a, charge(dispatch 20) | start_time
    uses of a limited code            | 9000001   | 2026-09-15 |       | A1a*1       |             |             |          | A1a                 |
    uses of a code with no limit      | 9000001   | 2026-09-15 |       | A3a*1       |             |             |          | A3a                 | circumstances.earlier_uses[0]
    uses of another code              | 9000001   | 2026-09-15 |       | A1a*1 A3a*2 |             |             |          | A1a                 | circumstances.earlier_uses[1]
    no uses of a limited code         | 9000001   | 2026-09-15 |       | none        |             |             |          | A1a                 |
    no uses of a code with no limit   | 9000001   | 2026-09-15 |       | none        |             |             |          | A3a                 | circumstances.no_earlier_uses
    bookings without an hour          | 9000001   | 2026-09-15 |       |             | 12:00-12:30 |             |          | A3a                 | circumstances.other_bookings
    no bookings, without an hour      | 9000001   | 2026-09-15 |       |             | none        |             |          | A3a                 |
    bookings beside a monthly sum     | 9000001   | 2026-09-15 | 10:00 |             | 12:00-12:30 |             |          | H2a                 | start_time circumstances.other_bookings
    no bookings beside a monthly sum  | 9000001   | 2026-09-15 |       |             | none        |             |          | H2a                 | circumstances.no_other_bookings
    the day of an examination         | 9000001   | 2026-09-15 |       |             |             |             | A3a      | A1a                 |
    no other bill that day            | 9000001   | 2026-09-15 |       |             |             |             | none     | A1a                 |
    that day, beside a monthly sum    | 9000001   | 2026-09-15 |       |             |             |             | A3a      | H2a                 | circumstances.same_day_lines
    no other bill, a monthly sum      | 9000001   | 2026-09-15 |       |             |             |             | none     | H2a                 | circumstances.no_same_day_lines
    a holder, but no locum            | 9000001   | 2026-09-15 | 10:00 |             |             | 12:00-12:30 |          | A3a                 | circumstances.holder_bookings
    no holder's bookings, no locum    | 9000001   | 2026-09-15 |       |             |             | none        |          | A3a                 | circumstances.no_holder_bookings
    a holder and a locum              | 9000015   | 2026-09-15 | 10:00 |             |             | 12:00-12:30 |          | A3a                 |
    a locum without an hour           | 9000015   | 2026-09-15 |       |             |             | 12:00-12:30 |          | A3a                 | circumstances.holder_bookings
    a locum whose holder is away      | 9000015   | 2026-09-15 |       |             |             | none        |          | A3a                 |
    a locum's monthly sum             | 9000015   | 2026-09-15 | 10:00 |             |             | 12:00-12:30 |          | H2a                 | start_time circumstances.holder_bookings
""")

ABROAD = cases("""
    case                         | discipline    | performer | date       | start | patient                                   | grounds             | requisition       | bookings | lines                                                           | not considered
    in the EEA                   | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40 card=no paid=0 wheelchair          |                     |                   |          | A3a/500                                                         | patient.wheelchair_user
    in the EEA, a referral       | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40 card=no paid=0                     |                     | doctor@2026-09-01 |          | A3a/500                                                         | requisition
    a referral to manual therapy | PHYSIOTHERAPY | SE        | 2017-12-31 |       | age=40 card=no paid=0                     |                     | doctor@2017-12-01 |          | A8a/500                                                         | requisition
    in the EEA, a requisition    | RADIOLOGY     | SE        | 2026-09-15 |       | age=40 card=no paid=0 municipality=0301   |                     | doctor@2026-09-01 |          | 899a/500                                                        | patient.municipality_code
    in the EEA, a region         | RADIOLOGY     | SE        | 2026-09-15 |       | age=40 card=no paid=0 region=991324968    |                     | doctor@2026-09-01 |          | 899a/500                                                        | patient.health_region
    in the EEA, a card           | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40 card=yes paid=0                    |                     |                   |          | A3a/500                                                         | patient.user_fees_paid_ore
    in the EEA, equipment        | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40                                    |                     |                   |          | A3a/500, charge(insoles 500 cost=400 need=yes free=yes)         | lines[1].charge.cost_ore lines[1].charge.clinical_need_recorded lines[1].charge.patient_free_to_choose
    in the EEA, a missed one     | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40                                    |                     |                   |          | A3a/500, charge(no_show 500 booked=A3a cancelled=2026-09-14T10:00) | lines[1].charge.booked_lines lines[1].charge.cancelled_at
    in the EEA, little is told   | PHYSIOTHERAPY | SE        | 2026-09-15 |       | age=40                                    |                     |                   |          | A3a/500, charge(insoles 500)                                    |
    elsewhere                    | PHYSIOTHERAPY | US        | 2026-09-15 | 10:00 | age=40 card=no paid=0 member=yes wheelchair region=991324968 | CONSCRIPT | doctor@2026-09-01 | none | A3a/500                                                       | start_time patient.age_years patient.exemption_card patient.user_fees_paid_ore patient.national_insurance_member patient.wheelchair_user exemption_grounds requisition circumstances patient.health_region
    elsewhere, by birth date     | PHYSIOTHERAPY | US        | 2026-09-15 |       | born=1980-05-17 municipality=0301         |                     |                   |          | A3a/500                                                         | patient.birth_date patient.municipality_code
    elsewhere, nothing is told   | PHYSIOTHERAPY | US        | 2026-09-15 |       |                                           |                     |                   |          | A3a/500                                                         |
    elsewhere, equipment         | PHYSIOTHERAPY | US        | 2026-09-15 |       |                                           |                     |                   |          | charge(insoles 500 need=no)                                     | lines[0].charge.clinical_need_recorded
""")


@pytest.mark.parametrize("row", [*PATIENTS, *LINES, *CIRCUMSTANCES, *ABROAD])
def test_what_no_rule_asked_for(row):
    decision = priced({"patient": ADULT, **row}, VIEW_BASIC)
    assert " ".join(decision.not_considered) == row["not considered"]
