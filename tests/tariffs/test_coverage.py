"""What is on record for a discipline on the days around the gaps."""

from datetime import date
from itertools import pairwise

import pytest

from registry.tariffs.coverage import coverage
from registry.tariffs.known import known
from registry.tariffs.reader import read_tables
from registry.tariffs.records import Discipline
from tests.tables import rows

COVERED = rows("""
    discipline    | day        | codes | amounts | user fee alone | combinations | categories | refunds | limits | confirmed  | gaps
    PHYSIOTHERAPY | 2017-07-01 |    43 |      43 |              0 |           43 |          0 |       0 | yes    | 2017-12-31 |
    PHYSIOTHERAPY | 2023-06-30 |    66 |      66 |              0 |           66 |          0 |       0 | yes    | 2023-06-30 |
    PHYSIOTHERAPY | 2023-07-01 |    51 |       1 |              6 |            0 |          0 |       0 | no     | 2024-06-30 | AMOUNTS RULES
    PHYSIOTHERAPY | 2024-06-30 |    51 |       1 |              6 |            0 |          0 |       0 | no     | 2024-06-30 | AMOUNTS RULES
    PHYSIOTHERAPY | 2024-07-01 |    62 |      62 |              0 |           62 |          0 |       0 | yes    | 2025-02-23 |
    PHYSIOTHERAPY | 2026-07-01 |    68 |      68 |              0 |           68 |          0 |       0 | yes    | 2027-06-30 |
    RADIOLOGY     | 2013-12-31 |     1 |       1 |              0 |            1 |          0 |       0 | yes    | 2013-12-31 |
    RADIOLOGY     | 2014-01-01 |     1 |       0 |              0 |            0 |          0 |       0 | yes    |            | AMOUNTS
    RADIOLOGY     | 2018-06-30 |     2 |       2 |              0 |            2 |         31 |      31 | yes    | 2018-06-30 |
    RADIOLOGY     | 2018-07-01 |     2 |       1 |              0 |            1 |         31 |       0 | yes    | 2020-06-30 | AMOUNTS REFUND_CATEGORIES
    RADIOLOGY     | 2024-07-01 |     2 |       1 |              0 |            1 |         38 |      38 | yes    | 2024-12-31 | AMOUNTS
    LABORATORY    | 2019-01-01 |     3 |       1 |              0 |            1 |         27 |      12 | yes    | 2019-06-30 | AMOUNTS AMOUNTS REFUND_CATEGORIES
    LABORATORY    | 2026-02-08 |     3 |       1 |              0 |            1 |         77 |       0 | yes    | 2026-02-08 | AMOUNTS AMOUNTS REFUND_CATEGORIES
    LABORATORY    | 2026-02-09 |     3 |       3 |              0 |            3 |         77 |      77 | yes    | 2026-06-30 |
""")


@pytest.fixture(scope="module")
def shipped():
    """The rows that are shipped."""
    return known(read_tables())


@pytest.mark.parametrize("row", COVERED, ids=lambda row: f"{row['discipline']} {row['day']}")
def test_what_is_on_record_on_a_day(row, shipped):
    day = date.fromisoformat(row["day"])
    (found,) = [each for each in coverage(shipped, Discipline(row["discipline"])) if each.period.covers(day)]
    numbers = (found.codes, found.amounts, found.user_fees_alone, found.combinations)
    assert numbers == tuple(int(row[name]) for name in ("codes", "amounts", "user fee alone", "combinations"))
    assert (found.categories, found.refunds) == (int(row["categories"]), int(row["refunds"]))
    assert found.limits_on_record == (row["limits"] == "yes")
    assert str(found.confirmed_through or "") == row["confirmed"]
    assert " ".join(gap.missing for gap in found.gaps) == row["gaps"]


@pytest.mark.parametrize("discipline", Discipline)
def test_the_periods_follow_each_other_and_in_none_does_anything_change(discipline, shipped, tariffs):
    found = coverage(shipped, discipline)
    assert found[0].period.first_date == tariffs.first_date(discipline)
    assert found[-1].period.last_date is None
    for earlier, later in pairwise(found):
        assert (later.period.first_date - earlier.period.last_date).days == 1
    for each in found[:-1]:
        first, last = (tariffs.day(discipline, day) for day in (each.period.first_date, each.period.last_date))
        assert [entry.fee for entry in first.fees.values()] == [entry.fee for entry in last.fees.values()]
        assert [entry.rule for entry in first.fees.values()] == [entry.rule for entry in last.fees.values()]
        assert first.refund_categories == last.refund_categories
        assert first.gaps == last.gaps
