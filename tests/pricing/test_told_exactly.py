"""Everything that is said of a claim, and nothing besides: its reasons, notices and assumptions, and how long it holds."""

import pytest

from avtalt.v1.assumption_code_pb2 import AssumptionCode
from avtalt.v1.basis_pb2 import VIEW_BASIC
from avtalt.v1.notice_code_pb2 import NoticeCode
from avtalt.v1.reason_code_pb2 import ReasonCode
from tests.tables import cases
from tests.worked_examples.examples import priced

OTHERS = {"patient": "age=40 card=no paid=0 member=yes", "same day": "none", "bookings": "none"}
ALWAYS = "NOT_A_PAYMENT_GUARANTEE"
"""The notice that every answer ends with."""

PHYSIOTHERAPY = cases("""
    case                              | performer | date       | patient                              | grounds             | lines                            | reasons                                 | notices                                        | assumptions                                  | until
    nothing to say                    | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-12-31
    little is told                    | 9000001   | 2026-09-15 |                                      |                     | A3a                              |                                         | REPORT_USER_FEE                                | NATIONAL_INSURANCE_MEMBER NOT_A_CHILD NO_EXEMPTION_CARD USER_FEES_PAID_UNKNOWN | 2026-12-31
    a card                            | 9000001   | 2026-09-15 | age=40 card=yes member=yes           |                     | A3a                              |                                         | EXEMPTION_CODE                                 | CARD_AS_STATED                               | 2026-12-31
    a ground                          | 9000001   | 2026-09-15 | age=40 member=yes                    | OCCUPATIONAL_INJURY | A3a                              |                                         | EXEMPTION_CODE                                 | GROUND_AS_STATED                             | 2026-12-31
    a ground, the age not told        | 9000001   | 2026-09-15 | member=yes                           | OCCUPATIONAL_INJURY | A3a                              |                                         | EXEMPTION_CODE                                 | GROUND_AS_STATED                             | 2026-12-31
    a ground, no agreement            | 9000002   | 2026-09-15 | age=40 member=yes                    | OCCUPATIONAL_INJURY | A3a                              | AGREEMENT_NOT_HELD@0                    | INFORM_BEFORE_TREATMENT WHERE_TO_COMPLAIN      |                                              | 2026-12-31
    a child, with a letter            | 9000001   | 2026-09-15 | age=15 member=yes                    |                     | A3a                              |                                         | EXEMPTION_CODE                                 |                                              | 2026-12-31
    a child, older than the letter    | 9000001   | 2026-09-15 | age=16 member=yes                    |                     | A3a                              |                                         | EXEMPTION_CODE_NOT_ON_RECORD                   |                                              | 2026-12-31
    no member                         | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=no      |                     | A3a                              | NOT_A_MEMBER@0                          | PATIENT_PAYS_WHOLE_FEE WHERE_TO_COMPLAIN       |                                              | 2026-12-31
    a monthly sum takes no time       | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | H2a                              | NOT_FOR_ONE_PATIENT@1                   |                                                | FREQUENCY_NOT_CHECKED@1                      | 2026-12-31
    a choice is open                  | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A1a, A3a                         | COMBINATION_NOT_ALLOWED@1 COMBINATION_NOT_ALLOWED@2 |                                    | FREQUENCY_NOT_CHECKED@1                      | 2026-12-31
    an ordinary fee of an expert      | 9000009   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-12-31
    a higher fee of an expert         | 9000009   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A8a                              |                                         | REPORT_USER_FEE HIGHER_FEE_FOR_EXPERTISE       |                                              | 2026-12-31
    the same, with a card             | 9000009   | 2026-09-15 | age=40 card=yes member=yes           |                     | A8a                              |                                         | EXEMPTION_CODE                                 | CARD_AS_STATED                               | 2026-12-31
    an expert, the same fee           | 9000011   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A9a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-12-31
    a group of one                    | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | treatment(group 60 clinic size=1) |                                        | REPORT_USER_FEE                                | GROUP_OF_SEVERAL@1                           | 2026-12-31
    a group of two                    | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | treatment(group 60 clinic size=2) |                                        | REPORT_USER_FEE                                |                                              | 2026-12-31
    an unsocial hour, nothing else    | 9000001   | 2025-06-15 | age=40 card=no paid=0 member=yes     |                     | G                                |                                         |                                                | SEVERE_CONDITION_AS_STATED@1 UNSOCIAL_HOURS_AS_STATED@1 | 2025-06-30
    at the ceiling                    | 9000001   | 2026-09-15 | age=40 card=no paid=3278 member=yes  |                     | A3a                              |                                         | REPORT_USER_FEE OVERPAYMENT_REFUNDED           |                                              | 2026-12-31
    below it, a least sum in force    | 9000001   | 2021-06-15 | age=40 card=no paid=0 member=yes     |                     | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2021-06-30
    consumables                       | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | charge(consumables 400 cost=400) |                                         | CHARGES_DO_NOT_COUNT                           |                                              | 2026-12-31
    equipment                         | 9000001   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | charge(insoles 400)              |                                         | CHARGES_DO_NOT_COUNT BUY_EQUIPMENT_ANYWHERE    | CHARGED_AT_COST@1 CLINICAL_NEED_RECORDED@1 PATIENT_FREE_TO_CHOOSE@1 | 2026-12-31
    no practice is told, other reasons | 9000007  | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A3a/600                          | PRACTICE_NOT_TOLD@0                     |                                                |                                              | 2026-12-31
    no practice is told, the same one | 9000007   | 2026-09-15 | age=40 card=no paid=0 member=yes     |                     | A8a                              | PRACTICE_NOT_TOLD@0 COMPETENCE_NOT_HELD@1 |                                              |                                              | 2026-12-31
    the sixteenth birthday            | 9000001   | 2026-09-15 | born=2010-12-01 member=yes           |                     | A3a                              |                                         | EXEMPTION_CODE                                 |                                              | 2026-11-30
    the eighteenth birthday           | 9000001   | 2026-03-01 | born=2008-05-01 card=no paid=0 member=yes |                | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-04-30
    the eightieth birthday            | 9000001   | 2026-09-15 | born=1946-12-01 card=no paid=0 member=yes |                | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-11-30
    the birthday itself               | 9000001   | 2026-12-01 | born=1946-12-01 card=no paid=0 member=yes |                | A3a                              |                                         | REPORT_USER_FEE                                |                                              | 2026-12-31
""")

