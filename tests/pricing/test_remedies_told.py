"""What a reason says beside its code: its line, its data, and exactly the changes that would remove it."""

import pytest

from avtalt.v1.basis_pb2 import VIEW_BASIC
from avtalt.v1.reason_code_pb2 import ReasonCode as Code
from avtalt.v1.reason_pb2 import SUPPLIER_CALLER
from tests.tables import cases
from tests.worked_examples.examples import priced

OTHERS = {"patient": "age=40 card=no paid=0 member=yes", "same day": "none", "bookings": "none"}
OF_CLAIM = {"treatment_date", "provider"}
"""Data that repeats what the claim says."""

COUNTS = cases("""
    case                              | performer | date       | patient                    | earlier          | lines                   | reason                 | line | data                                                            | remedies
    too often on one line             | 9000001   | 2026-09-15 | age=40                     |                  | A3a, A3b*9              | TOO_MANY_REPETITIONS   |    2 | count=9 fee_code=A3b max_count=7                                | count 2 7
    as often as may be                | 9000001   | 2026-09-15 | age=40                     |                  | A3a, A3b*7              |                        |      |                                                                 |
    too often on two lines            | 9000001   | 2026-09-15 | age=40                     |                  | A3a, A3b*4, A3b*5       | TOO_MANY_REPETITIONS   |    2 | count=9 fee_code=A3b max_count=7                                | count 2 2, count 3 3
    one of two may go                 | 9000001   | 2026-09-15 | age=40                     |                  | A3a, A3b*7, A3b         | TOO_MANY_REPETITIONS   |    2 | count=8 fee_code=A3b max_count=7                                | count 2 6, remove 3
    neither of two is enough          | 9000001   | 2026-09-15 | age=40                     |                  | A1a, A1a, A1a           | TOO_MANY_REPETITIONS   |    1 | count=3 fee_code=A1a max_count=1                                |
    a companion is missing            | 9000001   | 2026-09-15 | age=40                     |                  | E50k                    | COMPANION_MISSING      |    1 | companions=E50a fee_code=E50k                                   | add E50a, remove 1
    missing for two lines             | 9000001   | 2026-09-15 | age=40                     |                  | E50k, E50k              | COMPANION_MISSING      |    1 | companions=E50a fee_code=E50k                                   | add E50a
    a companion is refused            | 9000001   | 2026-09-15 | age=40                     |                  | A3a*2, A3b              | COMPANION_REFUSED      |    2 | companions=A3a fee_code=A3b                                     |
    of two, one may be chosen         | 9000001   | 2026-09-15 | age=40                     |                  | A1a, A3a                | COMBINATION_NOT_ALLOWED |   1 | fee_code=A1a other_fee_code=A3a                                 | remove 1, remove 2
    of three lines, only one          | 9000001   | 2026-09-15 | age=40                     |                  | A1a, A3a, A3a           | COMBINATION_NOT_ALLOWED |   1 | fee_code=A1a other_fee_code=A3a                                 | remove 1
    all uses are spent                | 9000001   | 2026-09-15 | age=40                     | A1a*4            | A1a                     | FREQUENCY_REACHED      |    1 | count=4 earlier=4 fee_code=A1a here=1 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO | remove 1
    one use is left                   | 9000001   | 2026-09-15 | age=40                     | A1a*3            | A1a                     |                        |      |                                                                 |
    a use of the same year            | 9000001   | 2026-09-15 | age=40                     | A1a*4@2026-01-01 | A1a                     | FREQUENCY_REACHED      |    1 | count=4 earlier=4 fee_code=A1a here=1 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO | remove 1
    a use of the year before          | 9000001   | 2026-09-15 | age=40                     | A1a*4@2025-12-31 | A1a                     |                        |      |                                                                 |
    ultrasound, the same year         | 9000001   | 2026-09-15 | age=40                     | A1i*2@2026-01-01 | A1a, A1i                | FREQUENCY_REACHED      |    2 | count=2 earlier=2 fee_code=A1i here=1 limit=PER_CONDITION_AND_YEAR | remove 2
    ultrasound, the year before       | 9000001   | 2026-09-15 | age=40                     | A1i*2@2025-12-31 | A1a, A1i                |                        |      |                                                                 |
    a sum of the same month           | 9000001   | 2026-09-15 | age=40                     | H2a*1@2026-09-01 | H2a                     | FREQUENCY_REACHED      |    1 | count=1 earlier=1 fee_code=H2a here=1 limit=PER_MONTH           | remove 1
    some of the uses are left         | 9000001   | 2026-09-15 | age=40                     | A1a*2            | A1a*3                   | FREQUENCY_REACHED      |    1 | count=4 earlier=2 fee_code=A1a here=3 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO | count 1 2
    on video they count as well       | 9000001   | 2026-09-15 | age=40                     | B0a*4            | A1a                     | FREQUENCY_REACHED      |    1 | count=4 earlier=4 fee_code=A1a here=1 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO | remove 1
    on video in the same claim        | 9000001   | 2026-09-15 | age=40                     | A1a*1            | A1a*3, B0a              | FREQUENCY_REACHED      |    1 | count=4 earlier=1 fee_code=A1a here=4 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO | count 1 2
    a companion is used up            | 9000001   | 2026-09-15 | age=40                     | A1a*4 A1i*0      | A1a, A1i                | COMPANION_REFUSED      |    2 | companions=A1a,A1d fee_code=A1i                                 |
    on two lines, none alone          | 9000001   | 2026-09-15 | age=40                     | A1a*4            | A1a, A1a                | FREQUENCY_REACHED      |    1 | count=4 earlier=4 fee_code=A1a here=2 limit=PER_CONDITION_AND_YEAR_WITH_VIDEO |
""")

