"""A list of practices as KUHR gives it out becomes practices, and the organisations that nobody else tells of."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.exchange.files import ImportFile, ImportOptions, ImportUnreadableError, arranged
from registry.exchange.kuhr_list import read_list
from registry.exchange.rows import ReadRow, RefusedRow
from registry.records import Organisation, Practice
from registry.store import Store
from tests.registry.exchanging import Files, believed, imported, refused, sheet, told, written
from tests.tables import cases

FETCHED = "2026-09-01"
PERIODS = [{"fraOgMedDato": "2020-01-01", "tilOgMedDato": None}]


def practice(**fields: Any) -> dict[str, Any]:
    """A practice of a list, with other fields than usual."""
    usual = {"praksisId": "1000000011", "navn": "Grønland Fysio", "orgnr": "310000019", "type": "FYNO"}
    return usual | {"status": "ok", "gyldigePerioder": PERIODS} | fields


def listed(*practices: Any, **others: Any) -> Files:
    return {"kuhr.json": json.dumps({"praksiser": practices} | others)}


def read(folder: Path, files: Files) -> list[ReadRow | RefusedRow]:
    (source,) = arranged(written(folder, files), ImportOptions(fetched=date.fromisoformat(FETCHED)))
    return list(read_list(source, date.fromisoformat(FETCHED), lambda _: None))


SAVE = "Save the answer of KUHR as it came, or leave the row out."
REFUSED = cases(r"""
    case                       | field           | value                                                            | problem
    not ready for use          | status          | "ikke_ok"                                                        | status is 'ikke_ok', not 'ok': Helfo does not hold the practice ready for use. Ask Helfo about it, or leave the row out.
    no status                  | status          | null                                                             | status is None, not 'ok': Helfo does not hold the practice ready for use. Ask Helfo about it, or leave the row out.
    ended the day before       | gyldigePerioder | [{"fraOgMedDato": "2020-01-01", "tilOgMedDato": "2026-08-31"}]   | gyldigePerioder has no period with 2026-09-01, the day on which the list was fetched. Leave the row out, or fetch the list again. The periods are 2020-01-01 to 2026-08-31.
    starts the day after       | gyldigePerioder | [{"fraOgMedDato": "2026-09-02", "tilOgMedDato": null}]           | gyldigePerioder has no period with 2026-09-01, the day on which the list was fetched. Leave the row out, or fetch the list again. The periods are 2026-09-02 to any day to come.
    no periods                 | gyldigePerioder | []                                                               | gyldigePerioder is no list of at least one period. Ask Helfo about it, or leave the row out.
    periods that are no list   | gyldigePerioder | "2020"                                                           | gyldigePerioder is no list of at least one period. Ask Helfo about it, or leave the row out.
    a period without a start   | gyldigePerioder | [{"fraOgMedDato": null}]                                         | gyldigePerioder has a period without a day as YYYY-MM-DD in fraOgMedDato, or with something else in tilOgMedDato. {SAVE}
    a period that is a text    | gyldigePerioder | ["2020-01-01"]                                                   | gyldigePerioder has a period without a day as YYYY-MM-DD in fraOgMedDato, or with something else in tilOgMedDato. {SAVE}
    an end that is no day      | gyldigePerioder | [{"fraOgMedDato": "2020-01-01", "tilOgMedDato": "2026-13-01"}]   | gyldigePerioder has a period without a day as YYYY-MM-DD in fraOgMedDato, or with something else in tilOgMedDato. {SAVE}
    a reversed period          | gyldigePerioder | [{"fraOgMedDato": "2020-01-02", "tilOgMedDato": "2020-01-01"}]   | gyldigePerioder has a period that ends on 2020-01-01, before it starts on 2020-01-02. {SAVE}
    no number                  | praksisId       | null                                                             | praksisId is missing. Every row must have one: give it.
    a short number             | praksisId       | "100"                                                            | praksisId is '100'. Give exactly ten digits.
    a number that is no text   | praksisId       | 1000000011                                                       | praksisId is 1000000011, which is no text. Give it in quotes.
    no name                    | navn            | ""                                                               | navn is missing. Every row must have one: give it.
    a name with a byte 0       | navn            | "A\u0000"                                                        | navn holds a character that no database can keep. Take it out.
    a name with half a letter  | navn            | "A\ud800"                                                        | navn holds a character that no database can keep. Take it out.
    an identity number as name | navn            | "17057012345"                                                    | navn is (a value with eleven digits or more, not repeated here). Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number.
    a wrong check digit        | orgnr           | "310000018"                                                      | orgnr is '310000018'. Give nine digits with a right check digit, no spaces.
    no type                    | type            | null                                                             | type is missing. Every row must have one: give it.
""")  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_a_practice_is_refused_with_the_reason(tmp_path: Path, row: dict[str, str]) -> None:
    found = read(tmp_path, listed(practice(), practice(**{row["field"]: json.loads(row["value"])})))
    assert found[1:] == [RefusedRow(2, row["problem"].replace("{SAVE}", SAVE), None)]


def test_a_row_that_is_no_object_is_refused(tmp_path: Path) -> None:
    (found,) = read(tmp_path, listed("1000000011"))
    assert found == RefusedRow(1, f"The row is no object with the fields of a practice. {SAVE}", None)


VALID = cases("""
    case                       | first      | last
    the first day counts       | 2026-09-01 |
    the last day counts        | 2020-01-01 | 2026-09-01
    one of several is enough   | 2026-08-01 | 2026-10-31
