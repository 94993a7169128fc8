"""Files are read row by row; a row that cannot be kept is refused with its line, a file that cannot be read at all."""

from datetime import date
from pathlib import Path

import pytest

from registry.exchange.columns import FILE_KINDS
from registry.exchange.csv_file import read_csv
from registry.exchange.files import ImportFile, ImportOptions, ImportUnreadableError, arranged
from registry.exchange.rows import ReadRow, RefusedRow
from tests.registry.exchanging import Files, written
from tests.tables import cases

HEADERS = {
    "performers": "hpr_number,name,source",
    "organisations": "organisation_number,name,source",
    "practices": "practice_id,name,practice_type,municipality_code,organisation_number,source",
    "competences": "hpr_number,kind,first_date,last_date,source",
    "affiliations": "hpr_number,practice_id,role,principal_hpr_number,first_date,last_date,source",
    "agreements": "agreement_id,kind,hpr_number,organisation_number,counterparty,practice_id,discipline,first_date,last_date,source,fetched,last_confirmed",
    "coverage": "kind,area,first_date,last_date,source,last_confirmed,max_age_days",
}


def test_the_columns_are_those_of_the_documentation() -> None:
    found = [
        (kind.file_name, column, column not in kind.optional, column in kind.key)
        for kind in FILE_KINDS.values()
        for column in kind.columns
    ]
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if ".csv |" in line]
    assert found == [(file, column, needed == "yes", key == "yes") for file, column, needed, key, _ in cells]
    for name, columns in HEADERS.items():
        assert columns.split(",") == [column for file, column, *_ in cells if file == f"{name}.csv"]


REFUSED = cases(r"""
    case                             | file          | row                                                      | problem
    too few cells                    | performers    | 1,Kari                                                   | The row has 2 cells, and the header 3 columns. Give a cell for each column, and put text with a comma into quotes.
    too many cells                   | performers    | 1,Kari, Ola,test                                         | The row has 4 cells, and the header 3 columns. Give a cell for each column, and put text with a comma into quotes.
    name missing                     | performers    | 1,,test                                                  | name is missing. Every row must have one: give it.
    source missing                   | performers    | 1,Kari,                                                  | source is missing. Every row must have one: give it.
    kind missing                     | competences   | 1,,,,test                                                | kind is missing. Every row must have one: give it.
    30 February                      | competences   | 1,INTERN,2024-02-30,,test                                | first_date is '2024-02-30', which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out.
    a day the Norwegian way          | competences   | 1,INTERN,,31.12.2024,test                                | last_date is '31.12.2024', which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out.
    a day without hyphens            | competences   | 1,INTERN,20240101,,test                                  | first_date is '20240101', which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out.
    a week                           | competences   | 1,INTERN,2024-W01-1,,test                                | first_date is '2024-W01-1', which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out.
    a day that stands for no end     | competences   | 1,INTERN,,9999-12-31,test                                | last_date is 9999-12-31, which stands for no real day. Leave it out where there is no first or last day.
    a day that stands for no start   | competences   | 1,INTERN,0001-01-01,,test                                | first_date is 0001-01-01, which stands for no real day. Leave it out where there is no first or last day.
    reversed period                  | competences   | 1,INTERN,2024-03-01,2024-02-29,test                      | last_date 2024-02-29 is before first_date 2024-03-01. Give a last day that is not, or leave it out while there is none.
    unknown competence               | competences   | 1,intern,,,test                                          | kind is 'intern'. Give one of PHYSIOTHERAPIST, MANUAL_THERAPIST, MANUAL_THERAPY_EXTRA, PSYCHOMOTOR, CLINICAL_MASTER, ASSOCIATION_SPECIALIST, INTERN, EEA_TEMPORARY_SERVICE, MANUAL_THERAPY_2015, PSYCHOMOTOR_2015.
    unknown role                     | affiliations  | 1,1000000011,VIKAR,,,,test                               | role is 'VIKAR'. Give one of SELF_EMPLOYED, MUNICIPAL_EMPLOYEE, LOCUM, INTERN, EDUCATION_CANDIDATE, TEACHER.
    unknown kind of agreement        | agreements    | A,HELFO,1,,HELFO,,,,,test,,                              | kind is 'HELFO'. Give one of DIRECT_SETTLEMENT, MUNICIPAL_FUNDING, REGIONAL_HEALTH_AUTHORITY.
    unknown kind of coverage         | coverage      | ALL,NO,,,test,,                                          | kind is 'ALL'. Give one of DIRECT_SETTLEMENT, MUNICIPAL_FUNDING, REGIONAL_HEALTH_AUTHORITY, AUTHORISATION.
    half a day of age                | coverage      | AUTHORISATION,NO,,,test,2024-01-01,1.5                   | max_age_days is '1.5'. Give a whole number of at most 9 digits, or leave it out.
    a negative age                   | coverage      | AUTHORISATION,NO,,,test,2024-01-01,-1                    | max_age_days is '-1'. Give a whole number of at most 9 digits, or leave it out.
    more days than can be kept       | coverage      | AUTHORISATION,NO,,,test,2024-01-01,9999999999            | max_age_days is '9999999999'. Give a whole number of at most 9 digits, or leave it out.
    an age that cannot be told       | coverage      | AUTHORISATION,NO,,,test,,30                              | last_confirmed is absent, so that the age given as max_age_days cannot be told. Give the day on which the source was last read, or leave both out.
    letters in an HPR number         | performers    | 12A,Kari,test                                            | hpr_number is '12A'. Give one to nine digits.
    a space before a number          | performers    | \x201,Kari,test                                          | hpr_number is ' 1'. Give one to nine digits.
    a name of spaces                 | performers    | 1,\x20,test                                              | name is ' '. Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number.
    a wrong check digit              | organisations | 310000018,Lab,test                                       | organisation_number is '310000018'. Give nine digits with a right check digit, no spaces.
    a short practice number          | practices     | 100,P,FYNO,,,test                                        | practice_id is '100'. Give exactly ten digits.
    a municipality of five digits    | practices     | 1000000011,P,FYNO,03010,,test                            | municipality_code is '03010'. Give exactly four digits.
    an area that is none             | coverage      | AUTHORISATION,Oslo,,,test,,                              | area is 'Oslo'. Give a municipality code, an organisation number or 'NO'.
    both holders                     | agreements    | A,DIRECT_SETTLEMENT,1,310000019,HELFO,,,,,test,,         | hpr_number and organisation_number are both given. Give exactly one of them: the holder.
    neither holder                   | agreements    | A,DIRECT_SETTLEMENT,,,HELFO,,,,,test,,                   | hpr_number and organisation_number are neither given. Give exactly one of them: the holder.
    a counterparty that does not fit | agreements    | A,MUNICIPAL_FUNDING,1,,HELFO,,,,,test,,                  | counterparty is 'HELFO'. Give a municipality code of four digits.
    a discipline that does not fit   | agreements    | A,DIRECT_SETTLEMENT,1,,HELFO,,RADIOLOGY,,,test,,         | discipline is 'RADIOLOGY'. Leave it out: only regional contracts have one.
    an identity number as number     | performers    | 17057012345,Kari,test                                    | hpr_number is (a value with eleven digits or more, not repeated here). Give one to nine digits.
    an identity number as name       | performers    | 1,Kari 170570 12345,test                                 | name is (a value with eleven digits or more, not repeated here). Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number.
    an identity number as word       | competences   | 1,17057012345,,,test                                     | kind is (a value with eleven digits or more, not repeated here). Give one of PHYSIOTHERAPIST, MANUAL_THERAPIST, MANUAL_THERAPY_EXTRA, PSYCHOMOTOR, CLINICAL_MASTER, ASSOCIATION_SPECIALIST, INTERN, EEA_TEMPORARY_SERVICE, MANUAL_THERAPY_2015, PSYCHOMOTOR_2015.
    an identity number as day        | competences   | 1,INTERN,17057012345,,test                               | first_date is (a value with eleven digits or more, not repeated here), which is no day of the calendar. Give it as YYYY-MM-DD, or leave it out.
""")  # fmt: skip