CIRCUMSTANCES = cases("""
    case                              | performer | date       | start | bookings    | holder      | same day | earlier | lines      | reasons | notices         | assumptions                              | until
    no other bookings are told        | 9000001   | 2026-09-15 |       |             |             | none     |         | A3a        |         | REPORT_USER_FEE | NO_OVERLAP                               | 2026-12-31
    no other bookings, no time taken  | 9000001   | 2026-09-15 |       |             |             | none     | H2a*0   | H2a        | NOT_FOR_ONE_PATIENT@1 |   |                                          | 2026-12-31
    bookings without an hour          | 9000001   | 2026-09-15 |       | 12:00-12:30 |             | none     |         | A3a        |         | REPORT_USER_FEE | NO_OVERLAP                               | 2026-12-31
    bookings at another hour          | 9000001   | 2026-09-15 | 10:00 | 12:00-12:30 |             | none     |         | A3a        |         | REPORT_USER_FEE |                                          | 2026-12-31
    other bills of the day, not told  | 9000001   | 2026-09-15 |       | none        |             |          |         | A3a        |         | REPORT_USER_FEE | SAME_DAY_NOT_CHECKED                     | 2026-12-31
    a holder who is not told of       | 9000015   | 2026-09-15 |       | none        |             | none     |         | A3a        |         | REPORT_USER_FEE | HOLDER_NOT_BILLING                       | 2026-12-31
    a holder who is away              | 9000015   | 2026-09-15 |       | none        | none        | none     |         | A3a        |         | REPORT_USER_FEE |                                          | 2026-12-31
    a holder, no hour                 | 9000015   | 2026-09-15 |       | none        | 12:00-12:30 | none     |         | A3a        |         | REPORT_USER_FEE | HOLDER_NOT_BILLING                       | 2026-12-31
    a holder at another hour          | 9000015   | 2026-09-15 | 10:00 | none        | 12:00-12:30 | none     |         | A3a        |         | REPORT_USER_FEE |                                          | 2026-12-31
    earlier uses, not told            | 9000001   | 2026-09-15 |       | none        |             | none     |         | A1a        |         | REPORT_USER_FEE | FREQUENCY_NOT_CHECKED@1                  | 2026-12-31
    no earlier uses                   | 9000001   | 2026-09-15 |       | none        |             | none     | none    | A1a        |         | REPORT_USER_FEE |                                          | 2026-12-31
    earlier uses                      | 9000001   | 2026-09-15 |       | none        |             | none     | A1a*3   | A1a        |         | REPORT_USER_FEE |                                          | 2026-12-31
    a use of a month                  | 9000001   | 2026-09-15 |       | none        |             | none     | H2a*1@2026-08-31 | H2a | NOT_FOR_ONE_PATIENT@1 |  |                                     | 2026-09-30
    a use of a year, with its day     | 9000001   | 2026-09-15 |       | none        |             | none     | A1a*3@2026-09-01 | A1a  |         | REPORT_USER_FEE |                                          | 2026-12-31
    a code without such a limit       | 9000001   | 2026-09-15 |       | none        |             | none     |         | A3a, A3b   |         | REPORT_USER_FEE |                                          | 2026-12-31
    an unsocial hour, by the weekday  | 9000001   | 2025-03-03 | 20:00 | none        |             | none     |         | A3a, G     | AMOUNT_NOT_ON_RECORD@2 | REPORT_USER_FEE | SEVERE_CONDITION_AS_STATED@2 | 2025-03-03
    an unsocial hour, not told        | 9000001   | 2025-03-03 |       | none        |             | none     |         | A3a, G     | AMOUNT_NOT_ON_RECORD@2 | REPORT_USER_FEE | SEVERE_CONDITION_AS_STATED@2 UNSOCIAL_HOURS_AS_STATED@2 | 2025-06-30
    a cancellation, by the day        | 9000001   | 2026-09-15 |       | none        |             | none     |         | A3a, charge(no_show 100 cancelled=2026-09-14T23:00) | | REPORT_USER_FEE CHARGES_DO_NOT_COUNT | NOT_CANCELLED_IN_TIME@2 CHARGE_WITHIN_MAXIMUM@2 | 2026-09-15
""")