WHO = cases("""
    case                              | performer | date       | patient                    | lines                   | reason                 | line | data                                                            | remedies
    a method of another               | 9000001   | 2026-09-15 | age=40                     | A3a, A8b*2              | COMPETENCE_NOT_HELD    |    2 | competences=MANUAL_THERAPIST fee_code=A8b                       | replace 2 A3b
    a method of another, first code   | 9000001   | 2026-09-15 | age=40                     | A8a                     | COMPETENCE_NOT_HELD    |    1 | competences=MANUAL_THERAPIST fee_code=A8a                       | replace 1 A3a
    a method of another, on video     | 9000001   | 2026-09-15 | age=40                     | B8a                     | COMPETENCE_NOT_HELD    |    1 | competences=MANUAL_THERAPIST fee_code=B8a                       | replace 1 B3a
    a method of another, one's own    | 9000009   | 2026-09-15 | age=40                     | A9a                     | COMPETENCE_NOT_HELD    |    1 | competences=PSYCHOMOTOR,PSYCHOMOTOR_2015 fee_code=A9a           | replace 1 A3a
    a competence from tomorrow        | 9000010   | 2026-09-13 | age=40                     | A8a                     | COMPETENCE_STARTS_LATER |   1 | competences=MANUAL_THERAPIST fee_code=A8a first_date=2026-09-14 | replace 1 A3a, date 2026-09-14
    a competence until yesterday      | 9000027   | 2027-01-01 | age=40                     | A9a                     | COMPETENCE_LAPSED      |    1 | competences=PSYCHOMOTOR fee_code=A9a lapsed=PSYCHOMOTOR_2015 last_date=2026-12-31 | replace 1 A3a
    an intern's code                  | 9000001   | 2026-09-15 | age=40                     | A3at                    | ONLY_FOR_INTERNS       |    1 | fee_code=A3at ordinary_code=A3a                                 | replace 1 A3a
    an intern                         | 9000013   | 2026-09-15 | age=40                     | A3a                     | INTERN_CODE_REQUIRED   |    1 | fee_code=A3a intern_code=A3at                                   | replace 1 A3at
    an intern, said plainly           | 9000013   | 2026-09-15 | age=40                     | A3a, treatment(individual 20) | INTERN_CODE_REQUIRED | 1 | fee_code=A3a intern_code=A3at                                 | replace 1 A3at
    a code that interns have not      | 9000013   | 2026-09-15 | age=40                     | E50a                    | CODE_NOT_FOR_INTERNS   |    1 | fee_code=E50a                                                   |
    a candidate                       | 9000025   | 2026-09-15 | age=40                     | E50a, E50k              | CODE_NOT_FOR_CANDIDATES |   2 | fee_code=E50k                                                   | remove 2
    two methods                       | 9000016   | 2026-09-15 | age=40                     | A3a, treatment(individual 20) | METHOD_NOT_TOLD  |    2 | methods=MANUAL_THERAPY,PSYCHOMOTOR                              | tell lines[1].treatment.kind MANUAL_THERAPY PSYCHOMOTOR
    an age that is not told           | 9000001   | 2026-09-15 | card=no                    | C20b                    | PATIENT_AGE_NOT_TOLD   |    1 | age=16 fee_code=C20b                                            | tell patient.birth_date
    an age that is not told, D40      | 9000001   | 2026-09-15 | card=no                    | A3a, D40                | PATIENT_AGE_NOT_TOLD   |    2 | age=80 fee_code=D40                                             | tell patient.birth_date
    no child                          | 9000001   | 2026-09-15 | age=16                     | C20b                    | PATIENT_NOT_A_CHILD    |    1 | age=16 fee_code=C20b                                            |
    too young for D40                 | 9000001   | 2026-09-15 | age=79                     | A3a, D40                | PATIENT_NOT_SENIOR_OR_WHEELCHAIR | 2 | age=80 fee_code=D40                                       |
    a group too large                 | 9000001   | 2026-09-15 | age=40                     | treatment(group 60 clinic size=11 place=3) | GROUP_TOO_LARGE | 1 | maximum=10 size=11                                      | remove 1
    a number beyond the group         | 9000001   | 2026-09-15 | age=40                     | treatment(group 60 clinic place=11) | GROUP_TOO_LARGE | 1 | maximum=10 size=11                                             | remove 1
    a number that no row has          | 9000001   | 2022-06-15 | age=40                     | treatment(group 60 clinic place=20) | GROUP_TOO_LARGE | 1 | maximum=10 size=20                                             | remove 1
    a number that is not told         | 9000001   | 2022-07-01 | age=40                     | A10, treatment(group 60 clinic) | GROUP_PLACE_NOT_TOLD | 2 | minutes=60 treatment=GROUP,CLINIC                          | tell lines[1].treatment.group_place
    too often, said plainly           | 9000001   | 2026-09-15 | age=40                     | treatment(individual 100) | TOO_MANY_REPETITIONS | 1 | count=8 fee_code=A3b max_count=7                                 |
    minutes that no row has           | 9000001   | 2026-09-15 | age=40                     | treatment(individual 95 pool) | TREATMENT_NOT_IN_TARIFF | 1 | minutes=95 treatment=INDIVIDUAL,POOL                       |
    no practice is told               | 9000007   | 2026-09-15 | age=40                     | A3a                     | PRACTICE_NOT_TOLD      |    0 | practices=1000000071,1000000072                                 | tell performer.practice_id 1000000071 1000000072
""")

