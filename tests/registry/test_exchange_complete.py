"""What a complete source no longer has ends on the day before it was read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from registry.exchange.report import Count
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Performer,
    Practice,
    Role,
)
from registry.store import Store
from tests.registry.exchanging import Files, believed, imported, refused, told
from tests.tables import cases

ANNA = Performer("9000001", "Demo", "Oslo")
PRACTICE = Practice("1000000011", "Demo", "FYNO", None, None, "Oslo")
SETTLED = Agreement("A1", AgreementKind.DIRECT_SETTLEMENT, "9000001", None, "HELFO", None, None, Period(), "Oslo")
EMPTY: Files = {
    "competences.csv": "hpr_number,kind,source\n",
    "affiliations.csv": "hpr_number,practice_id,role,source\n",
    "agreements.csv": "agreement_id,kind,counterparty,source\n",
}

BORDERS = cases("""
    case                        | first_date | last_date  | change    | last_date afterwards
    holds for ever              |            |            | ENDED     | 2026-08-31
    has held and holds          | 2020-01-01 |            | ENDED     | 2026-08-31
    ended two days before       | 2020-01-01 | 2026-08-30 |           | 2026-08-30
    ended the day before        | 2020-01-01 | 2026-08-31 |           | 2026-08-31
    ends on the day             | 2020-01-01 | 2026-09-01 | ENDED     | 2026-08-31
    ends the day after          | 2020-01-01 | 2026-09-02 | ENDED     | 2026-08-31
    starts the day before       | 2026-08-31 |            | ENDED     | 2026-08-31
    only the day before         | 2026-08-31 | 2026-08-31 |           | 2026-08-31
    starts on the day           | 2026-09-01 |            | WITHDRAWN |
    starts the day after        | 2026-09-02 | 2026-12-31 | WITHDRAWN |
""")


def period(first: str, last: str) -> Period:
    return Period(*(date.fromisoformat(day) if day else None for day in (first, last)))


@pytest.mark.parametrize("row", BORDERS)
def test_what_is_gone_ends_the_day_before(store: Store, tmp_path: Path, row: dict[str, str]) -> None:
    days = period(row["first_date"], row["last_date"])
    records = [
        Competence("9000001", CompetenceKind.INTERN, days, "Oslo"),
        Affiliation("9000001", PRACTICE.practice_id, Role.SELF_EMPLOYED, None, days, "Oslo"),
        replace(SETTLED, period=days),
    ]
    others = [
        replace(
            records[2], source="Bergen", agreement_id="A2", kind=AgreementKind.MUNICIPAL_FUNDING, counterparty="4601"
        )
    ]
    store.write([ANNA, PRACTICE, *records, *others], note="n")
    dry = imported(store, tmp_path, EMPTY, source="Oslo", fetched="2026-09-01", dry=True)
    report = imported(store, tmp_path, EMPTY, source="Oslo", fetched="2026-09-01")
    assert dry == report
    ended = row["change"] == "ENDED"
    detail = f" | last_date: {row['last_date'] or 'absent'} -> 2026-08-31" if ended else ""
    assert [line.split(" | ")[1] + line[line.index(" | last") if ended else len(line) :] for line in told(report)] == (
        [row["change"] + detail] * 3 if row["change"] else []
    )
    assert set(report.counts.values()) == {Count(ended=1) if row["change"] else Count()}
    afterwards = period(row["first_date"], row["last_date afterwards"])
    left = [] if row["change"] == "WITHDRAWN" else [replace(each, period=afterwards) for each in records]
    assert believed(store) == {ANNA, PRACTICE, *left, *others}
    again = imported(store, tmp_path, EMPTY, source="Oslo", fetched="2026-09-01")
    assert told(again) == []


def test_what_the_files_have_stays(store: Store, tmp_path: Path) -> None:
    store.write([ANNA, SETTLED], note="n")
    files = {
        "agreements.csv": "agreement_id,kind,hpr_number,counterparty,source\nA1,DIRECT_SETTLEMENT,9000001,HELFO,Oslo\n"
    }
    report = imported(store, tmp_path, files, source="Oslo", fetched="2026-09-01")
    assert (told(report), report.counts) == ([], {"agreements": Count(unchanged=1)})


def test_a_kind_without_a_file_stays(store: Store, tmp_path: Path) -> None:
    store.write([ANNA, PRACTICE, SETTLED], note="n")
    files = {name: content for name, content in EMPTY.items() if name != "agreements.csv"}
    assert told(imported(store, tmp_path, files, source="Oslo", fetched="2026-09-01")) == []
    assert believed(store) == {ANNA, PRACTICE, SETTLED}


def test_the_days_of_what_ends_are_free_for_another(store: Store, tmp_path: Path) -> None:
    store.write([ANNA, SETTLED], note="n")
    header = "agreement_id,kind,hpr_number,counterparty,first_date,source\n"
    before = {"agreements.csv": header + "A2,DIRECT_SETTLEMENT,9000001,HELFO,2026-08-31,Oslo\n"}
    report = imported(store, tmp_path, before, source="Oslo", fetched="2026-09-01")
    assert [line.split(", of")[0] for line in refused(report)] == [
        "agreements.csv:2: The period meets that of agreement 'A1' in the register (the beginning to 2026-08-31)"
    ]
    after = {"agreements.csv": header + "A2,DIRECT_SETTLEMENT,9000001,HELFO,2026-09-01,Oslo\n"}
    assert told(imported(store, tmp_path, after, source="Oslo", fetched="2026-09-01")) == [
        "agreements | ADDED | A2",
        "agreements | ENDED | A1 | last_date: absent -> 2026-08-31",
    ]


HEADER = "agreement_id,kind,hpr_number,counterparty,first_date,source\n"
REFUSED = cases("""
    case                                | row                                                   | stays
    a row that cannot be read           | A1,DIRECT_SETTLEMENT,9000001,HELFO,2026-02-30,Oslo    | yes
    a row with too few cells            | A1,DIRECT_SETTLEMENT                                  | yes
    a row that names nobody             | A1,DIRECT_SETTLEMENT,9000009,HELFO,2026-02-01,Oslo    | yes
    a row about another agreement       | A2,DIRECT_SETTLEMENT,9000001,HELFO,2026-02-30,Oslo    | no
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_a_refused_row_may_be_about_does_not_end(store: Store, tmp_path: Path, row: dict[str, str]) -> None:
    coverage = Coverage(CoverageKind.DIRECT_SETTLEMENT, "0301", Period(), "Oslo")
    store.write([ANNA, SETTLED, coverage], note="n")
    report = imported(
        store, tmp_path, {"agreements.csv": HEADER + row["row"] + "\n"}, source="Oslo", fetched="2026-09-01", skip=True
    )
    assert report.refused == 1
    assert (SETTLED in believed(store)) == (row["stays"] == "yes")
    assert coverage in believed(store), "a list with refused rows was not read as a whole"