ABROAD = cases("""
    case                              | performer | date       | patient                          | lines    | reasons          | notices                                                    | assumptions                                      | until
    a code for everybody              | SE        | 2026-09-15 | age=40 card=no paid=0 member=yes | A3a/500  | TREATED_ABROAD@0 | EEA_REFUND_AFTERWARDS EEA_USER_FEE_DEDUCTED EEA_APPLY_BY   |                                                  | 2026-12-31
    a code of some, for a child       | SE        | 2026-09-15 | age=10 member=yes                | A1d/500  | TREATED_ABROAD@0 | EEA_REFUND_AFTERWARDS EEA_APPLY_BY                         | FREQUENCY_NOT_CHECKED@1                          | 2026-12-31
    the same, for an adult            | SE        | 2026-09-15 | age=40 card=no paid=0 member=yes | A1d/500  | TREATED_ABROAD@0 | EEA_REFUND_AFTERWARDS EEA_USER_FEE_DEDUCTED EEA_APPLY_BY   | EEA_COMPETENCE_AS_STATED@1 FREQUENCY_NOT_CHECKED@1 | 2026-12-31
    beyond the EEA                    | US        | 2026-09-15 | age=40 card=no paid=0 member=yes | A3a/500  | TREATED_ABROAD@0 | ABROAD_NOT_REFUNDED                                        |                                                  | 2026-12-31
""")

OTHER_INSTITUTES = cases("""
    case                              | discipline | performer | date       | patient             | grounds       | requisition       | lines    | reasons                         | notices | assumptions           | until
    not a member, by requisition      | LABORATORY | SE        | 2026-09-15 | age=40 member=no    |               | doctor@2026-09-01 | 701a/500 | TREATED_ABROAD@0 NOT_A_MEMBER@0 |         | REQUISITION_AS_STATED | 2026-12-31
    a right to requisition, tomorrow  | RADIOLOGY  | SE        | 2026-09-13 | age=40 card=no paid=0 member=yes |  | manual_therapist:9000010 | 899a/500 | TREATED_ABROAD@0 REQUISITION_RIGHT_NOT_HELD@0 | | REQUISITION_NOT_DATED | 2026-09-13
    a ground of children, no age      | LABORATORY | 310000078 | 2026-09-15 | card=no paid=0 member=yes | PSYCHOTHERAPY_CHILD | doctor@2026-09-01 | 701a |                       | REPORT_USER_FEE | REQUISITION_AS_STATED NOT_A_CHILD | 2026-12-31
    not a member, with a ground       | LABORATORY | SE        | 2026-09-15 | age=40 member=no    | HIV_INFECTION | doctor@2026-09-01 | 701a/500 | TREATED_ABROAD@0 NOT_A_MEMBER@0 |         | GROUND_AS_STATED REQUISITION_AS_STATED | 2026-12-31
""")

