"""The proof by intervals says what a walk through every single day says."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.period import Period
from registry.tariffs import files
from registry.tariffs.checks.calendar import check_calendar
from registry.tariffs.checks.overlaps import check_overlaps
from registry.tariffs.known import Known, known
from registry.tariffs.placed import Placed, Tables
from registry.tariffs.proof import calendar_of, calendar_of_category, prove, prove_categories
from registry.tariffs.reader import read_tables
from registry.tariffs.records import Discipline, Fee, Gap
from tests.tables import rows

PROVED = rows("""
    discipline    | first day  | confirmed through
    PHYSIOTHERAPY | 2017-07-01 | 2027-06-30
    RADIOLOGY     | 2004-01-01 | 2026-12-31
    LABORATORY    | 2005-01-01 | 2026-12-31
""")
CATEGORIES = rows("""
    discipline | categories | rows | first day  | confirmed through
    RADIOLOGY  |         38 |  221 | 2018-01-01 | 2026-12-31
    LABORATORY |         77 |  335 | 2018-01-01 | 2026-12-31
""")
START = date(2024, 2, 20)
CODE = (Discipline.LABORATORY, "701a")


@pytest.fixture(scope="module")
def shipped() -> Known:
    """The rows that are shipped."""
    return known(read_tables())


def walked(rows_of_code: list[Fee], gaps: list[Gap]) -> Counter[str]:
    """How many days of a code have no, one or several rows, or a stated gap: day by day, from the first to the last."""
    found: Counter[str] = Counter()
    today = min(fee.period.first_date for fee in rows_of_code)
    last = max(fee.period.last_date or fee.confirmed_through for fee in rows_of_code)
    while today <= last:
        count = sum(fee.period.covers(today) for fee in rows_of_code)
        stated = any(gap.period.covers(today) for gap in gaps)
        found["days"] += 1
        found["told"] += count > 0
        found["twice"] += count > 1
        found["stated"] += stated and not count
        found["holes"] += not count and not stated
        today += timedelta(days=1)
    return found


def gaps_of(rows_of_folder: Known, key: tuple[Discipline, str]) -> list[Gap]:
    """The stated gaps that may be about a code's amounts."""
    gaps = [row.record for row in rows_of_folder.tables.of(files.GAPS)]
    return [
        gap for gap in gaps if gap.missing == "AMOUNTS" and gap.discipline is key[0] and gap.fee_code in (None, key[1])
    ]


@pytest.mark.parametrize("discipline", Discipline)
def test_every_day_of_every_code_has_one_row_or_a_stated_gap(discipline, shipped):
    for key in shipped.fees:
        if key[0] is discipline:
            slow = walked([row.record for row in shipped.fees[key]], gaps_of(shipped, key))
            fast = calendar_of(shipped, key)
            assert (len(fast.life), len(fast.told), len(fast.stated)) == (slow["days"], slow["told"], slow["stated"])
            assert (len(fast.twice), len(fast.holes)) == (slow["twice"], slow["holes"]) == (0, 0), key


@pytest.mark.parametrize("row", PROVED, ids=lambda row: row["discipline"])
def test_what_is_proved_about_the_shipped_tariffs(row, shipped):
    (proof,) = [each for each in prove(shipped) if each.discipline == row["discipline"]]
    assert (str(proof.first_date), str(proof.confirmed_through)) == (row["first day"], row["confirmed through"])
    assert proof.told + proof.stated == proof.days
    fees = [each.record for each in shipped.tables.fees if each.record.discipline == row["discipline"]]
    assert (proof.codes, proof.rows) == (len({fee.fee_code for fee in fees}), len(fees))


@pytest.mark.parametrize("row", CATEGORIES, ids=lambda row: row["discipline"])
def test_what_is_proved_about_the_refund_categories(row, shipped):
    (proof,) = [each for each in prove_categories(shipped) if each.discipline == row["discipline"]]
    assert (proof.codes, proof.rows) == (int(row["categories"]), int(row["rows"]))
    assert (str(proof.first_date), str(proof.confirmed_through)) == (row["first day"], row["confirmed through"])
    assert proof.told + proof.stated == proof.days


def test_every_day_of_every_category_has_one_row_or_a_stated_gap(shipped):
    for key, placed in shipped.categories.items():
        group = placed[0].record.group
        gaps = [row.record for row in shipped.tables.of(files.GAPS) if row.record.missing == "REFUND_CATEGORIES"]
        stated = [gap for gap in gaps if gap.discipline is key[0] and gap.group in (None, group)]
        slow = walked([row.record for row in placed], stated)
        fast = calendar_of_category(shipped, key)
        assert (len(fast.life), len(fast.told), len(fast.stated)) == (slow["days"], slow["told"], slow["stated"])
        assert (len(fast.twice), len(fast.holes)) == (slow["twice"], slow["holes"]) == (0, 0), key


RUNS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(
    lambda run: Period(START + timedelta(days=run[0]), START + timedelta(days=sum(run)))
)


@settings(max_examples=200)
@given(st.lists(RUNS, min_size=1, max_size=5), st.lists(RUNS, max_size=3))
def test_holes_and_overlaps_are_found_wherever_they_are(periods, gaps):
    rows_of_folder = folder(periods, gaps)
    slow = walked([fee_in(period) for period in periods], [gap_in(period) for period in gaps])
    fast = calendar_of(rows_of_folder, CODE)
    assert {name: len(getattr(fast, name)) for name in ("told", "twice", "stated", "holes")} == {
        name: slow[name] for name in ("told", "twice", "stated", "holes")
    }
    overlaps = [problem for problem in check_overlaps(rows_of_folder) if problem.file == "laboratory.csv"]
    assert bool(overlaps) == bool(slow["twice"])
    if not overlaps:
        assert bool(list(check_calendar(rows_of_folder))) == bool(slow["holes"])


def folder(periods: list[Period], gaps: list[Period]) -> Known:
    """A folder of one fee code."""
    fees = [Placed(fee_in(period), "laboratory.csv", line) for line, period in enumerate(periods, start=2)]
    others = {kind.name: [] for kind in files.OTHERS}
    others[files.GAPS.name] = [Placed(gap_in(period), "gaps.csv", line) for line, period in enumerate(gaps, start=2)]
    return known(Tables(fees, [], others))


def fee_in(period: Period) -> Fee:
    """A row of the code in a period."""
    amounts = {"honorarium_ore": 0, "refund_ore": 0, "user_fee_ore": 0, "percentage": None, "minutes": None}
    words = {"per": "PATIENT", "frequency": "", "frequency_count": None, "act_id": "", "where": "", "note": ""}
    return Fee(
        *CODE,
        period=period,
        opened_by=frozenset(),
        patient_rule=None,
        confidence="verified",
        confirmed_through=period.last_date or START,
        **amounts,
        **words,
    )


def gap_in(period: Period) -> Gap:
    """A stated gap in a period."""
    return Gap(*CODE, "AMOUNTS", period, "", "")