CODES = cases("""
    case                              | performer | date       | patient                    | lines                   | reason                 | line | data                                                            | remedies
    a code that never was             | 9000001   | 2026-09-15 | age=40                     | A3a, Z9                 | FEE_CODE_UNKNOWN       |    2 | fee_code=Z9                                                     |
    a code of radiology               | 9000001   | 2026-09-15 | age=40                     | A3a, 899a               | FEE_CODE_OF_OTHER_DISCIPLINE | 2 | discipline=PHYSIOTHERAPY fee_code=899a other_discipline=RADIOLOGY |
    a code that has a successor       | 9000001   | 2018-10-01 | age=40                     | A2a                     | FEE_CODE_ENDED         |    1 | fee_code=A2a last_date=2018-09-30 successor=A3a                 | replace 1 A3a
    a code without successor          | 9000001   | 2025-07-01 | age=40                     | A3a, G                  | FEE_CODE_ENDED         |    2 | fee_code=G last_date=2025-06-30 successor=                      |
    its last day                      | 9000001   | 2018-09-30 | age=40                     | A2a                     |                        |      |                                                                 |
    on two lines                      | 9000001   | 2018-10-01 | age=40                     | A2a, A2a                | FEE_CODE_ENDED         |    1 | fee_code=A2a last_date=2018-09-30 successor=A3a                 |
    a code before its first day       | 9000001   | 2018-09-30 | age=40                     | A3a                     | FEE_CODE_STARTS_LATER  |    1 | fee_code=A3a first_date=2018-10-01                              | date 2018-10-01
    before all tariffs                | 9000001   | 2017-01-01 | age=40                     | A3a                     | TARIFF_NOT_ON_RECORD   |    1 | discipline=PHYSIOTHERAPY                                        | await TARIFF
    before all tariffs, said plainly  | 9000001   | 2017-01-01 | age=40                     | treatment(individual 20) | TARIFF_NOT_ON_RECORD  |    1 | discipline=PHYSIOTHERAPY                                        | await TARIFF
""")

