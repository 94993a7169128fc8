"""Rows are judged by what will be believed after the import, and what rests on a refused row is refused too."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.overlaps import PLACE
from registry.period import Period
from registry.records import Agreement, AgreementKind, Organisation, Performer, Practice
from registry.store import Store
from tests.databases import NewDatabase
from tests.registry.exchanging import believed, imported, refused, sheet, told
from tests.tables import cases, rows

PEOPLE = [Performer(number, "Demo", "test") for number in ("9000001", "9000002")]
PLACES = [Practice(number, "Demo", "FYNO", None, None, "test") for number in ("1000000011", "1000000029")]
LAB = Organisation("310000019", "Demo", "test")


@pytest.fixture
def known(store: Store) -> Store:
    """A register with performers, practices and an organisation."""
    store.write([*PEOPLE, *PLACES, LAB], note="n")
    return store


LOST = cases("""
    case                            | file         | problem
    a competence of nobody          | competences  | 2: hpr_number names Performer '9', which is neither in the register nor in a row that can be imported. Give it in performers, or leave this row out.
    somebody works nowhere          | affiliations | 2: practice_id names Practice '1000000099', which is neither in the register nor in a row that can be imported. Give it in practices, or leave this row out.
    a locum for nobody              | affiliations | 3: principal_hpr_number names Performer '9', which is neither in the register nor in a row that can be imported. Give it in performers, or leave this row out.
    an agreement of nobody          | agreements   | 2: hpr_number names Performer '9', which is neither in the register nor in a row that can be imported. Give it in performers, or leave this row out.
    an agreement of no organisation | agreements   | 3: organisation_number names Organisation '310000027', which is neither in the register nor in a row that can be imported. Give it in organisations, or leave this row out.
    an agreement for no practice    | agreements   | 4: practice_id names Practice '1000000099', which is neither in the register nor in a row that can be imported. Give it in practices, or leave this row out.
    a practice of no organisation   | practices    | 2: organisation_number names Organisation '310000027', which is neither in the register nor in a row that can be imported. Give it in organisations, or leave this row out.
""")  # fmt: skip

WITH_LOST = {
    "competences.csv": "hpr_number,kind,source\n9,INTERN,t\n9000001,INTERN,t\n",
    "affiliations.csv": sheet("""
        hpr_number | practice_id | role          | principal_hpr_number | source
        9000001    | 1000000099  | SELF_EMPLOYED |                      | t
        9000001    | 1000000011  | LOCUM         | 9                    | t
        9000001    | 1000000011  | INTERN        | 9000002              | t
    """),
    "agreements.csv": sheet("""
        agreement_id | kind              | hpr_number | organisation_number | counterparty | practice_id | source
        A1           | DIRECT_SETTLEMENT | 9          |                     | HELFO        |             | t
        A2           | DIRECT_SETTLEMENT |            | 310000027           | HELFO        |             | t
        A3           | DIRECT_SETTLEMENT | 9000001    |                     | HELFO        | 1000000099  | t
        A4           | DIRECT_SETTLEMENT |            | 310000019           | HELFO        | 1000000011  | t
    """),
    "practices.csv": "practice_id,name,practice_type,organisation_number,source\n1000000037,D,FYNO,310000027,t\n",
}


def test_a_row_that_names_nobody_known_is_refused(known: Store, tmp_path: Path) -> None:
    report = imported(known, tmp_path, WITH_LOST, skip=True)
    order = ("practices", "competences", "affiliations", "agreements")
    expected = [row.values[0] for row in LOST]
    lines = [f"{row['file']}.csv:{row['problem']}" for row in expected]
    assert refused(report) == sorted(lines, key=lambda line: (order.index(line.split(".")[0]), line))
    assert [each.added for each in report.counts.values()] == [0, 1, 1, 1]


TWICE = cases("""
    case                              | first row             | second row            | third row             | refused
    the same three times              | 9000009,Demo,test     | 9000009,Demo,test     | 9000009,Demo,test     |
    another name                      | 9000009,Demo,test     | 9000009,Bo,test       |                       | 3
    the first one again after another | 9000009,Demo,test     | 9000009,Bo,test       | 9000009,Demo,test     | 3
    two others                        | 9000009,Demo,test     | 9000009,Bo,test       | 9000009,Ida,test      | 3, 4
    of one that is believed           | 9000001,Demo,test     | 9000001,Bo,test       |                       | 3
    what cannot be read does not count | 9000009,,test        | 9000009,Bo,test       |                       | 2