""")


@pytest.mark.parametrize("row", VALID)
def test_a_practice_is_kept_when_a_period_has_the_day(tmp_path: Path, row: dict[str, str]) -> None:
    past = {"fraOgMedDato": "2000-01-01", "tilOgMedDato": "2000-12-31"}
    periods = [past, {"fraOgMedDato": row["first"], "tilOgMedDato": row["last"] or None}]
    (found,) = read(tmp_path, listed(practice(gyldigePerioder=periods, nyttFelt={"x": [1]})))
    assert found == ReadRow(1, ["1000000011", "Grønland Fysio", "FYNO", None, "310000019", "KUHR"])


UNREADABLE = cases(r"""
    case               | content            | problem
    no JSON            | {"praksiser": [    | The file is no JSON in UTF-8. Save the answer of KUHR as it came.
    not UTF-8          | ["\xe5"]           | The file is no JSON in UTF-8. Save the answer of KUHR as it came.
    a text             | "praksiser"        | There are 0 lists in the file. Give one list of practices, or an object with one in it.
    an error message   | {"feil": "401"}    | There are 0 lists in the file. Give one list of practices, or an object with one in it.
    two lists          | {"a": [], "b": []} | There are 2 lists in the file. Give one list of practices, or an object with one in it.
""")


@pytest.mark.parametrize("row", UNREADABLE)
def test_a_file_without_a_list_cannot_be_read(tmp_path: Path, row: dict[str, str]) -> None:
    content = row["content"].encode().decode("unicode_escape").encode("latin-1")
    with pytest.raises(ImportUnreadableError) as refusal:
        read(tmp_path, {"kuhr.json": content})
    assert str(refusal.value) == f"kuhr.json: {row['problem']}"


def test_brackets_without_end_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ImportUnreadableError, match="The file is no JSON"):
        read(tmp_path, {"kuhr.json": "[" * 1_000_000})


def test_a_file_that_is_too_large_cannot_be_read(tmp_path: Path) -> None:
    with (tmp_path / "kuhr.json").open("wb") as file:
        file.truncate((64 << 20) + 1)
    file = ImportFile("kuhr.json", tmp_path / "kuhr.json")
    (source,) = arranged([file], ImportOptions(fetched=date(2026, 9, 1)))
    with pytest.raises(ImportUnreadableError, match="larger than 64 MiB"):
        list(read_list(source, date(2026, 9, 1), lambda _: None))


LISTED = Practice("1000000011", "Grønland Fysio", "FYNO", None, "310000019", "KUHR")


def test_a_list_gives_practices_and_their_organisations(store: Store, tmp_path: Path) -> None:
    second = practice(praksisId="1000000029", navn="Grønland Fysio avd. 2")
    report = imported(
        store, tmp_path, listed(practice(), second, practice(praksisId="1000000037", orgnr=None)), fetched=FETCHED
    )
    assert told(report) == [
        "organisations | ADDED | 310000019",
        "practices | ADDED | 1000000011",
        "practices | ADDED | 1000000029",
        "practices | ADDED | 1000000037",
    ]
    assert {LISTED, Organisation("310000019", "Grønland Fysio", "KUHR")} < believed(store)
    again = imported(store, tmp_path, listed(practice(), second, practice()), fetched="2026-10-01")
    assert [(each.unchanged, each.added) for each in again.counts.values()] == [(3, 0)]


def test_a_list_may_also_stand_alone(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, {"praksis_2026.json": "\ufeff" + json.dumps([practice()])}, fetched=FETCHED)
    assert LISTED in believed(store)


def test_what_the_list_does_not_tell_stays_as_it_is_believed(store: Store, tmp_path: Path) -> None:
    known = Practice("1000000011", "Grønland", "FYNO", "0301", None, "Helfo")
    store.write([known, Organisation("310000019", "Grønland AS", "Brønnøysund")], note="n")
    report = imported(store, tmp_path, listed(practice()), fetched=FETCHED)
    assert told(report) == [
        "practices | CHANGED | 1000000011 | name: Grønland -> Grønland Fysio, "
        "organisation_number: absent -> 310000019, source: Helfo -> KUHR"
    ]
    assert {each for each in believed(store) if isinstance(each, Organisation)} == {
        Organisation("310000019", "Grønland AS", "Brønnøysund")
    }


def test_an_organisation_in_the_files_is_told_by_its_own_row(store: Store, tmp_path: Path) -> None:
    files = {"organisations.csv": "organisation_number,name,source\n310000019,Grønland AS,test\n"}
    imported(store, tmp_path, {**listed(practice()), **files}, fetched=FETCHED)
    assert Organisation("310000019", "Grønland AS", "test") in believed(store)


def test_a_practice_that_both_files_have_is_given_once(store: Store, tmp_path: Path) -> None:
    files = sheet("""
        practice_id | name           | practice_type | organisation_number | source
        1000000011  | Grønland Fysio | FYNO          |                     | Helfo
    """)
    report = imported(store, tmp_path, {**listed(practice()), "practices.csv": files}, fetched=FETCHED, skip=True)
    assert refused(report) == [
        "kuhr.json:1: The key '1000000011' stands on line 2 of practices.csv already, with other content. Give one of the two."
    ]
    assert told(report) == ["practices | ADDED | 1000000011"]


def test_a_refused_practice_gives_no_organisation(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path, listed(practice(status="ikke_ok")), fetched=FETCHED, skip=True)
    assert (told(report), believed(store)) == ([], set())
    assert report.counts["practices"].refused == 1