TIME = cases("""
    case                              | performer | date       | start | bookings    | holder      | same day | lines                    | reason                 | line | data                                                | remedies
    busy                              | 9000001   | 2026-09-15 | 10:00 | 09:50-10:01 |             | none     | A3a                      | TIME_OVERLAPS          |    1 | fee_code=A3a other_time=09:50-10:01 time=10:00-10:20 |
    no longer busy                    | 9000001   | 2026-09-15 | 10:00 | 10:20-10:40 |             | none     | A3a                      |                        |      |                                                     |
    busy, said plainly                | 9000001   | 2026-09-15 | 10:00 | 10:39-11:00 |             | none     | treatment(individual 40) | TIME_OVERLAPS          |    1 | fee_code=A3a other_time=10:39-11:00 time=10:00-10:40 |
    not busy, said plainly            | 9000001   | 2026-09-15 | 10:00 | 10:40-11:00 |             | none     | treatment(individual 40) |                        |      |                                                     |
    two lines, one time after another | 9000001   | 2026-09-15 | 10:00 | 09:50-10:01 |             | none     | A3a, A3b                 | TIME_OVERLAPS          |    1 | fee_code=A3a other_time=09:50-10:01 time=10:00-10:30 |
    the holder is busy                | 9000015   | 2026-09-15 | 10:00 | none        | 09:30-10:01 | none     | A3a                      | HOLDER_BILLS_SAME_TIME |    1 | fee_code=A3a other_time=09:30-10:01 time=10:00-10:20 |
    the holder is done                | 9000015   | 2026-09-15 | 10:00 | none        | 09:30-10:00 | none     | A3a                      |                        |      |                                                     |
    an ordinary hour                  | 9000001   | 2025-06-30 | 12:00 | none        |             | none     | A3a, G                   | NOT_UNSOCIAL_HOURS     |    2 | fee_code=G start_time=12:00                         | remove 2
    an ordinary hour, on two lines    | 9000001   | 2025-06-30 | 12:00 | none        |             | none     | A3a, G, G                | NOT_UNSOCIAL_HOURS     |    2 | fee_code=G start_time=12:00                         |
    something else that day           | 9000001   | 2026-09-15 |       | none        |             | H2a      | A3a                      |                        |      |                                                     |
    an examination that day           | 9000001   | 2026-09-15 |       | none        |             | A1a      | A3a                      | SAME_DAY_NOT_ALLOWED   |    1 | fee_code=A3a other_fee_code=A1a                     | remove 1
    an examination that day, two lines | 9000001  | 2026-09-15 |       | none        |             | A1a      | A3a, A3a                 | SAME_DAY_NOT_ALLOWED   |    1 | fee_code=A3a other_fee_code=A1a                     |
""")

CHARGES = cases("""
    case                              | performer | date       | lines                                                           | reason                    | line | data                                          | remedies
    a forbidden charge                | 9000001   | 2026-09-15 | A3a, charge(text_message 10)                                    | CHARGE_FORBIDDEN          |    2 | charge=TEXT_MESSAGE                           | remove 2
    nothing would be left             | 9000001   | 2026-09-15 | charge(text_message 10)                                         | CHARGE_FORBIDDEN          |    1 | charge=TEXT_MESSAGE                           |
    another one would be left         | 9000001   | 2026-09-15 | A3a, charge(text_message 10), charge(text_message 10)           | CHARGE_FORBIDDEN          |    2 | charge=TEXT_MESSAGE                           |
    no need on record                 | 9000001   | 2026-09-15 | A3a, charge(insoles 500 cost=400 need=no)                       | CHARGE_NEED_NOT_RECORDED  |    2 | charge=INSOLES                                | tell lines[1].charge.clinical_need_recorded
    no free choice                    | 9000001   | 2026-09-15 | A3a, charge(insoles 500 cost=400 free=no)                       | CHARGE_CHOICE_NOT_FREE    |    2 | charge=INSOLES                                | tell lines[1].charge.patient_free_to_choose
    dearer than it cost               | 9000001   | 2026-09-15 | A3a, charge(consumables 500 cost=400)                           | CHARGE_ABOVE_COST         |    2 | amount_ore=50000 charge=CONSUMABLES cost_ore=40000 |
    as dear as it cost                | 9000001   | 2026-09-15 | A3a, charge(consumables 400 cost=400)                           |                           |      |                                               |
    too dear a dispatch               | 9000001   | 2026-09-15 | charge(dispatch 60)                                             | CHARGE_ABOVE_MAXIMUM      |    1 | amount_ore=6000 charge=DISPATCH maximum_ore=5900 |
    cancelled in time                 | 9000001   | 2026-09-15 | A3a, charge(no_show 300 cancelled=2026-09-13T10:00)             | CHARGE_CANCELLED_IN_TIME  |    2 | charge=NO_SHOW hours=24                       | remove 2
    booked, but in no tariff          | 9000001   | 2026-09-15 | A3a, charge(no_show 300 booked=A3a+Z9)                          | BOOKED_CODE_NOT_IN_TARIFF |    2 | fee_code=Z9                                   | tell lines[1].charge.booked_lines
    dearer than the whole fee         | 9000001   | 2026-09-15 | charge(no_show 300 booked=A3a cancelled=2026-09-15T08:00)       | CHARGE_ABOVE_MAXIMUM      |    1 | amount_ore=30000 charge=NO_SHOW maximum_ore=23800 |
    dearer than the tariff            | 9000001   | 2026-09-15 | A3a/145                                                         | ASKING_PRICE_ABOVE_TARIFF |    1 | asking_price_ore=14500 patient_pays_ore=14400 |
    as dear as the tariff             | 9000001   | 2026-09-15 | A3a/144                                                         |                           |      |                                               |
    for no single patient             | 9000001   | 2026-09-15 | A3a, H2a                                                        | NOT_FOR_ONE_PATIENT       |    2 | fee_code=H2a per=MONTH                        |
""")