""")


@pytest.mark.parametrize("row", TWICE)
def test_one_import_says_one_thing_about_a_key(known: Store, tmp_path: Path, row: dict[str, str]) -> None:
    lines = [row[name] for name in ("first row", "second row", "third row") if row[name]]
    content = "\n".join(["hpr_number,name,source", *lines])
    report = imported(known, tmp_path, {"performers.csv": content}, skip=True)
    assert ", ".join(str(each.line) for each in report.refusals) == row["refused"]
    count = report.counts["performers"]
    assert count.added + count.changed + count.unchanged + count.refused == len(lines)


def test_the_other_row_with_the_key_is_named(known: Store, tmp_path: Path) -> None:
    content = "hpr_number,kind,last_date,source\n9000001,INTERN,,t\n9000001,INTERN,2024-12-31,t\n"
    assert refused(imported(known, tmp_path, {"competences.csv": content})) == [
        "competences.csv:3: The key '9000001 INTERN' stands on line 2 of competences.csv already, with other content. "
        "Give one of the two."
    ]


def test_what_rests_on_a_refused_row_is_refused_in_turn(known: Store, tmp_path: Path) -> None:
    files = {
        "organisations.csv": "organisation_number,name,source\n310000027,,t\n",
        "practices.csv": "practice_id,name,practice_type,organisation_number,source\n1000000037,D,FYNO,310000027,t\n",
        "affiliations.csv": "hpr_number,practice_id,role,source\n9000001,1000000037,SELF_EMPLOYED,t\n",
        "agreements.csv": sheet("""
            agreement_id | kind              | hpr_number | counterparty | practice_id | source
            A1           | DIRECT_SETTLEMENT | 9000001    | HELFO        | 1000000037  | t
            A2           | DIRECT_SETTLEMENT | 9000001    | HELFO        | 1000000011  | t
            A1           | DIRECT_SETTLEMENT | 9000001    | HELFO        | 1000000037  | t
        """),
    }
    report = imported(known, tmp_path, files, skip=True)
    assert [line.split(": ")[0] for line in refused(report)] == [
        "organisations.csv:2", "practices.csv:2", "affiliations.csv:2", "agreements.csv:2", "agreements.csv:4",
    ]  # fmt: skip
    assert report.refusals[-1].problem == (
        "The row says the same as line 2 of agreements.csv, which is refused. Put that one right."
    )
    assert told(report) == ["agreements | ADDED | A2"]


BELIEVED = rows("""
    agreement | first_date | last_date
    A1        | 2020-01-01 | 2020-12-31
    A2        | 2021-01-01 |
""")

OVERLAPS = cases("""
    case                                   | file                                                   | refused | believed afterwards
    next to each other                     | B 2019-01-01 2019-12-31                                |         | A1 2020-01-01 2020-12-31, A2 2021-01-01, B 2019-01-01 2019-12-31
    a day of one that is only believed     | B 2019-01-01 2020-01-01                                | 2 A1    | A1 2020-01-01 2020-12-31, A2 2021-01-01
    no first day                           | B . 2020-01-01                                         | 2 A1    | A1 2020-01-01 2020-12-31, A2 2021-01-01
    no days at all                         | B                                                      | 2 A1    | A1 2020-01-01 2020-12-31, A2 2021-01-01
    a day of another row                   | B . 2018-12-31; C 2018-12-31 2019-06-30                | 3 B     | A1 2020-01-01 2020-12-31, A2 2021-01-01, B . 2018-12-31
    each later row with an earlier one     | B . 2018-12-31; C 2018-12-31 2019-06-30; D 2019-06-30 2019-07-01 | 3 B, 4 C | A1 2020-01-01 2020-12-31, A2 2021-01-01, B . 2018-12-31
    two rows swap their days               | A1 2021-01-01; A2 2020-01-01 2020-12-31                |         | A1 2021-01-01, A2 2020-01-01 2020-12-31
    room is made in the same import        | A1 2020-01-01 2020-06-30; B 2020-07-01 2020-12-31      |         | A1 2020-01-01 2020-06-30, A2 2021-01-01, B 2020-07-01 2020-12-31
    the room comes in a later row          | B 2020-07-01 2020-12-31; A1 2020-01-01 2020-06-30      |         | A1 2020-01-01 2020-06-30, A2 2021-01-01, B 2020-07-01 2020-12-31
    a correction meets one that stays      | A1 2020-01-01 2021-01-01                               | 2 A2    | A1 2020-01-01 2020-12-31, A2 2021-01-01
    room by a row that is refused itself   | A1 2021-06-01; B 2020-06-01 2020-12-31                 | 2 A2, 3 A1 | A1 2020-01-01 2020-12-31, A2 2021-01-01
    the refusals go through the whole row  | A1 2021-06-01; B 2020-06-01 2020-12-31; C 2020-12-31 2020-12-31 | 2 A2, 3 A1, 4 B  | A1 2020-01-01 2020-12-31, A2 2021-01-01
    the same row twice                     | B 2020-01-01; B 2020-01-01                             | 2 A1, 3 same | A1 2020-01-01 2020-12-31, A2 2021-01-01