INSTITUTES = cases("""
    case                              | discipline | performer | date       | patient                                            | requisition       | lines               | reasons            | notices         | assumptions                                   | until
    a category                        | RADIOLOGY  | 310000027 | 2026-09-15 | age=40 card=no paid=0 member=yes municipality=0301 | doctor@2026-09-01 | examination(ct CT2) |                    | REPORT_USER_FEE | REQUISITION_AS_STATED FREQUENCY_NOT_CHECKED@1 | 2026-12-31
    no category                       | RADIOLOGY  | 310000027 | 2026-09-15 | age=40 card=no paid=0 member=yes municipality=0301 | doctor@2026-09-01 | examination(ct)     | REFUND_NOT_KNOWN@1 | REPORT_USER_FEE | REQUISITION_AS_STATED FREQUENCY_NOT_CHECKED@1 | 2026-12-31
    a region that is not told         | RADIOLOGY  | 310000027 | 2026-09-15 | age=40 card=no paid=0 member=yes                   | doctor@2026-09-01 | examination(ct CT2) |                    | REPORT_USER_FEE | REQUISITION_AS_STATED PATIENT_OF_CONTRACTING_REGION FREQUENCY_NOT_CHECKED@1 | 2026-12-31
    a right to requisition, tomorrow  | RADIOLOGY  | 310000027 | 2026-09-13 | age=40 card=no paid=0 member=yes municipality=0301 | manual_therapist:9000010 | 899a | REQUISITION_RIGHT_NOT_HELD@0 | PATIENT_PAYS_WHOLE_FEE | FREQUENCY_NOT_CHECKED@1 | 2026-09-13
    not requisitioned                 | RADIOLOGY  | 310000027 | 2026-09-15 | age=40 card=no paid=0 member=yes municipality=0301 | none              | examination(ct CT2) | REQUISITION_MISSING@0 | PATIENT_PAYS_WHOLE_FEE | FREQUENCY_NOT_CHECKED@1 | 2026-12-31
""")


@pytest.mark.parametrize("row", [*PHYSIOTHERAPY, *CIRCUMSTANCES, *ABROAD, *OTHER_INSTITUTES, *INSTITUTES])
def test_all_that_is_said(row):
    decision = priced({**OTHERS, **row}, VIEW_BASIC)
    assert told(decision.reasons, ReasonCode, "REASON_CODE_", every_line=True) == row["reasons"]
    assert told(decision.notices, NoticeCode, "NOTICE_CODE_") == f"{row['notices']} {ALWAYS}".lstrip()
    assert told(decision.assumptions, AssumptionCode, "ASSUMPTION_CODE_") == row["assumptions"]
    assert decision.valid_until == row["until"]


def told(found, names, prefix, *, every_line=False):
    """The codes in order, with the line that each is about; that of the whole claim only where it is asked for."""
    lines = [getattr(each, "line_number", 0) for each in found]
    codes = [names.Name(each.code).removeprefix(prefix) for each in found]
    return " ".join(f"{code}@{line}" if line or every_line else code for code, line in zip(codes, lines, strict=True))


BASES = cases("""
    case                        | discipline    | performer | requisition       | lines                                | basis
    consumables                 | PHYSIOTHERAPY | 9000001   |                   | charge(consumables 400 cost=400)     | FOR-2024-06-17-1184 chapter III
    a missed examination        | RADIOLOGY     | 310000027 | doctor@2026-09-01 | 899a, charge(no_show 100)            | FOR-2003-06-27-959 § 10; FOR-2021-06-30-2299
    a charge without a rule     | RADIOLOGY     | 310000027 | doctor@2026-09-01 | 899a, charge(consumables 100)        |
    a missed sample             | LABORATORY    | 310000078 | doctor@2026-09-01 | 701a, charge(no_show 100)            |
""")


@pytest.mark.parametrize("row", BASES)
def test_by_which_rule_a_charge_does_not_count(row):
    notices = priced({**OTHERS, **row, "date": "2026-09-15"}, VIEW_BASIC).notices
    (charged,) = [each for each in notices if NoticeCode.Name(each.code) == "NOTICE_CODE_CHARGES_DO_NOT_COUNT"]
    assert charged.legal_basis.text == row["basis"]


