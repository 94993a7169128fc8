"""The register from files and as files: `import`, `export`, `backup`, `restore`, on both databases."""

import csv
import json
from collections.abc import Iterator

import pytest

from registry.demo.cases import hand_made_cases
from registry.store import Store
from tests.databases import BACKENDS, NewDatabase, drop_database
from tests.tables import cases

AGREEMENTS = "agreements.csv"
HEADER = "agreement_id,kind,hpr_number,organisation_number,counterparty,practice_id,discipline,first_date,last_date,source,fetched,last_confirmed"


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[str]:
    """A register with the hand-made cases of the demo."""
    url = new_database(request.param)
    store = Store(url)
    store.write(hand_made_cases(), note="cases")
    store.close()
    yield url
    drop_database(url)


@pytest.fixture
def empty(new_database: NewDatabase) -> str:
    """A SQLite register in which nothing is recorded."""
    return new_database("sqlite")


def believed(url: str) -> set[object]:
    store = Store(url)
    try:
        newest = store.newest()
        return set(store.read(newest.number)) if newest else set()
    finally:
        store.close()


def newest(url: str) -> int:
    store = Store(url)
    try:
        found = store.newest()
        return found.number if found else 0
    finally:
        store.close()


def agreement_rows(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


RIGHT = "NEW-1,MUNICIPAL_FUNDING,9000004,,0301,1000000041,,2027-01-01,,test,,"
OVERLAPPING = "NEW-2,MUNICIPAL_FUNDING,9000001,,0301,1000000011,,2027-01-01,,test,,"
LOST = "NEW-3,MUNICIPAL_FUNDING,8999999,,0301,,,2027-01-01,,test,,"


def test_an_export_imports_back_to_the_same_state(avtalt, url, empty, tmp_path):
    exported = avtalt("export", str(tmp_path / "files"), "--database", url)
    assert (exported.code, exported.err) == (0, "")
    assert exported.out == f"Revision 1 was written to {tmp_path / 'files'}.\n"
    imported = avtalt("import", str(tmp_path / "files"), "--database", empty, "--language", "en")
    assert imported.code == 0
    assert imported.out.startswith("Imported as revision 1.\n")
    assert believed(empty) == believed(url)
    again = avtalt("import", str(tmp_path / "files"), "--database", empty, "--json")
    assert all(set(count) <= {"kind", "unchanged"} for count in json.loads(again.out)["counts"])


def test_an_export_is_not_written_over_another(avtalt, url, tmp_path):
    folder = str(tmp_path / "files")
    assert avtalt("export", folder, "--database", url).code == 0
    again = avtalt("export", folder, "--database", url)
    assert again.code == 1
    assert "--overwrite" in again.err
    assert avtalt("export", folder, "--database", url, "--overwrite").code == 0


def test_a_dry_run_shows_what_the_import_then_does(avtalt, url, tmp_path):
    (tmp_path / AGREEMENTS).write_text(agreement_rows(RIGHT))
    ask = ("import", str(tmp_path / AGREEMENTS), "--database", url, "--language", "en")
    dry = avtalt(*ask, "--dry-run")
    assert dry.code == 0
    assert dry.out.startswith("Nothing was written: this is what the import would do.\n")
    assert newest(url) == 1
    real = avtalt(*ask)
    assert real.out.startswith("Imported as revision 2.\n")
    assert real.out.splitlines()[1:] == dry.out.splitlines()[1:]
    assert "- added agreements NEW-1" in real.out


REFUSED = cases("""
    case                   | row         | told
    an overlap             | overlapping | agreements.csv, line 3: The agreement would hold on days on which agreement DEMO-01-0301
    a provider of no name  | lost        | agreements.csv, line 3:
""")


@pytest.mark.parametrize("row", REFUSED)
def test_a_refused_row_keeps_the_whole_import_out_unless_it_is_skipped(row, avtalt, url, tmp_path):
    wrong = {"overlapping": OVERLAPPING, "lost": LOST}[row["row"]]
    (tmp_path / AGREEMENTS).write_text(agreement_rows(RIGHT, wrong))
    ask = ("import", str(tmp_path / AGREEMENTS), "--database", url, "--language", "en")
    blocked = avtalt(*ask, "--refusals", str(tmp_path / "refused.csv"))
    assert blocked.code == 1
    assert blocked.out.startswith("Nothing was written, because rows are refused.")
    assert row["told"].split(":")[0] in blocked.out
    with (tmp_path / "refused.csv").open(newline="", encoding="utf-8") as file:
        (refusal,) = csv.DictReader(file)
    assert (refusal["file"], refusal["line"]) == (AGREEMENTS, "3")
    assert newest(url) == 1
    skipped = avtalt(*ask, "--skip-refused")
    assert skipped.code == 0
    assert skipped.out.startswith("Imported as revision 2.\n")


WRONG = cases("""
    case                       | arguments                                  | told
    no file                    | nowhere.csv                                | There is no file nowhere.csv.
    a file of another name     | {folder}/notes.txt                         | notes.txt: No file of this name is known.
    a list without its day     | {folder}/practices.json                    | A list from KUHR needs the day on which it was fetched.
    a source without its day   | {folder}/agreements.csv --complete-source x | A complete source needs the day on which it was read.
    a day of none              | {folder}/agreements.csv --fetched 2026-13-01 | (ERROR_REASON_INVALID_DATE)
    a folder of none           | {folder}/empty                             | has none of the files
    a note with a number       | {folder}/agreements.csv --note 17057012345 | (ERROR_REASON_INVALID_RECORD)
    no register                | {folder}/agreements.csv --database sqlite:////nowhere/x.db | There is no register at
""")


@pytest.mark.parametrize("row", WRONG)
def test_what_cannot_be_imported_is_told_in_plain_words(row, avtalt, empty, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "practices.json").write_text("[]")
    (tmp_path / AGREEMENTS).write_text(agreement_rows())
    typed = row["arguments"].format(folder=tmp_path).split()
    where = () if "--database" in typed else ("--database", empty)
    ended = avtalt("import", *typed, *where, "--language", "en")
    assert ended.code == 1
    assert row["told"] in ended.told
    assert "17057012345" not in ended.shown


def test_a_copy_is_put_back_while_the_register_is_in_use(avtalt, new_database, tmp_path):
    url, copy = new_database("sqlite"), tmp_path / "copy.db"
    store = Store(url)
    store.write(hand_made_cases(), note="cases")
    before = believed(url)
    assert avtalt("backup", str(copy), "--database", url).code == 0
    store.write([each for each in hand_made_cases() if type(each).__name__ == "Performer"][:1], note="later")
    refused = avtalt("restore", str(copy), "--database", url)
    assert (refused.code, newest(url)) == (1, 2)
    assert "There is a register at" in refused.err
    assert avtalt("restore", str(copy), "--database", url, "--overwrite").code == 0
    assert (newest(url), believed(url)) == (1, before)
    assert store.write([], note="goes on").number == 2
    store.close()


NO_COPY = cases("""
    case                  | arguments                                       | told
    onto a file           | backup {folder}/text --database {url}           | exists. Name a new file
    of nothing            | backup {folder}/new --database sqlite:////nowhere/x.db | There is no register at
    from nothing          | restore {folder}/none --database sqlite:///{folder}/new.db | There is no file
    from a text           | restore {folder}/text --database sqlite:///{folder}/new.db | cannot be read as a register
    of a server           | backup {folder}/new --database postgresql://me:secret@127.0.0.1:1/x | use pg_dump
""")


@pytest.mark.parametrize("row", NO_COPY)
def test_what_cannot_be_copied_is_told_in_plain_words(row, avtalt, empty, tmp_path):
    (tmp_path / "text").write_text("a text, and a long one: " * 100)
    ended = avtalt(*row["arguments"].format(folder=tmp_path, url=empty).split())
    assert ended.code == 1
    assert row["told"] in ended.told
    assert "secret" not in ended.shown
