"""The price list that a provider must display: what is on it, and that it says what a claim costs."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import grpc
import pytest

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.claim_pb2 import Claim, ClaimPerformer
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest
from avtalt.v1.decision_pb2 import LineCoverage
from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.notice_code_pb2 import NoticeCode
from avtalt.v1.price_list_pb2 import PriceList
from avtalt.v1.reason_code_pb2 import ReasonCode
from avtalt.v1.tariff_pb2 import Fee
from avtalt.v1.tariff_service_pb2 import GetPriceListRequest, ListFeesRequest
from service.cli.asking import callable_of
from tests.rpc.servers import Refusal
from tests.tables import cases

SECONDS = 60
AGES = (40, 8, 85)

LISTS = cases("""
    case                           | provider             | date       | reimbursed | has                                    | has not     | reason             | notice                 | charges
    ordinary                       | 9000001              | 2026-09-15 | HELD       | A1a=144 A3a=144 A3b=46 C22b=109        | A8a A7a A3at |                   | PRICE_LIST_ON_DISPLAY  | yes
    the last day before July 2026  | 9000001              | 2026-06-30 | HELD       | A3a=144                                | A8a         |                    | PRICE_LIST_ON_DISPLAY  | yes
    manual therapist               | 9000009              | 2026-09-15 | HELD       | A3a=144 A8a=188                        | A9a         |                    |                        | yes
    manual therapist, the seed     | 9000009              | 2024-09-02 | HELD       | A8a=182                                | A9a         | FIGURES_DISPUTED   |                        | yes
    the day before the right       | 9000010              | 2026-09-13 | HELD       | A3a=144                                | A8a         |                    |                        | yes
    the first day of the right     | 9000010              | 2026-09-14 | HELD       | A8a=188                                | A9a         |                    |                        | yes
    psychomotor                    | 9000011              | 2026-09-15 | HELD       | A9a=144                                | A8a         |                    |                        | yes
    intern                         | 9000013              | 2026-09-15 | HELD       | A3at=144                               | A3a A8a     |                    |                        | yes
    employed by a municipality     | 9000008              | 2026-09-15 | HELD       | A3a=144                                | A8a         |                    | MUNICIPALITY_DECIDES_FEE | yes
    on a receipt, until 2020       | 9000003              | 2020-12-31 | HELD       |                                        | A8a         |                    |                        | yes
    no contract                    | 9000002              | 2026-09-15 | NOT_HELD   |                                        | A3a         | AGREEMENT_NOT_HELD | INFORM_BEFORE_TREATMENT |
    the last day of a contract     | 9000005              | 2026-06-30 | HELD       | A3a=144                                | A8a         |                    |                        | yes
    the day after                  | 9000005              | 2026-07-01 | NOT_HELD   |                                        | A3a         | AGREEMENT_LAPSED   | INFORM_BEFORE_TREATMENT |
    not known                      | 9000017              | 2026-09-15 | UNKNOWN    |                                        | A3a         | AGREEMENT_UNKNOWN  |                        |
    which practice                 | 9000007              | 2026-09-15 | UNKNOWN    |                                        | A3a         | PRACTICE_NOT_TOLD  |                        |
    the practice with a contract   | 9000007@1000000071   | 2026-09-15 | HELD       | A3a=144                                | A8a         |                    |                        | yes
    the practice without           | 9000007@1000000072   | 2026-09-15 | NOT_HELD   |                                        | A3a         | AGREEMENT_NOT_HELD | INFORM_BEFORE_TREATMENT |
    X-ray                          | 310000027 RADIOLOGY  | 2026-09-15 | HELD       | 899a=387                               | 701a        |                    |                        | yes
    X-ray without contract         | 310000043 RADIOLOGY  | 2026-09-15 | NOT_HELD   |                                        | 899a        | AGREEMENT_NOT_HELD |                        |
    laboratory                     | 310000078 LABORATORY | 2026-09-15 | HELD       | 701a=64                                | 899a        |                    |                        |
    no tariff on record            | 9000001              | 2023-09-15 | HELD       |                                        | A8a         | TARIFF_NOT_ON_RECORD |                      | yes
""")

ALIKE = [
    *product(("9000001", "9000009", "9000011", "9000013", "9000008", "9000019", "9000024", "9000028"),
             ("2017-07-01", "2019-06-30", "2021-01-01", "2024-07-01", "2025-06-30", "2026-06-30", "2026-07-01")),
    *product(("310000027 RADIOLOGY", "310000078 LABORATORY"), ("2019-01-01", "2025-12-31", "2026-01-01")),
]  # fmt: skip

REFUSED = cases("""
    case                   | provider            | date       | reason                            | field
    no such number         | 12AB                | 2026-09-15 | INVALID_HPR_NUMBER                | provider.hpr_number
    no day                 | 9000001             | 2026-02-30 | INVALID_DATE                      | treatment_date
    no day at all          | 9000001             |            | FIELD_MISSING                     | treatment_date
    a person for X-ray     | 9000001 RADIOLOGY   | 2026-09-15 | PERFORMER_DOES_NOT_FIT_DISCIPLINE | provider
    no such practice       | 9000001@123         | 2026-09-15 | INVALID_PRACTICE_ID               | provider.practice_id