@pytest.mark.parametrize(("lines", "tried"), [("A3a", True), ("charge(dispatch 20)", False)])
def test_findings_are_told_when_something_is_inside_the_scheme(lines, tried):
    row = {**OTHERS, "performer": "9000001", "date": "2026-09-15", "lines": lines}
    assert bool(priced(row, VIEW_BASIC).findings) is tried


DATA = cases("""
    case                        | date       | patient                             | grounds             | lines                            | notice                    | data
    the ceiling is reached      | 2026-09-15 | age=40 card=no paid=3200 member=yes |                     | A3a                              | CEILING_REACHED           | ceiling_ore=327800 weeks=3
    what is above it            | 2026-09-15 | age=40 card=no paid=3200 member=yes |                     | A3a                              | OVERPAYMENT_REFUNDED      | amount_ore=6600
    the letter of a ground      | 2026-09-15 | age=40 member=yes                   | OCCUPATIONAL_INJURY | A3a                              | EXEMPTION_CODE            | cause=OCCUPATIONAL_INJURY claim_code=Y
    until when it is reported   | 2026-09-15 | age=40 card=no paid=0 member=yes    |                     | A3a                              | REPORT_USER_FEE           | report_by=2026-09-29
    what does not count         | 2026-09-15 | age=40 card=no paid=0 member=yes    |                     | charge(consumables 400 cost=400) | CHARGES_DO_NOT_COUNT      | amount_ore=40000
""")


@pytest.mark.parametrize("row", DATA)
def test_what_a_notice_says(row):
    notices = priced({**OTHERS, "performer": "9000001", **row}, VIEW_BASIC).notices
    (notice,) = [each for each in notices if NoticeCode.Name(each.code) == f"NOTICE_CODE_{row['notice']}"]
    assert " ".join(f"{key}={value}" for key, value in sorted(notice.data.items())) == row["data"]


PROVISIONAL = cases("""
    case                          | performer | date       | patient           | lines   | provisional
    confirmed through that day    | SE        | 2026-12-31 | age=40 member=yes | A3a/500 |
    a ceiling of a later year     | SE        | 2027-06-30 | age=40 member=yes | A3a/500 | user_fee_ceiling
    and a tariff of a later one   | SE        | 2027-07-01 | age=40 member=yes | A3a/500 | A3a user_fee_ceiling
    no refund, so no ceiling      | SE        | 2027-07-01 | age=40 member=no  | A3a/500 | A3a
    no refund beyond the EEA      | US        | 2027-07-01 | age=40 member=yes | A3a/500 |
""")


@pytest.mark.parametrize("row", PROVISIONAL)
def test_which_figures_are_provisional_abroad(row):
    assert " ".join(each.subject for each in priced(row, VIEW_BASIC).provisional) == row["provisional"]


def test_the_tariff_of_a_treatment_abroad():
    """Beside what is paid there, what the same costs in Norway."""
    row = {**OTHERS, "performer": "SE", "date": "2026-09-15", "lines": "A3a/500"}
    totals = priced(row, VIEW_BASIC).totals
    assert (totals.honorarium_ore, totals.refund_ore, totals.user_fee_ore) == (23800, 9400, 14400)
    assert (totals.patient_pays_ore, totals.helfo_pays_ore) == (50000, 0)


@pytest.mark.parametrize("performer", ["SE", "US"])
def test_nothing_counts_when_it_is_paid_abroad(performer):
    (line,) = priced({**OTHERS, "performer": performer, "date": "2026-09-15", "lines": "A3a/500"}, VIEW_BASIC).lines
    assert (line.patient_pays_ore, line.helfo_pays_ore, line.counts_towards_ceiling_ore) == (50000, 0, 0)


@pytest.mark.parametrize(("paid", "above"), [("3134", "0"), ("3135", "100")])
def test_what_is_above_the_ceiling_abroad(paid, above):
    """With a user fee of 144 the ceiling of 3278 is reached to the krone, and by one krone more."""
    row = {"performer": "SE", "date": "2026-09-15", "patient": f"age=40 card=no paid={paid} member=yes"}
    notices = priced({**OTHERS, **row, "lines": "A3a/500"}, VIEW_BASIC).notices
    (reached,) = [each for each in notices if NoticeCode.Name(each.code) == "NOTICE_CODE_EEA_CEILING_REACHED"]
    assert reached.data["amount_ore"] == above
