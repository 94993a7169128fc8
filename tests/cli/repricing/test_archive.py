"""An archive read from CSV and from Parquet, one record at a time, or refused in plain words."""

from datetime import date, datetime, time
from decimal import Decimal

import pyarrow
import pyarrow.parquet
import pytest

from service.cli.diary.booking import UnreadableFileError
from service.cli.failures import speak
from service.cli.repricing import csv_archive
from service.cli.repricing.archive import open_archive
from tests.tables import cases


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("nb")


def read(path):
    with open_archive(path) as archive:
        return archive.header, list(archive.records), archive.position()


WRITTEN = cases(r"""
    case                     | bytes
    semicolons               | dato;HPR-nummer;takster;pasienten betalte\n2026-09-15;9000001;A3a;144\n
    commas, in English       | date,HPR number,fee codes,patient paid\n2026-09-15,9000001,A3a,144\n
    a byte order mark        | \xef\xbb\xbfdato;HPR-nummer;takster;patient_paid\n2026-09-15;9000001;A3a;144
    another letter           | dato;HPR-nummer;takster;Pasienten betalte;f\xf8dselsdato\n2026-09-15;9000001;A3a;144;
    a separator that is told | sep=;\r\ndato;HPR-nummer;takstar;pasienten betalte\r\n2026-09-15;9000001;A3a;144
""")


@pytest.mark.parametrize("row", WRITTEN)
def test_csv_as_programs_and_spreadsheets_write_it(row, tmp_path):
    path = tmp_path / "archive.CSV"
    path.write_bytes(row["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1"))
    header, [(_, cells)], position = read(path)
    assert [cells[header.places[name]] for name in ("date", "hpr_number", "fee_codes", "patient_paid")] == [
        "2026-09-15",
        "9000001",
        "A3a",
        "144",
    ]
    assert position == path.stat().st_size


def test_a_letter_between_two_parts_of_a_file_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_archive, "PART_BYTES", 1)
    path = tmp_path / "archive.csv"
    path.write_text("date;hpr_number;fee_codes;prøve\n2026-09-15;9000001;;ø\n", encoding="utf-8")
    assert [cells[-1] for _, cells in read(path)[1]] == ["ø"]


TYPED = [
    ("text", " A3a ", "A3a"),
    ("a whole number", 9000001, "9000001"),
    ("one that a program keeps with decimals", 9000001.0, "9000001"),
    ("no number", float("nan"), ""),
    ("nothing", None, ""),
    ("a day", date(2026, 9, 15), "2026-09-15"),
    ("a moment at midnight", datetime(2026, 9, 15), "2026-09-15"),
    ("a time of day", time(8, 30), "08:30:00"),
    ("kroner", Decimal("92.50"), "92.50"),
    ("kroner otherwise", 92.5, "92.5"),
    ("yes", True, "True"),
    ("letters as bytes", b"A3a", "A3a"),
]


@pytest.mark.parametrize(("value", "text"), [each[1:] for each in TYPED], ids=[each[0] for each in TYPED])
def test_a_value_of_parquet_is_read_as_a_person_would_type_it(value, text, tmp_path):
    path = tmp_path / "archive.parquet"
    columns = {"kunde": ["Nordmann"], "date": ["x"], "hpr_number": [value], "takster": [""]}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    header, records, _ = read(path)
    assert records == [(1, ["x", text, ""])]
    assert header.notes == ("These columns are not read: 1.",)


REFUSED = cases("""
    case                 | name        | content                                   | told
    no file              | a.csv       |                                           | there is no readable file at
    no file of Parquet   | a.parquet   |                                           | there is no readable file at
    nothing              | a.csv       | \\n                                       | it has no claims
    headings of nothing  | a.csv       | a;b                                       | one of these is missing: date
    no text              | a.csv       | date;\\0                                  | it is not text
    not Parquet          | a.parquet   | date;hpr_number                           | it is not a whole file of Parquet
    a quote without end  | a.csv       | date;hpr_number;fee_codes\\n1;2;3\\n1;"2  | its quotes do not match
    a line without end   | a.csv       | date;hpr_number;fee_codes\\n1;2;LONG      | a cell on line 2 or below has more than
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_no_archive_is_refused(row, tmp_path):
    path = tmp_path / row["name"]
    if row["content"]:
        content = row["content"].replace("\\n", "\n").replace("\\0", "\0").replace("LONG", "x" * 5_000_000)
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=row["told"]):
        read(path)
