"""Rows typed in from the printed tariffs, so that a wrong figure in the data shows."""

from datetime import date

import pytest

from registry.tariffs.records import Discipline
from tests.tables import rows

PRINTED = rows("""
    code | from       | honorarium | refund | user fee
    A1a  | 2018-01-01 | 298 | 128 | 170
    A1a  | 2018-07-01 | 307 | 134 | 173
    A1a  | 2019-07-01 | 309 | 136 | 173
    A1a  | 2020-07-01 | 309 | 124 | 185
    A1a  | 2020-11-01 | 339 | 154 | 185
    A1a  | 2021-01-01 | 317 | 132 | 185
    A1a  | 2021-07-01 | 333 | 148 | 185
    A1a  | 2022-07-01 | 347 | 162 | 185
    A1a  | 2024-07-01 | 381 | 180 | 201
    A1a  | 2025-07-01 | 414 | 213 | 201
    A1a  | 2026-07-01 | 415 | 271 | 144
    A1d  | 2018-01-01 | 378 | 208 | 170
    A1d  | 2020-11-01 | 425 | 240 | 185
    A1d  | 2022-07-01 | 436 | 251 | 185
    A1d  | 2024-07-01 | 478 | 277 | 201
    A1d  | 2025-07-01 | 516 | 315 | 201
    A1d  | 2026-07-01 | 517 | 329 | 188
    A2a  | 2017-07-01 | 134 |  36 |  98
    A2f  | 2017-07-01 | 605 | 305 | 300
    A3a  | 2018-10-01 | 159 |  36 | 123
    A3a  | 2019-07-01 | 160 |  37 | 123
    A3a  | 2020-07-01 | 160 |  29 | 131
    A3a  | 2020-11-01 | 174 |  43 | 131
    A3a  | 2021-01-01 | 165 |  34 | 131
    A3a  | 2021-07-01 | 180 |  45 | 135
    A3a  | 2022-07-01 | 189 |  54 | 135
    A3a  | 2024-07-01 | 210 |  66 | 144
    A3a  | 2025-07-01 | 225 |  81 | 144
    A3a  | 2026-07-01 | 238 |  94 | 144
    A3b  | 2018-10-01 |  75 |  38 |  37
    A3b  | 2020-11-01 |  82 |  42 |  40
    A3b  | 2022-07-01 |  89 |  47 |  42
    A3b  | 2024-07-01 |  98 |  52 |  46
    A3b  | 2025-07-01 | 102 |  56 |  46
    A3b  | 2026-07-01 | 109 |  63 |  46
    A8a  | 2018-01-01 | 250 |  90 | 160
    A8a  | 2020-11-01 | 281 | 107 | 174
    A8a  | 2021-01-01 | 267 |  93 | 174
    A8a  | 2022-07-01 | 296 | 119 | 177
    A8a  | 2024-07-01 | 325 | 137 | 188
    A8a  | 2025-07-01 | 340 | 152 | 188
    A8a  | 2026-07-01 | 360 | 172 | 188
    A8b  | 2018-07-01 | 109 |  50 |  59
    A8b  | 2021-07-01 | 120 |  56 |  64
    A8b  | 2024-07-01 | 137 |  69 |  68
    A8b  | 2026-07-01 | 152 |  84 |  68
    A9a  | 2018-01-01 | 186 |  87 |  99
    A9a  | 2020-11-01 | 218 |  87 | 131
    A9a  | 2024-07-01 | 251 | 109 | 142
    A9a  | 2025-07-01 | 273 | 131 | 142
    A9a  | 2026-07-01 | 290 | 146 | 144
    A9b  | 2018-01-01 |  91 |  57 |  34
    A9b  | 2024-07-01 | 121 |  75 |  46
    A9b  | 2026-07-01 | 131 |  85 |  46
    A7a  | 2025-07-01 | 275 | 131 | 144
    A1i  | 2020-11-01 | 200 | 100 | 100
    A1i  | 2024-07-01 | 203 | 100 | 103
    A10  | 2024-07-01 |  31 |   1 |  30
    C21b | 2024-07-01 |  63 |   0 |  63
    C22b | 2025-07-01 | 112 |   3 | 109
    C23b | 2026-07-01 | 168 |  11 | 157
    C22a | 2024-07-01 | 292 | 292 |   0
    F1   | 2025-07-01 | 165 | 165 |   0
    D40  | 2026-07-01 |  20 |  20 |   0
    H10  | 2021-07-01 | 12446 | 12446 | 0
""")
USER_FEES = rows("""
    discipline | code | day        | user fee
    RADIOLOGY  | 899a | 2018-01-01 | 245
    RADIOLOGY  | 899a | 2018-06-30 | 245
    RADIOLOGY  | 899a | 2018-07-01 | 250
    RADIOLOGY  | 899a | 2020-06-30 | 250
    RADIOLOGY  | 899a | 2020-07-01 | 267
    RADIOLOGY  | 899a | 2023-06-30 | 267
    RADIOLOGY  | 899a | 2023-07-01 | 275
    RADIOLOGY  | 899a | 2024-06-30 | 275
    RADIOLOGY  | 899a | 2024-07-01 | 287
    RADIOLOGY  | 899a | 2025-12-31 | 287
    RADIOLOGY  | 899a | 2026-01-01 | 387
    RADIOLOGY  | 899a | 2013-12-31 | 218
    LABORATORY | 701a | 2018-01-01 | 44
    LABORATORY | 701a | 2020-06-30 | 44
    LABORATORY | 701a | 2020-07-01 | 59
    LABORATORY | 701a | 2023-06-30 | 59
    LABORATORY | 701a | 2023-07-01 | 61
    LABORATORY | 701a | 2024-07-01 | 64
    LABORATORY | 701a | 2026-09-15 | 64
""")
REFUNDS = rows("""
    discipline | category | from       | through    | refund
    RADIOLOGY  | RG1      | 2018-01-01 | 2018-06-30 |    20.40
    RADIOLOGY  | CT2      | 2018-01-01 | 2018-06-30 |   331.00
    RADIOLOGY  | MR4      | 2018-01-01 | 2018-06-30 |  1126.00
    RADIOLOGY  | UL4      | 2018-01-01 | 2018-06-30 |   338.00
    RADIOLOGY  | NM7      | 2018-01-01 | 2018-06-30 | 19084.00
    RADIOLOGY  | PET1     | 2018-01-01 | 2018-06-30 |  4329.00
    RADIOLOGY  | INT4     | 2018-01-01 | 2018-06-30 |  2117.00
    LABORATORY | MB0      | 2018-01-01 | 2018-06-30 |     0.45
    LABORATORY | MB14     | 2018-01-01 | 2018-06-30 |  2169.79
    LABORATORY | IT0      | 2019-01-01 | 2019-06-30 |     0.87
    LABORATORY | IT3      | 2019-01-01 | 2019-06-30 |    42.28
    LABORATORY | IT11     | 2019-01-01 | 2019-06-30 |  6164.11
    RADIOLOGY  | RG5      | 2023-07-01 | 2023-12-31 |   631.00
    RADIOLOGY  | CT5      | 2023-07-01 | 2023-12-31 |  1028.00
    RADIOLOGY  | MR6      | 2023-07-01 | 2023-12-31 |  2516.00
    RADIOLOGY  | PET5     | 2023-07-01 | 2023-12-31 | 22040.00
    RADIOLOGY  | INT5     | 2023-07-01 | 2023-12-31 |  2124.00
    LABORATORY | MB15     | 2023-07-01 | 2023-12-31 |  4638.76
    LABORATORY | KF11     | 2023-07-01 | 2023-12-31 |  2772.40
    LABORATORY | MM10     | 2023-07-01 | 2023-12-31 |  1315.93
    LABORATORY | IT11     | 2023-07-01 | 2023-12-31 |  6686.67
    LABORATORY | PATP0    | 2023-07-01 | 2023-12-31 |     0.00
    LABORATORY | PATP12   | 2023-07-01 | 2023-12-31 | 14357.93
    LABORATORY | PATA12   | 2023-07-01 | 2023-12-31 | 18483.74
    RADIOLOGY  | RG1      | 2024-07-01 | 2024-12-31 |    10.03
    RADIOLOGY  | CT2      | 2024-07-01 | 2024-12-31 |   421.14
    RADIOLOGY  | MR4      | 2024-07-01 | 2024-12-31 |  1214.28
    RADIOLOGY  | UL3      | 2024-07-01 | 2024-12-31 |    65.17
    RADIOLOGY  | NM1      | 2024-07-01 | 2024-12-31 |  1014.74
    RADIOLOGY  | PET5     | 2024-07-01 | 2024-12-31 | 22099.60
    RADIOLOGY  | INT2     | 2024-07-01 | 2024-12-31 |   141.38
    RADIOLOGY  | RG3      | 2025-07-01 | 2025-12-31 |   156.22
    RADIOLOGY  | CT4      | 2025-07-01 | 2025-12-31 |   888.00
    RADIOLOGY  | UL5      | 2025-07-01 | 2025-12-31 |   189.11
    RADIOLOGY  | NM7      | 2025-07-01 | 2025-12-31 | 18512.23
    LABORATORY | MB7      | 2025-07-01 | 2025-12-31 |    33.76
    LABORATORY | KF0      | 2025-07-01 | 2025-12-31 |     0.63
    LABORATORY | MM2      | 2025-07-01 | 2025-12-31 |    38.63
    LABORATORY | IT1      | 2025-07-01 | 2025-12-31 |    23.86
    LABORATORY | PATP5    | 2025-07-01 | 2025-12-31 |   900.65
    LABORATORY | PATA3    | 2025-07-01 | 2025-12-31 |   117.01
    RADIOLOGY  | RG1      | 2026-02-09 | 2026-06-30 |     1.00
    RADIOLOGY  | RG2      | 2026-02-09 | 2026-06-30 |     2.00
    RADIOLOGY  | CT1      | 2026-02-09 | 2026-06-30 |   103.33
    RADIOLOGY  | UL3      | 2026-02-09 | 2026-06-30 |     3.00
    RADIOLOGY  | UL4      | 2026-02-09 | 2026-06-30 |    22.19
    RADIOLOGY  | MR1      | 2026-02-09 | 2026-06-30 |   279.08
    RADIOLOGY  | PET5     | 2026-02-09 | 2026-06-30 | 22552.00
    RADIOLOGY  | INT1     | 2026-02-09 | 2026-06-30 |     1.00
    LABORATORY | MB0      | 2026-02-09 | 2026-06-30 |     0.50
    LABORATORY | KF4      | 2026-02-09 | 2026-06-30 |    71.36
    LABORATORY | MM0      | 2026-02-09 | 2026-06-30 |     0.87
    LABORATORY | IT0      | 2026-02-09 | 2026-06-30 |     0.95
    LABORATORY | PATP12   | 2026-02-09 | 2026-06-30 | 14818.19
    LABORATORY | PATA1    | 2026-02-09 | 2026-06-30 |    30.72
    RADIOLOGY  | RG3      | 2026-07-01 | 2026-12-31 |    79.74
    RADIOLOGY  | CT2      | 2026-07-01 | 2026-12-31 |   334.59
    RADIOLOGY  | NM6      | 2026-07-01 | 2026-12-31 |  9733.72
    LABORATORY | MB8      | 2026-07-01 | 2026-12-31 |    52.57
    LABORATORY | KF1      | 2026-07-01 | 2026-12-31 |    10.53
    LABORATORY | MM10     | 2026-07-01 | 2026-12-31 |  1248.85
    LABORATORY | IT11     | 2026-07-01 | 2026-12-31 |  6336.62
    LABORATORY | PATP1    | 2026-07-01 | 2026-12-31 |   109.41
    LABORATORY | PATA12   | 2026-07-01 | 2026-12-31 | 18197.55
""")
REGIONS = rows("""
    code | day        | region
    0301 | 2020-01-01 | 991324968
    0301 | 2026-09-15 | 991324968
    4601 | 2024-01-01 | 983658725
    5001 | 2024-01-01 | 983658776
    5501 | 2023-12-31 |
    5501 | 2024-01-01 | 883658752
    5401 | 2023-12-31 | 883658752
    5401 | 2024-01-01 |
    1507 | 2023-12-31 | 983658776
    1507 | 2024-01-01 |
    9999 | 2024-01-01 |
""")


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: f"{row['code']} {row['from']}")
def test_printed_row(row, tariffs):
    """The data has the figures that stand in print, from their first day."""
    fee = tariffs.day(Discipline.PHYSIOTHERAPY, date.fromisoformat(row["from"])).fees[row["code"]].fee
    found = [amount // 100 for amount in (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore)]
    assert found == [int(row["honorarium"]), int(row["refund"]), int(row["user fee"])]


@pytest.mark.parametrize("row", USER_FEES, ids=lambda row: f"{row['code']} {row['day']}")
def test_user_fee_of_private_institutes(row, tariffs):
    """The user fee on the borders of each step."""
    entry = tariffs.day(Discipline(row["discipline"]), date.fromisoformat(row["day"])).fees[row["code"]]
    assert entry.fee.user_fee_ore == int(row["user fee"]) * 100


@pytest.mark.parametrize("row", REFUNDS, ids=lambda row: f"{row['category']} {row['from']}")
def test_printed_refund(row, tariffs):
    """The refund of a category stands as printed, on the first and the last day of its table."""
    for day in (row["from"], row["through"]):
        category = tariffs.day(Discipline(row["discipline"]), date.fromisoformat(day)).refund_categories[
            row["category"]
        ]
        assert category.refund_ore == round(float(row["refund"]) * 100)


def test_refunds_of_radiology_fell_as_the_user_fee_rose(tariffs):
    """
    From July 2025 to February 2026 they fell by what the user fee rose, or by one of two lesser sums, or to 1, 2 or 3.

    The dearest one is printed in whole kroner.
    """
    before, after = (refunds(tariffs, Discipline.RADIOLOGY, day) for day in (date(2025, 12, 31), date(2026, 2, 9)))
    fees = [tariffs.day(Discipline.RADIOLOGY, day).fees["899a"].fee for day in (date(2025, 12, 31), date(2026, 2, 9))]
    rise = fees[1].user_fee_ore - fees[0].user_fee_ore
    assert before.keys() == after.keys()
    steps = {name: before[name] - after[name] for name in before}
    assert steps.pop("PET5") == rise + 9
    least = {name for name in after if after[name] in (100, 200, 300)}
    assert least == {"RG1", "RG2", "UL1", "UL2", "UL3", "INT1"}
    assert {step for name, step in steps.items() if name not in least} == {rise, 9708, 7648}
    assert all(steps[name] < rise for name in least)


def test_refunds_in_july_2026(tariffs):
    """Those of radiology stayed as they were, and those of the laboratories fell by 7 per cent, to the øre."""
    days = (date(2026, 6, 30), date(2026, 7, 1))
    before, after = (refunds(tariffs, Discipline.RADIOLOGY, day) for day in days)
    assert before == after
    before, after = (refunds(tariffs, Discipline.LABORATORY, day) for day in days)
    assert before.keys() == after.keys()
    assert all(abs(after[name] - before[name] * 93 / 100) <= 1 for name in before)


def refunds(tariffs, discipline, day):
    """The refunds of a day in øre, by category."""
    return {name: row.refund_ore for name, row in tariffs.day(discipline, day).refund_categories.items()}


@pytest.mark.parametrize("row", REGIONS, ids=lambda row: f"{row['code']} {row['day']}")
def test_region_of_a_municipality(row, tariffs):
    """The health region of a municipality code on a day, also around the reforms."""
    assert (tariffs.region_of(row["code"], date.fromisoformat(row["day"])) or "") == row["region"]
