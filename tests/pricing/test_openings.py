"""What the trace says of who may use a code: the rule, the records it went by and what it came to."""

from datetime import date

import pytest

from registry.tariffs.candidates import CandidateCodes
from registry.tariffs.records import Discipline, Fee, Provision
from service.pricing.claim import Claim, FeeUse, Line, Patient
from service.pricing.price import price_claim
from service.pricing.trace import Rule, Trace
from service.verification.reimbursability import ProviderAtPractice
from tests.tables import cases

RULES = {Rule.OPENED_BY_COMPETENCE, Rule.INTERN_CODES, Rule.CHILD_CODES, Rule.SENIOR_SUPPLEMENT}

STEPS = cases("""
    case                         | performer | date       | age | code | steps
    a competence of its own      | 9000009   | 2026-09-15 | 40  | A8a  | OPENED_BY_COMPETENCE A8a held=MANUAL_THERAPIST
    held for a time              | 9000027   | 2026-12-31 | 40  | A9a  | OPENED_BY_COMPETENCE A9a psychomotor_2015 held=PSYCHOMOTOR_2015
    no longer held               | 9000027   | 2027-01-01 | 40  | A9a  | OPENED_BY_COMPETENCE A9a held=
    EEA                          | 9000023   | 2026-09-15 | 40  | A3a  | OPENED_BY_COMPETENCE A3a eea_temporary_service held=EEA_TEMPORARY_SERVICE
    opened to a candidate        | 9000019   | 2026-09-15 | 40  | A8a  | OPENED_BY_COMPETENCE A8a FYUM held=FYUM
    closed to candidates         | 9000025   | 2026-09-15 | 40  | E50k | OPENED_BY_COMPETENCE E50k closed held=
    an intern's code             | 9000013   | 2026-09-15 | 40  | A3at | INTERN_CODES A3at intern_codes; OPENED_BY_COMPETENCE A3at held=INTERN
    an ordinary code, intern     | 9000013   | 2026-09-15 | 40  | A3a  | INTERN_CODES A3a intern_codes
    a child opens it             | 9000001   | 2026-09-15 | 15  | A1d  | CHILD_CODES A1d child_fee_code_age below=True
    no child, no competence      | 9000001   | 2026-09-15 | 16  | A1d  | CHILD_CODES A1d child_fee_code_age below=False; OPENED_BY_COMPETENCE A1d held=
    a child's group, not told    | 9000001   | 2026-09-15 |     | C20b | OPENED_BY_COMPETENCE C20b held=PHYSIOTHERAPIST; CHILD_CODES C20b child_fee_code_age below=None
    D40, eighty                  | 9000001   | 2026-09-15 | 80  | D40  | OPENED_BY_COMPETENCE D40 held=PHYSIOTHERAPIST; SENIOR_SUPPLEMENT D40 senior_supplement_age reached=True
""")


@pytest.mark.parametrize("row", STEPS)
def test_the_steps_of_a_code(row, tariffs, demo_snapshot):
    trace = Trace()
    claim = Claim(
        Discipline.PHYSIOTHERAPY,
        date.fromisoformat(row["date"]),
        (Line(1, FeeUse(row["code"])),),
        ProviderAtPractice(hpr_number=row["performer"]),
        patient=Patient(age=int(row["age"]) if row["age"] else None),
    )
    price_claim(claim, demo_snapshot, tariffs, trace=trace)
    assert "; ".join(said(step) for step in trace.steps if step.rule in RULES) == row["steps"]
    assert {step.line_number for step in trace.steps if step.rule in RULES} == {1}


def said(step):
    """A step in one line: its rule, its records, and what it came to."""
    data = [f"{key}={step.data[key]}" for key in ("held", "below", "reached") if key in step.data]
    return " ".join([step.rule, *map(named, step.records), *data])


def named(record):
    """A record by what tells it apart."""
    match record:
        case Fee():
            return record.fee_code
        case Provision():
            return record.provision_id
        case CandidateCodes():
            return record.practice_type or "closed"