""")

on_sqlite = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)


def performer_of(told: str) -> tuple[ClaimPerformer, "Discipline.ValueType"]:
    """A provider as the tables write it: number, @ practice, then the discipline unless it is physiotherapy."""
    number, _, named = told.partition(" ")
    number, _, practice = number.partition("@")
    organisation = len(number) == 9
    field = "organisation_number" if organisation else "hpr_number"
    discipline = Discipline.Value(f"DISCIPLINE_{named or 'PHYSIOTHERAPY'}")
    return ClaimPerformer(**{field: number}, practice_id=practice), discipline


def request_of(told: str, day: str) -> GetPriceListRequest:
    performer, discipline = performer_of(told)
    return GetPriceListRequest(provider=performer, discipline=discipline, treatment_date=day, language_code="en")


def amounts(listed: PriceList) -> dict[str, int | None]:
    """What the patient pays for each code, in øre; absent for a share of other fees."""
    return {
        entry.fee_code: entry.patient_pays_ore if entry.HasField("patient_pays_ore") else None
        for section in listed.sections
        for entry in section.entries
    }


@pytest.mark.parametrize("row", LISTS)
def test_what_is_on_a_list(call, row):
    listed = call("GetPriceList", request_of(row["provider"], row["date"])).price_list
    pays = amounts(listed)
    assert Verdict.Name(listed.reimbursed) == f"VERDICT_{row['reimbursed']}"
    wanted = {code: int(kroner) * 100 for code, kroner in (pair.split("=") for pair in row["has"].split())}
    assert {code: pays.get(code) for code in wanted} == wanted
    assert not set(row["has not"].split()) & set(pays)
    if row["reimbursed"] != "HELD":
        assert not pays
    reasons = {ReasonCode.Name(reason.code).removeprefix("REASON_CODE_") for reason in listed.reasons}
    assert {row["reason"]} - {""} <= reasons
    notices = {NoticeCode.Name(notice.code).removeprefix("NOTICE_CODE_") for notice in listed.notices}
    assert {row["notice"]} - {""} <= notices
    assert bool(listed.charges) == bool(row["charges"])
    assert listed.valid_until >= row["date"]


@on_sqlite
@pytest.mark.parametrize(("provider", "day"), ALIKE)
def test_a_list_says_what_a_claim_costs(call, demo_target, provider, day):
    """Every code that a patient pays for at the provider is listed with that sum, and no other code is."""
    performer, discipline = performer_of(provider)
    listed = call("GetPriceList", request_of(provider, day)).price_list
    fees = call("ListFees", ListFeesRequest(discipline=discipline, treatment_date=day)).fees
    bills = [
        (bill, age) for fee in fees if not fee.HasField("percentage") for bill in bills_of(fee, fees) for age in AGES
    ]
    claims = [claim_of(bill, age, performer, discipline, day) for bill, age in bills]
    costs: dict[str, set[int]] = {}
    for (bill, _), decision in zip(bills, answers(demo_target, claims, listed.basis.evaluated_at), strict=True):
        line = decision.lines[0]
        if line.coverage == LineCoverage.LINE_COVERAGE_COVERED and line.patient_pays_ore:
            costs.setdefault(bill[0], set()).add(line.patient_pays_ore)
    priced = {code: {pays} for code, pays in amounts(listed).items() if pays is not None}
    assert priced == costs


def bills_of(fee: Fee, fees: Any) -> Iterator[tuple[str, ...]]:
    """Bills with the code first: alone, or with each code that it, and that one in turn, asks for."""
    by_code = {each.fee_code: each for each in fees}
    if not fee.companions:
        yield (fee.fee_code,)
    for companion in fee.companions:
        further = by_code[companion].companions if companion in by_code else ()
        if not further or fee.fee_code in further:
            yield (fee.fee_code, companion)
        for other in further:
            yield (fee.fee_code, companion, other)


def claim_of(bill: tuple[str, ...], age: int, performer: ClaimPerformer, discipline: Any, day: str) -> Claim:
    claim = Claim(discipline=discipline, performer=performer, treatment_date=day)
    claim.patient.age_years = age
    claim.patient.exemption_card = 2
    claim.patient.user_fees_paid_ore = 0
    claim.patient.national_insurance_member = 1
    for code in bill:
        claim.lines.add().fee.fee_code = code
    claim.requisition.profession = 1  # asked for in radiology and laboratory, and in physiotherapy in 2017
    claim.requisition.date = day
    return claim


def answers(target: str, claims: list[Claim], evaluated_at: Any) -> list[Any]:
    """The decisions, in order; every claim must be readable."""
    request = BatchPriceClaimsRequest(claims=claims, read=ReadOptions(evaluated_at=evaluated_at))
    with grpc.insecure_channel(target) as channel:
        parts = list(callable_of(channel, "BatchPriceClaims")(request, timeout=SECONDS))
    results = [result for part in parts for result in part.results]
    assert all(result.HasField("decision") for result in results)
    return [result.decision for result in results]


@pytest.mark.parametrize("row", REFUSED)
def test_a_request_that_cannot_be_read_is_refused(call: Callable[..., Any], row):
    with pytest.raises(grpc.RpcError) as error:
        call("GetPriceList", request_of(row["provider"], row["date"]))
    refusal = Refusal.of(error.value)
    assert (refusal.status, refusal.reason) == ("INVALID_ARGUMENT", row["reason"])
    assert refusal.field.startswith(row["field"])
