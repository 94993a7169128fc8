"""Refund categories read as fees: what Helfo refunds, on the borders of the tables, and what is told where none is."""

import grpc
import pytest

from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.tariff_service_pb2 import GetFeeRequest, ListFeesRequest
from service.texts.catalogue import LANGUAGES
from tests.tables import cases, rows

FOUND = rows("""
    discipline | code  | day        | refund  | group                 | first date | last date  | act
    RADIOLOGY  | CT2   | 2018-01-01 | 331.00  | CT                    | 2018-01-01 | 2018-06-30 | FOR-2017-12-15-2343
    RADIOLOGY  | CT2   | 2026-06-30 | 334.59  | CT                    | 2026-02-09 | 2026-06-30 | FOR-2003-06-27-959
    RADIOLOGY  | CT2   | 2026-07-01 | 334.59  | CT                    | 2026-07-01 |            | FOR-2026-06-25-1359
    RADIOLOGY  | PET5  | 2026-09-15 | 22552   | PET                   | 2026-07-01 |            | FOR-2026-06-25-1359
    LABORATORY | MB1   | 2026-06-30 | 5.03    | CLINICAL_BIOCHEMISTRY | 2026-02-09 | 2026-06-30 | FOR-2003-06-27-959
    LABORATORY | PATP0 | 2026-07-01 | 0       | PATHOLOGY_MATERIAL    | 2026-07-01 |            | FOR-2026-06-25-1359
""")

LISTED = cases("""
    case                      | discipline    | day        | categories | first | last   | gaps
    all of radiology          | RADIOLOGY     | 2026-09-15 |         38 | RG1   | INT5   | 0
    all of the laboratory     | LABORATORY    | 2026-09-15 |         77 | MB0   | PATA12 | 0
    one table of four         | LABORATORY    | 2019-01-01 |         12 | IT0   | IT11   | 3
    no table                  | RADIOLOGY     | 2026-02-08 |          0 |       |        | 2
    no categories at all      | PHYSIOTHERAPY | 2026-09-15 |          0 |       |        | 0
""")

MISSING = cases("""
    case                    | discipline | code | day        | on record
    in a gap                | RADIOLOGY  | CT2  | 2026-02-08 | 2018-01-01 to 2018-06-30, 2023-07-01 to 2023-12-31, 2024-07-01 to 2024-12-31, 2025-07-01 to 2025-12-31, 2026-02-09 to now
    before its first table  | RADIOLOGY  | CT4  | 2018-06-30 | 2023-07-01 to 2023-12-31, 2024-07-01 to 2024-12-31, 2025-07-01 to 2025-12-31, 2026-02-09 to now
    of the other discipline | LABORATORY | CT2  | 2026-09-15 |
""")


@pytest.mark.parametrize("row", FOUND, ids=lambda row: f"{row['code']} {row['day']}")
def test_a_category_is_a_fee_without_user_fee(row, call):
    fee = call("GetFee", asked(row)).fee
    refund = round(float(row["refund"]) * 100)
    assert (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore) == (refund, refund, 0)
    assert fee.HasField("refund_ore")
    assert (fee.refund_group, fee.first_date, fee.last_date) == (row["group"], row["first date"], row["last date"])
    assert fee.legal_basis.text == row["act"]
    assert fee.legal_basis.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_category_is_described_by_its_group(language, call):
    request = GetFeeRequest(
        discipline=Discipline.DISCIPLINE_RADIOLOGY,
        fee_code="UL1",
        treatment_date="2026-09-15",
        language_code=language,
    )
    assert call("GetFee", request).fee.description == ("ultrasound" if language == "en" else "ultralyd")


def test_a_fee_code_has_no_group(call):
    assert not call("GetFee", asked({"discipline": "RADIOLOGY", "code": "899a", "day": "2026-09-15"})).fee.refund_group


@pytest.mark.parametrize("row", LISTED)
def test_the_categories_of_a_day_are_listed_beside_the_fee_codes(row, call):
    request = ListFeesRequest(
        discipline=Discipline.Value(f"DISCIPLINE_{row['discipline']}"), treatment_date=row["day"], language_code="en"
    )
    response = call("ListFees", request)
    codes = [category.fee_code for category in response.refund_categories]
    assert len(codes) == int(row["categories"])
    assert (codes[:1], codes[-1:]) == (row["first"].split(), row["last"].split())
    assert not {fee.fee_code for fee in response.fees} & set(codes)
    assert len(response.gaps) == int(row["gaps"])


@pytest.mark.parametrize("row", MISSING)
def test_a_category_without_a_row_is_told_with_the_days_that_have_one(row, call):
    with pytest.raises(grpc.RpcError) as caught:
        call("GetFee", asked(row))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    if row["on record"]:
        assert row["on record"] in caught.value.details()


def asked(row):
    """The request for a code on a day."""
    discipline = Discipline.Value(f"DISCIPLINE_{row['discipline']}")
    return GetFeeRequest(discipline=discipline, fee_code=row["code"], treatment_date=row["day"], language_code="en")
