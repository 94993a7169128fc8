"""Both ends of a period count, and an absent end is open."""

from datetime import date

import pytest

from registry.period import Period, last_before
from tests.tables import cases


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


DAYS = cases("""
    case                     | first_date | last_date  | day        | covers | ends before | starts after
    the day before the first | 2024-02-29 | 2024-06-30 | 2024-02-28 | no     | no          | yes
    the first day            | 2024-02-29 | 2024-06-30 | 2024-02-29 | yes    | no          | no
    the last day             | 2024-02-29 | 2024-06-30 | 2024-06-30 | yes    | no          | no
    the day after the last   | 2024-02-29 | 2024-06-30 | 2024-07-01 | no     | yes         | no
    a single day             | 2024-02-29 | 2024-02-29 | 2024-02-29 | yes    | no          | no
    an open end              | 2024-02-29 |            | 2999-12-31 | yes    | no          | no
    an open start            |            | 2024-06-30 | 1900-01-01 | yes    | no          | no
    open at both ends        |            |            | 2024-06-30 | yes    | no          | no
""")


@pytest.mark.parametrize("row", DAYS)
def test_a_period_and_a_day(row: dict[str, str]) -> None:
    period = Period(day(row["first_date"]), day(row["last_date"]))
    asked = date.fromisoformat(row["day"])
    answers = period.covers(asked), period.ends_before(asked), period.starts_after(asked)
    assert answers == tuple(row[name] == "yes" for name in ("covers", "ends before", "starts after"))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="the last day 2024-01-01 is before the first day 2024-01-02"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_the_day_before_march_is_the_leap_day() -> None:
    assert last_before(date(2024, 3, 1)) == date(2024, 2, 29)