""")  # fmt: skip


def agreement(text_of: str, source: str = "t") -> Agreement:
    name, *days = text_of.split()
    period = Period(*(None if day == "." else date.fromisoformat(day) for day in days))
    return Agreement(name, AgreementKind.DIRECT_SETTLEMENT, "9000001", None, "HELFO", None, None, period, source)


def line_of(each: Agreement) -> str:
    first, last = each.period.first_date or "", each.period.last_date or ""
    return f"{each.agreement_id},{each.kind},{each.hpr_number},{each.counterparty},{first},{last},{each.source}"


@pytest.mark.parametrize("row", OVERLAPS)
def test_overlaps_are_judged_by_what_will_be_believed(known: Store, tmp_path: Path, row: dict[str, str]) -> None:
    known.write([agreement(" ".join(each.values())) for each in BELIEVED], note="n")
    lines = [line_of(agreement(each)) for each in row["file"].split("; ")]
    content = "\n".join(["agreement_id,kind,hpr_number,counterparty,first_date,last_date,source", *lines])
    report = imported(known, tmp_path, {"agreements.csv": content}, skip=True)
    named = [
        (each.line, each.problem.split()[6].strip("'") if "meets" in each.problem else "same")
        for each in report.refusals
    ]
    assert ", ".join(f"{line} {name}" for line, name in named) == row["refused"]
    found = sorted((each for each in believed(known) if isinstance(each, Agreement)), key=lambda each: each.key)
    assert found == [agreement(each) for each in row["believed afterwards"].split(", ")]


def test_an_overlap_names_the_other_agreement_and_its_days(known: Store, tmp_path: Path) -> None:
    known.write([agreement("A1 2020-01-01 2020-12-31"), agreement("1705701-2345 . 2018-12-31")], note="n")
    content = sheet("""
        agreement_id | kind              | hpr_number | counterparty | first_date | last_date  | source
        B            | DIRECT_SETTLEMENT | 9000001    | HELFO        | 2020-12-31 | 2021-12-31 | t
        C            | DIRECT_SETTLEMENT | 9000001    | HELFO        | 2023-01-01 |            | t
        D            | DIRECT_SETTLEMENT | 9000001    | HELFO        | 2024-01-01 |            | t
        E            | DIRECT_SETTLEMENT | 9000001    | HELFO        | 2018-12-31 | 2018-12-31 | t
    """)
    kinds = "of the same kind, holder and practice. End one of the two first, or give other days."
    assert refused(imported(known, tmp_path, {"agreements.csv": content})) == [
        f"agreements.csv:2: The period meets that of agreement 'A1' in the register (2020-01-01 to 2020-12-31), {kinds}",
        f"agreements.csv:4: The period meets that of agreement 'C' on line 3 of agreements.csv (2023-01-01 to any day to come), {kinds}",
        "agreements.csv:5: The period meets that of agreement (a value with eleven digits or more, not repeated here) "
        f"in the register (the beginning to 2018-12-31), {kinds}",
    ]


APART = cases("""
    case                         | kind                      | hpr_number | organisation_number | counterparty | practice_id | discipline | refused
    the same                     | REGIONAL_HEALTH_AUTHORITY |            | 310000019           | 991324968    |             | RADIOLOGY  | yes
    another discipline           | REGIONAL_HEALTH_AUTHORITY |            | 310000019           | 991324968    |             | LABORATORY | no
    another region               | REGIONAL_HEALTH_AUTHORITY |            | 310000019           | 983658725    |             | RADIOLOGY  | no
    for one practice only        | REGIONAL_HEALTH_AUTHORITY |            | 310000019           | 991324968    | 1000000011  | RADIOLOGY  | no
    another kind                 | DIRECT_SETTLEMENT         |            | 310000019           | HELFO        |             |            | no
    another municipality         | MUNICIPAL_FUNDING         | 9000001    |                     | 1103         | 1000000011  |            | yes
    another practice             | MUNICIPAL_FUNDING         | 9000001    |                     | 0301         | 1000000029  |            | no
    another holder               | MUNICIPAL_FUNDING         | 9000002    |                     | 0301         | 1000000011  |            | no
