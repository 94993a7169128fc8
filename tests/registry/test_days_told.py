"""A source cannot have been read on a day that has not come: the border, in every file and column that tells one."""

from datetime import date, datetime
from pathlib import Path

import pytest

from registry.days_told import last_day_begun
from registry.exchange.files import ImportOptions, ImportUnreadableError
from registry.exchange.importing import import_files
from registry.store import Store
from tests.registry.exchanging import refused, written
from tests.tables import cases

NEWEST = date(2026, 9, 15)

MOMENTS = cases("""
    case                                     | moment                    | newest
    noon in Greenwich, past midnight in east | 2026-09-15T12:00:00+00:00 | 2026-09-16
    just before it is                        | 2026-09-15T09:59:59+00:00 | 2026-09-15
    just when it is                          | 2026-09-15T10:00:00+00:00 | 2026-09-16
    a moment told in Norwegian summer time   | 2026-09-15T12:00:00+02:00 | 2026-09-16
    the last day of a year                   | 2026-12-31T10:00:00+00:00 | 2027-01-01
""")


@pytest.mark.parametrize("row", MOMENTS)
def test_the_newest_day_is_one_that_has_begun_somewhere(row: dict[str, str]) -> None:
    assert last_day_begun(datetime.fromisoformat(row["moment"])).isoformat() == row["newest"]


COVERAGE = "kind,area,source,last_confirmed\nMUNICIPAL_FUNDING,0301,test,{day}\n"
AGREEMENT = "agreement_id,kind,organisation_number,counterparty,source,{column}\nA1,DIRECT_SETTLEMENT,310000027,HELFO,test,{day}\n"

ROWS = cases("""
    case                                  | file       | column         | day        | refused
    coverage, the day before              | coverage   | last_confirmed | 2026-09-14 |
    coverage, on the day                  | coverage   | last_confirmed | 2026-09-15 |
    coverage, the day after               | coverage   | last_confirmed | 2026-09-16 | yes
    coverage, in another century          | coverage   | last_confirmed | 2099-01-01 | yes
    an agreement fetched on the day       | agreements | fetched        | 2026-09-15 |
    an agreement fetched the day after    | agreements | fetched        | 2026-09-16 | yes
    an agreement confirmed on the day     | agreements | last_confirmed | 2026-09-15 |
    an agreement confirmed the day after  | agreements | last_confirmed | 2026-09-16 | yes
    nothing told                          | agreements | last_confirmed |            |
""")


@pytest.mark.parametrize("row", ROWS)
def test_a_row_from_a_day_to_come_is_refused(store: Store, tmp_path: Path, row: dict[str, str]) -> None:
    content = (COVERAGE if row["file"] == "coverage" else AGREEMENT).format(column=row["column"], day=row["day"])
    files = {
        "organisations.csv": "organisation_number,name,source\n310000027,Demo,test\n",
        f"{row['file']}.csv": content,
    }
    with store.writing("import") as writing:
        report = import_files(writing, written(tmp_path, files), ImportOptions(newest_day=NEWEST))
    expected = (
        f"{row['file']}.csv:2: {row['column']} is {row['day']}, a day that has not come yet. "
        "Give the day on which the source was read, 2026-09-15 at the latest."
    )
    assert refused(report) == ([expected] if row["refused"] else [])
    assert report.blocked == bool(row["refused"])


@pytest.mark.parametrize(("fetched", "fails"), [(NEWEST, False), (date(2026, 9, 16), True)])
def test_files_read_on_a_day_to_come_are_not_imported(store: Store, tmp_path: Path, fetched: date, fails: bool) -> None:
    files = written(tmp_path, {"coverage.csv": COVERAGE.format(day="2026-09-01")})
    options = ImportOptions(fetched=fetched, newest_day=NEWEST)
    with store.writing("import") as writing:
        if fails:
            with pytest.raises(
                ImportUnreadableError, match="The day of reading is 2026-09-16, a day that has not come"
            ):
                import_files(writing, files, options)
            writing.discarded = True
        else:
            assert not import_files(writing, files, options).blocked