INSTITUTES = cases("""
    case                              | discipline | performer | date       | requisition       | lines                                             | reason                   | line | data                                                     | remedies
    a sample at a radiologist         | RADIOLOGY  | 310000027 | 2026-09-15 | doctor@2026-09-01 | 899a, sample(blood)                               | LINE_OF_OTHER_DISCIPLINE |    2 | discipline=RADIOLOGY line_kind=SAMPLE                    |
    an examination at a laboratory    | LABORATORY | 310000078 | 2026-09-15 | doctor@2026-09-01 | 701a, examination(ct)                             | LINE_OF_OTHER_DISCIPLINE |    2 | discipline=LABORATORY line_kind=EXAMINATION              |
    a treatment at a laboratory       | LABORATORY | 310000078 | 2026-09-15 | doctor@2026-09-01 | 701a, treatment(individual 20)                    | LINE_OF_OTHER_DISCIPLINE |    2 | discipline=LABORATORY line_kind=TREATMENT                |
    dearer than the sum of the rule   | RADIOLOGY  | 310000027 | 2026-09-15 | doctor@2026-09-01 | charge(no_show 9000 cancelled=2026-09-15T08:00)   | CHARGE_ABOVE_MAXIMUM     |    1 | amount_ore=900000 charge=NO_SHOW maximum_ore=112500      |
    a bone scan, the same year        | RADIOLOGY  | 310000027 | 2026-09-15 | doctor@2026-09-01 | 870*2                                             | FREQUENCY_REACHED        |    1 | count=1 earlier=0 fee_code=870 here=2 limit=PER_PATIENT_AND_YEAR | count 1 1
""")


@pytest.mark.parametrize("row", [*COUNTS, *WHO, *CODES, *TIME, *CHARGES, *INSTITUTES])
def test_a_reason_in_full(row):
    """The first reason of its code and line; none at all where the row names none."""
    reasons = priced({**OTHERS, **row}, VIEW_BASIC).reasons
    if not row["reason"]:
        assert not reasons
        return
    told = [reason for reason in reasons if name(reason) == row["reason"] and reason.line_number == int(row["line"])]
    assert told, [name(reason) for reason in reasons]
    data = {key: value.replace(", ", ",") for key, value in sorted(told[0].data.items()) if key not in OF_CLAIM}
    assert " ".join(f"{key}={value}" for key, value in data.items()) == row["data"]
    assert ", ".join(map(said, told[0].remedies)) == row["remedies"]


def name(reason):
    """The code of a reason, without its prefix."""
    return Code.Name(reason.code).removeprefix("REASON_CODE_")


def said(remedy):
    """A remedy in a few words; `tell` is for the caller, `await` for the register."""
    match remedy.WhichOneof("change"):
        case "replace_fee_code":
            return f"replace {remedy.replace_fee_code.line_number} {remedy.replace_fee_code.fee_code}"
        case "change_count":
            return f"count {remedy.change_count.line_number} {remedy.change_count.count}"
        case "remove_line":
            return f"remove {remedy.remove_line.line_number}"
        case "add_fee_code":
            return f"add {remedy.add_fee_code.fee_code}"
        case "earliest_date":
            return f"date {remedy.earliest_date.date}"
        case _:
            fact = remedy.supply_fact
            verb = "tell" if fact.supplier == SUPPLIER_CALLER else "await"
            return " ".join((verb, fact.field, *fact.candidates))