def read(folder: Path, name: str, content: str | bytes) -> list[ReadRow | RefusedRow]:
    (source,) = arranged(written(folder, {name: content}), ImportOptions(fetched=date(2026, 9, 1)))
    return list(read_csv(source, lambda _: None))


@pytest.mark.parametrize("row", REFUSED)
def test_a_row_is_refused_with_the_reason(tmp_path: Path, row: dict[str, str]) -> None:
    cells = row["row"].replace("\\x20", " ")
    found = read(tmp_path, f"{row['file']}.csv", f"{HEADERS[row['file']]}\n{cells}\n")
    assert [(each.line, each.problem) for each in found if isinstance(each, RefusedRow)] == [(2, row["problem"])]
    assert len(found) == 1


COLUMNS = "hpr_number, name, source"
KNOWN = "performers.csv, organisations.csv, practices.csv, competences.csv, affiliations.csv, agreements.csv, coverage.csv and lists of practices from KUHR, whose names end in .json"

UNREADABLE = cases(r"""
    case                   | name           | content                             | problem
    unknown column         | performers.csv | hpr_number,name,source,born\n       | performers.csv: Unknown columns: 'born'. The columns are {COLUMNS}.
    missing column         | performers.csv | hpr_number,source\n                 | performers.csv: Missing columns: name. The columns are {COLUMNS}.
    the same column twice  | performers.csv | hpr_number,name,source,name\n       | performers.csv: A column stands there twice. The columns are {COLUMNS}.
    no header              | performers.csv | 17057012345,Kari,HPR\n              | performers.csv: Unknown columns: (a value with eleven digits or more, not repeated here), 'Kari', 'HPR'. The columns are {COLUMNS}.
    an empty file          | performers.csv |                                     | performers.csv: Missing columns: hpr_number, name, source. The columns are {COLUMNS}.
    not UTF-8              | performers.csv | hpr_number,name,source\n1,K\xe5re,t | performers.csv: Line 2 is not UTF-8. Save the file as UTF-8.
    UTF-16                 | performers.csv | \xff\xfeh\x00                       | performers.csv: Line 1 holds a byte 0. Give text in UTF-8.
    a quote without end    | performers.csv | hpr_number,name,source\n1,"Kari,t   | performers.csv: The quotes on line 2 or before it do not match (unexpected end of data). Put text with commas, quotes or line breaks into quotes, and write a quote inside as "".
    text after a quote     | performers.csv | hpr_number,name,source\n1,"K"i,t\n  | performers.csv: The quotes on line 2 or before it do not match (',' expected after '"'). Put text with commas, quotes or line breaks into quotes, and write a quote inside as "".
    an unknown name        | therapists.csv | x                                   | therapists.csv: No file of this name is known. Known are {KNOWN}.
    a spreadsheet          | agreements.xls | x                                   | agreements.xls: No file of this name is known. Known are {KNOWN}.
""")  # fmt: skip


