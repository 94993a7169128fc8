"""What a patient would pay if an assumption were wrong: it is what the claim costs when that is told."""

from dataclasses import replace

import pytest
from hypothesis import given

from avtalt.v1.assumption_code_pb2 import AssumptionCode as Code
from avtalt.v1.basis_pb2 import VIEW_BASIC
from service.pricing.claim import Claim
from service.verification.codes import AssumptionCode
from tests.pricing.any_claim import CLAIMS_AT_HOME, LAWS, price
from tests.tables import cases
from tests.worked_examples.examples import priced

ORE = 100

OTHERWISE = cases("""
    case                              | discipline    | performer | date       | patient                                       | lines                                            | otherwise
    little is told                    | PHYSIOTHERAPY | 9000001   | 2026-09-15 |                                               | A3a                                              | NATIONAL_INSURANCE_MEMBER=238 NOT_A_CHILD=0 NO_EXEMPTION_CARD=0
    all is told                       | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no member=yes                     | A3a                                              |
    a card frees from no charge       | PHYSIOTHERAPY | 9000001   | 2026-09-15 |                                               | A3a, charge(insoles 500 cost=400 need=yes free=yes) | NATIONAL_INSURANCE_MEMBER=638 NOT_A_CHILD=400 NO_EXEMPTION_CARD=400
    a line that may not be billed     | PHYSIOTHERAPY | 9000001   | 2026-09-15 |                                               | A3a, A8a                                         | NATIONAL_INSURANCE_MEMBER=238 NOT_A_CHILD=0 NO_EXEMPTION_CARD=0
    a line that no patient pays       | PHYSIOTHERAPY | 9000001   | 2026-09-15 | age=40 card=no                                | C22a, C22b                                       | NATIONAL_INSURANCE_MEMBER=116
    a choice is open                  | PHYSIOTHERAPY | 9000001   | 2026-09-15 |                                               | A3a, A1a                                         |
    a fact of a line is missing       | PHYSIOTHERAPY | 9000016   | 2026-09-15 | age=40                                        | treatment(individual 20)                         |
    no practice is told               | PHYSIOTHERAPY | 9000007   | 2026-09-15 |                                               | A3a                                              |
    an employee                       | PHYSIOTHERAPY | 9000008   | 2026-09-15 | age=40 card=no member=yes                     | A3a                                              | MUNICIPALITY_CHARGES_USER_FEE=0
    an employee, equipment            | PHYSIOTHERAPY | 9000008   | 2026-09-15 | age=40 card=no member=yes                     | A3a, charge(insoles 500 cost=400 need=yes free=yes) | MUNICIPALITY_CHARGES_USER_FEE=400
    an employee, a card               | PHYSIOTHERAPY | 9000008   | 2026-09-15 | age=40 member=yes                             | A3a                                              | NO_EXEMPTION_CARD=0 MUNICIPALITY_CHARGES_USER_FEE=0
    a whole fee, with card or without | PHYSIOTHERAPY | 9000003   | 2020-12-31 |                                               | A3a                                              | NATIONAL_INSURANCE_MEMBER=174 NOT_A_CHILD=174 NO_EXEMPTION_CARD=174
    a region that is not told         | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 card=no member=yes                     | 899a                                             | PATIENT_OF_CONTRACTING_REGION=0
    a region without contract         | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 card=no member=yes region=983658725    | 899a                                             | PATIENT_OF_OTHER_REGION=0
    a contracting region              | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 card=no member=yes municipality=0301   | 899a                                             |
    a charge is no fee of a region    | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 card=no member=yes                     | 899a, charge(no_show 300 cancelled=2026-09-15T08:00) | PATIENT_OF_CONTRACTING_REGION=300
    nor is one without a rule         | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 card=no member=yes                     | 899a, charge(consumables 300)                    | PATIENT_OF_CONTRACTING_REGION=300
    a category is refunded            | RADIOLOGY     | 310000027 | 2026-09-15 | age=40 member=yes                             | examination(ct CT2)                              | NO_EXEMPTION_CARD=0 PATIENT_OF_CONTRACTING_REGION=0
    a laboratory has no such fee      | LABORATORY    | 310000078 | 2026-09-15 | age=40 card=no                                | 701a                                             | NATIONAL_INSURANCE_MEMBER=64
    treated abroad                    | PHYSIOTHERAPY | SE        | 2026-09-15 |                                               | A3a/500                                          |
""")


@pytest.mark.parametrize("row", OTHERWISE)
def test_what_is_paid_otherwise(row):
    requisition = "" if row["discipline"] == "PHYSIOTHERAPY" else "doctor@2026-09-01"
    decision = priced({**row, "requisition": requisition}, VIEW_BASIC)
    told = [
        f"{Code.Name(each.code).removeprefix('ASSUMPTION_CODE_')}={each.otherwise_patient_pays_ore // ORE}"
        for each in decision.assumptions
        if each.HasField("otherwise_patient_pays_ore")
    ]
    assert " ".join(told) == row["otherwise"]


CONTRARY = {
    AssumptionCode.NATIONAL_INSURANCE_MEMBER: {"member": False},
    AssumptionCode.NO_EXEMPTION_CARD: {"card": True},
}


@LAWS
@given(claim=CLAIMS_AT_HOME)
def test_what_is_paid_otherwise_is_what_is_paid_when_that_is_told(claim: Claim):
    for assumption in price(claim).assumptions:
        if assumption.code in CONTRARY and assumption.otherwise_patient_pays_ore is not None:
            contrary = replace(claim, patient=replace(claim.patient, **CONTRARY[assumption.code]))
            assert assumption.otherwise_patient_pays_ore == price(contrary).totals.payment.patient_pays_ore