""")

STANDING = [
    Agreement("R", AgreementKind.REGIONAL_HEALTH_AUTHORITY, None, LAB.organisation_number, "991324968", None, "RADIOLOGY", Period(), "t"),
    Agreement("M", AgreementKind.MUNICIPAL_FUNDING, "9000001", None, "0301", "1000000011", None, Period(), "t"),
]  # fmt: skip


@pytest.mark.parametrize("row", APART)
def test_agreements_that_differ_in_place_do_not_meet(known: Store, tmp_path: Path, row: dict[str, str]) -> None:
    known.write(STANDING, note="n")
    columns = [name for name in row if name not in ("case", "refused")]
    content = f"agreement_id,source,{','.join(columns)}\nX,t,{','.join(row[name] for name in columns)}\n"
    report = imported(known, tmp_path, {"agreements.csv": content}, skip=True)
    assert ("yes" if report.refused else "no") == row["refused"]


AGREEMENTS = st.builds(
    Agreement,
    agreement_id=st.just("A"),
    kind=st.sampled_from(AgreementKind),
    hpr_number=st.sampled_from(["9000001", None]),
    organisation_number=st.sampled_from(["310000019", None]),
    counterparty=st.sampled_from(["HELFO", "0301", "991324968"]),
    practice_id=st.sampled_from(["1000000011", None]),
    discipline=st.sampled_from(["RADIOLOGY", None]),
    period=st.just(Period()),
    source=st.just("t"),
)


@given(AGREEMENTS)
def test_the_place_is_the_same_in_the_database(each: Agreement) -> None:
    names = ("kind", "hpr_number", "organisation_number", "counterparty", "practice_id", "discipline")
    values = [getattr(each, name) for name in names]
    columns = ", ".join(f"? AS {name}" for name in names)
    with closing(sqlite3.connect(":memory:")) as connection:
        ((found,),) = connection.execute(
            f"SELECT {PLACE} FROM (SELECT {columns})", [text and str(text) for text in values]
        )
    if each.hpr_number or each.organisation_number:
        assert found == "|".join(each.place)


DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 6))
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(*(sorted(days) if all(days) else days)))
SOME = st.lists(st.tuples(st.sampled_from("ABCDEF"), PERIODS), max_size=6, unique_by=lambda pair: pair[0])


def held(pairs: list[tuple[str, Period]]) -> dict[str, Agreement]:
    return {name: replace(agreement(name), period=period) for name, period in pairs}


def overlap(agreements: dict[str, Agreement]) -> bool:
    return any(one.period.meets(other.period) for one, other in combinations(agreements.values(), 2))


@given(before=SOME.map(held).filter(lambda found: not overlap(found)), given_rows=SOME.map(held))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_agreements_are_imported_or_refused(
    new_database: NewDatabase, before: dict[str, Agreement], given_rows: dict[str, Agreement]
) -> None:
    """What is not refused is believed, the rest is as before, and where all of it fits nothing is refused."""
    store = Store(new_database("sqlite"))
    store.write([PEOPLE[0], *before.values()], note="n")
    content = "\n".join(
        ["agreement_id,kind,hpr_number,counterparty,first_date,last_date,source", *map(line_of, given_rows.values())]
    )
    with TemporaryDirectory() as folder:
        dry = imported(store, Path(folder), {"agreements.csv": content}, skip=True, dry=True)
        report = imported(store, Path(folder), {"agreements.csv": content}, skip=True)
    assert dry == report
    gone = {list(given_rows)[each.line - 2] for each in report.refusals}
    taken = {name: each for name, each in given_rows.items() if name not in gone}
    assert believed(store) - {PEOPLE[0]} == set((before | taken).values())
    if not overlap(before | given_rows):
        assert not gone
    store.close()