@pytest.mark.parametrize("row", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path: Path, row: dict[str, str]) -> None:
    content = row["content"].encode().decode("unicode_escape").encode("latin-1")
    with pytest.raises(ImportUnreadableError) as refusal:
        read(tmp_path, row["name"], content)
    assert str(refusal.value) == row["problem"].replace("{COLUMNS}", COLUMNS).replace("{KNOWN}", KNOWN)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportUnreadableError, match="Line 2 is longer than 1048576 bytes"):
        read(tmp_path, "performers.csv", "hpr_number,name,source\n" + "1" * (1 << 20) + "\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (source,) = arranged([ImportFile("performers.csv", tmp_path / "performers.csv")], ImportOptions())
    with pytest.raises(ImportUnreadableError, match="cannot be read: No such file or directory"):
        list(read_csv(source, lambda _: None))


SETS = [
    ([], ImportOptions(), "There is no file to import."),
    (["coverage.csv", "coverage.csv"], ImportOptions(), "coverage.csv: The file is given twice."),
    (["coverage.csv"], ImportOptions(complete_source="HPR"), "A complete source needs the day on which it was read."),
    (["coverage.csv"], ImportOptions(fetched=date.min), "0001-01-01 cannot be the day of reading."),
    (["list.json"], ImportOptions(), "list.json: A list from KUHR needs the day on which it was fetched."),
]


@pytest.mark.parametrize(("names", "options", "problem"), SETS)
def test_a_set_of_files_that_makes_no_sense_is_refused(names: list[str], options: ImportOptions, problem: str) -> None:
    with pytest.raises(ImportUnreadableError) as refusal:
        arranged([ImportFile(name, Path(name)) for name in names], options)
    assert str(refusal.value).startswith(problem)


def test_files_are_read_in_the_order_of_recording() -> None:
    names = ["b.json", "coverage.csv", "a.json", "performers.csv", "practices.csv"]
    options = ImportOptions(fetched=date(2026, 9, 1))
    found = arranged([ImportFile(name, Path(name)) for name in names], options)
    assert [source.file.name for source in found] == [
        "performers.csv",
        "practices.csv",
        "a.json",
        "b.json",
        "coverage.csv",
    ]


SAME: Files = {
    "in order": "hpr_number,kind,first_date,last_date,source\n1,INTERN,2024-01-01,,HPR\n",
    "in another order": "source,last_date,first_date,kind,hpr_number\nHPR,,2024-01-01,INTERN,1\n",
    "without the columns that may be empty": "source,first_date,kind,hpr_number\nHPR,2024-01-01,INTERN,1\n",
    "with a byte order mark and CRLF": "\ufeffhpr_number,kind,first_date,last_date,source\r\n1,INTERN,2024-01-01,,HPR\r\n",
    "all in quotes, no end of line": '"hpr_number","kind","first_date","source"\n"1","INTERN","2024-01-01","HPR"',
    "with lines that hold nothing": "hpr_number,kind,first_date,source\n1,INTERN,2024-01-01,HPR\n\n\n",
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_one_row_may_be_written_in_many_ways(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, "competences.csv", content) == [ReadRow(2, ["1", "INTERN", "2024-01-01", None, "HPR"])]


def test_the_line_is_the_one_on_which_the_row_starts(tmp_path: Path) -> None:
    content = 'hpr_number,name,source\r\n1,"Kari\r\n""K"", Ås\n",HPR\r\n\r\n2,Ola,\r\n3,Ida,HPR\r\n'
    found = read(tmp_path, "performers.csv", content)
    assert [each.line for each in found] == [2, 6, 7]
    assert found[0] == ReadRow(2, ["1", 'Kari\r\n"K", Ås\n', "HPR"])