CONFIRMED = cases("""
    case                              | kind              | source | first_date | last_confirmed | last_confirmed afterwards
    never confirmed                   | MUNICIPAL_FUNDING | Oslo   | 2020-01-01 |                | 2026-09-01
    confirmed before                  | DIRECT_SETTLEMENT | Oslo   |            | 2026-08-01     | 2026-09-01
    confirmed on the day              | MUNICIPAL_FUNDING | Oslo   | 2020-01-01 | 2026-09-01     | 2026-09-01
    confirmed later                   | MUNICIPAL_FUNDING | Oslo   | 2020-01-01 | 2026-09-02     | 2026-09-02
    starts on the day                 | MUNICIPAL_FUNDING | Oslo   | 2026-09-01 |                | 2026-09-01
    starts later                      | MUNICIPAL_FUNDING | Oslo   | 2026-09-02 |                |
    another source                    | MUNICIPAL_FUNDING | Bergen | 2020-01-01 |                |
    of facts that no file is about    | AUTHORISATION     | Oslo   | 2020-01-01 |                |
""")


@pytest.mark.parametrize("row", CONFIRMED)
@pytest.mark.parametrize("given", [True, False], ids=["in the files", "only believed"])
def test_what_the_source_is_complete_for_is_confirmed(
    store: Store, tmp_path: Path, row: dict[str, str], given: bool
) -> None:
    files: dict[str, str | bytes] = {"agreements.csv": HEADER}
    first, last = (date.fromisoformat(day) if day else None for day in (row["first_date"], row["last_confirmed"]))
    coverage = Coverage(CoverageKind(row["kind"]), "0301", Period(first), row["source"], last)
    if given:
        columns = ("kind", "source", "first_date", "last_confirmed")
        files["coverage.csv"] = f"area,{','.join(columns)}\n0301,{','.join(row[name] for name in columns)}\n"
    else:
        store.write([coverage], note="n")
    imported(store, tmp_path, files, source="Oslo", fetched="2026-09-01")
    after = row["last_confirmed afterwards"]
    assert believed(store) == {replace(coverage, last_confirmed=date.fromisoformat(after) if after else None)}
    assert told(imported(store, tmp_path, files, source="Oslo", fetched="2026-09-01")) == []
