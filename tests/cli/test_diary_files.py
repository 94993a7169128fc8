"""Files of bookings read as tables: what each cell becomes, and what is told of those that cannot be read."""

import csv
from pathlib import Path

import pytest
import typer
from google.protobuf.json_format import MessageToDict

from service.cli.diary.cells import read_category, read_fees
from service.cli.diary.columns import OF_THE_BOOKING, OF_THE_LINE
from service.cli.diary.csv_rows import read_csv
from service.cli.diary.json_lines import LONGEST_LINE, read_json_lines
from service.cli.diary.reading import format_of, read_diary
from service.cli.failures import speak
from service.errors import ServiceError
from tests.tables import cases

ROOT = Path(__file__).parents[2]
TARIFFS = ROOT / "registry" / "tariffs" / "data"
LONGEST_CELL = 131_072
SECRETS = ("Nordmann", "Kari", "17057012345", "170570", "12345", "1957-05-17", "hemmelig")


@pytest.fixture(autouse=True)
def _english():
    speak("en")


def csv_of(columns: str, *rows: str) -> str:
    return "\n".join((columns, *rows))


def only(text: str):
    (booking,) = read_csv(text).bookings
    return booking


def value_at(message, path: str):
    found = MessageToDict(message)
    for part in path.split("."):
        found = found[int(part)] if part.isdigit() else found.get(part) if isinstance(found, dict) else None
    return found


CELLS = cases("""
    case                       | column                    | cell                  | field                          | value
    a day                      | date                      | 2026-09-15            | treatmentDate                  | 2026-09-15
    a Norwegian day            | date                      | 15.09.2026            | treatmentDate                  | 2026-09-15
    a short Norwegian day      | date                      | 5.9.2026              | treatmentDate                  | 2026-09-05
    a time                     | start_time                | 08:30                 | startTime                      | 08:30
    a short time               | start_time                | 8.30                  | startTime                      | 08:30
    a time with seconds        | start_time                | 08:30:00              | startTime                      | 08:30
    an age                     | age                       | 40                    | patient.ageYears               | 40
    a birth date               | birth_date                | 17.05.1957            | patient.birthDate              | 1957-05-17
    a card                     | exemption_card            | ja                    | patient.exemptionCard          | EXEMPTION_CARD_HELD
    a card in English          | exemption_card            | Yes                   | patient.exemptionCard          | EXEMPTION_CARD_HELD
    a cross                    | exemption_card            | x                     | patient.exemptionCard          | EXEMPTION_CARD_HELD
    no card                    | exemption_card            | Nei                   | patient.exemptionCard          | EXEMPTION_CARD_NOT_HELD
    no card, as a number       | exemption_card            | 0                     | patient.exemptionCard          | EXEMPTION_CARD_NOT_HELD
    kroner                     | user_fees_paid            | 3100                  | patient.userFeesPaidOre        | 310000
    kroner and øre             | user_fees_paid            | 3100,5                | patient.userFeesPaidOre        | 310050
    kroner with a point        | user_fees_paid            | 3100.05               | patient.userFeesPaidOre        | 310005
    thousands                  | user_fees_paid            | 3 100,00              | patient.userFeesPaidOre        | 310000
    no kroner                  | user_fees_paid            | 0                     | patient.userFeesPaidOre        | 0
    a member                   | national_insurance_member | nei                   | patient.nationalInsuranceMember | NATIONAL_INSURANCE_MEMBER_NO
    a municipality             | municipality_code         | 0301                  | patient.municipalityCode       | 0301
    one without its zero       | municipality_code         | 301                   | patient.municipalityCode       | 0301
    a wheelchair               | wheelchair_user           | ja                    | patient.wheelchairUser         | True
    a ground                   | exemption_ground          | yrkesskade            | exemptionGrounds               | ['EXEMPTION_GROUND_OCCUPATIONAL_INJURY']
    a ground by its name       | exemption_ground          | OCCUPATIONAL_INJURY   | exemptionGrounds               | ['EXEMPTION_GROUND_OCCUPATIONAL_INJURY']
    a discipline               | discipline                | Radiologi             | discipline                     | DISCIPLINE_RADIOLOGY
    a doctor                   | requisition               | lege                  | requisition.profession         | REQUISITIONER_PROFESSION_DOCTOR
    no requisition             | requisition               | none                  | requisition.none               | True
    when it was asked for      | requisition_date          | 2026-09-01            | requisition.date               | 2026-09-01
    who asked for it           | requisition_hpr_number    | 9000009               | requisition.hprNumber          | 9000009
    a practice                 | practice_id               | 1000000011            | performer.practiceId           | 1000000011
    a practice with spaces     | practice_id               | 1000 000 011          | performer.practiceId           | 1000000011
    a price                    | asking_price              | 650                   | lines.0.askingPriceOre         | 65000
    nothing at all             | age                       |                       | patient                        | None
""")


@pytest.mark.parametrize("row", CELLS)
def test_a_cell_becomes_a_field(row):
    columns = ["hpr_number", "fee_codes", *({"date", row["column"]} - {row["column"]}), row["column"]]
    told = {"hpr_number": "9000001", "fee_codes": "A3a", "date": "2026-09-15", row["column"]: row["cell"]}
    booking = only(csv_of(";".join(columns), ";".join(told[column] for column in columns)))
    assert booking.problems == ()
    assert str(value_at(booking.claim, row["field"])) == row["value"]


CODES = cases("""
    case                     | cell              | lines
    one                      | A3a               | A3a
    two                      | A3a A3b           | A3a A3b
    a count before           | 2xA3b             | 2 A3b
    a count before, apart    | A3a, 2 x A3b      | A3a 2 A3b
    a count after            | A3b x 2           | 2 A3b
    a count after with stars | A3a + A3b*2 F1    | A3a 2 A3b F1
    a sign for times         | 3 × A3b           | 3 A3b
    digits first             | 899a              | 899a
    several semicolons       | "A3a; A3b"        | A3a A3b
    a letter alone           | A8a G             | A8a G
    two letters after        | C34ft 10xA1ha     | C34ft 10 A1ha
    digits alone             | 870               | 870
    another case             | a3A               | a3A
""")


@pytest.mark.parametrize("row", CODES)
def test_fee_codes_become_lines(row):
    booking = only(csv_of("date;hpr_number;fee_codes", f"2026-09-15;9000001;{row['cell']}"))
    fees = [line.fee for line in booking.claim.lines]
    told = [f"{fee.count} {fee.fee_code}" if fee.HasField("count") else fee.fee_code for fee in fees]
    assert " ".join(told) == row["lines"]


def test_every_code_and_category_of_the_tariffs_is_read():
    codes = sorted(printed("descriptions.csv", "fee_code"))
    assert [fee.fee_code for fee in read_fees("fee_codes", ", ".join(codes))] == codes
    categories = printed("refund_categories.csv", "category")
    assert {read_category("refund_category", each) for each in categories} == categories


def printed(table: str, column: str) -> set[str]:
    with (TARIFFS / table).open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


OTHERS = cases("""
    case            | columns                                     | cells                           | field                             | value
    a treatment     | hpr_number;treatment;minutes                | 9000009;individual;40           | lines.0.treatment.minutes         | 40
    its kind        | hpr_number;treatment;minutes                | 9000009;manuell terapi;40       | lines.0.treatment.kind            | TREATMENT_KIND_MANUAL_THERAPY
    its setting     | hpr_number;treatment;minutes;setting        | 9000009;gruppe;60;i basseng     | lines.0.treatment.setting         | TREATMENT_SETTING_POOL
    its group       | hpr_number;treatment;minutes;group_size;group_place | 9000009;group;60;8;2    | lines.0.treatment.groupPlace      | 2
    an examination  | organisation_number;discipline;examination  | 310000027;radiology;MR          | lines.0.examination.modality      | MODALITY_MR
    its category    | organisation_number;discipline;examination;refund_category | 310000027;radiology;CT;CT2 | lines.0.examination.refundCategory | CT2
    a sample        | organisation_number;discipline;sample       | 310000078;laboratorium;blood    | lines.0.sample.kind               | SAMPLE_KIND_BLOOD
    who             | organisation_number;discipline;sample       | 310000078;laboratory;received   | performer.organisationNumber      | 310000078
    a code besides  | hpr_number;treatment;minutes;fee_codes      | 9000009;individual;40;D40       | lines.0.fee.feeCode               | D40
""")


@pytest.mark.parametrize("row", OTHERS)
def test_what_is_done_can_be_told_otherwise(row):
    booking = only(csv_of(f"date;{row['columns']}", f"2026-09-15;{row['cells']}"))
    assert str(value_at(booking.claim, row["field"])) == row["value"]


WRONG = cases("""
    case                     | columns                              | cells                               | told
    no day                   |                                      | Nordmann;9000001;A3a                | date is not a day; write it as YYYY-MM-DD or DD.MM.YYYY
    no day of the calendar   |                                      | 2026-02-30;9000001;A3a              | date is not a day
    a day without century    |                                      | 15.09.26;9000001;A3a                | date is not a day
    an empty day             |                                      | ;9000001;A3a                        | date is empty
    nobody                   |                                      | 2026-09-15;;A3a                     | fill in one of these, and only one: HPR number, organisation number
    two who treat            | ;organisation_number                 | 2026-09-15;9000001;A3a;310000027    | fill in one of these, and only one
    nothing done             |                                      | 2026-09-15;9000001;                 | fill in one of these: fee codes, treatment, examination, sample
    codes that are none      |                                      | 2026-09-15;9000001;A3a (hemmelig)   | fee codes has no fee codes that can be read
    counted twice            |                                      | 2026-09-15;9000001;2xA3b x 2        | fee codes has no fee codes that can be read
    no time                  | ;start_time                          | 2026-09-15;9000001;A3a;25:00        | start time is not a time of day; write it as HH:MM
    half a time              | ;start_time                          | 2026-09-15;9000001;A3a;8            | start time is not a time of day
    no age                   | ;age                                 | 2026-09-15;9000001;A3a;Nordmann     | age is not a whole number
    a number for a birth     | ;birth_date                          | 2026-09-15;9000001;A3a;17057012345  | date of birth has eleven digits, as a national identity number has
    one as a day             |                                      | 170570 12345;9000001;A3a            | date has eleven digits
    one as who treats        |                                      | 2026-09-15;170570-12345;A3a         | HPR number has eleven digits
    one as a code            |                                      | 2026-09-15;9000001;17057012345      | fee codes has eleven digits
    one as two codes         |                                      | 2026-09-15;9000001;170570 12345     | fee codes has eleven digits
    one in threes            |                                      | 2026-09-15;9000001;170 570 123 45   | fee codes has eleven digits
    one with dots, and more  |                                      | 2026-09-15;9000001;A3a 17.05.70-12345 | fee codes has eleven digits
    one as a practice        | ;practice_id                         | 2026-09-15;9000001;A3a;170570 12345 | practice number has eleven digits
    one as a municipality    | ;municipality_code                   | 2026-09-15;9000001;A3a;170570/12345 | municipality has eleven digits
    one as a category        | ;examination;refund_category         | 2026-09-15;9000001;;CT;17057012345  | refund category has eleven digits
    a name as a category     | ;examination;refund_category         | 2026-09-15;9000001;;CT;Nordmann     | refund category is not a refund category; write for example CT2
    a day of birth as a code |                                      | 2026-09-15;9000001;170570           | fee codes has no fee codes that can be read
    the end of one           |                                      | 2026-09-15;9000001;A3a 12345        | fee codes has no fee codes that can be read
    a name as codes          |                                      | 2026-09-15;9000001;Kari Nordmann    | fee codes has no fee codes that can be read
    a cross as a code        |                                      | 2026-09-15;9000001;x                | fee codes has no fee codes that can be read
    age and birth            | ;age;birth_date                      | 2026-09-15;9000001;A3a;69;1957-05-17 | fill in only one of these: age, date of birth
    an unknown card          | ;exemption_card                      | 2026-09-15;9000001;A3a;hemmelig     | exemption card is neither yes nor no
    no amount                | ;user_fees_paid                      | 2026-09-15;9000001;A3a;kr 300       | user fees paid is not an amount
    points for thousands     | ;user_fees_paid                      | 2026-09-15;9000001;A3a;3.100        | user fees paid is not an amount
    a negative amount        | ;user_fees_paid                      | 2026-09-15;9000001;A3a;-5           | user fees paid is not an amount
    no profession            | ;requisition                         | 2026-09-15;9000001;A3a;Nordmann     | requisitioned by is none of these: doctor, dentist
    no discipline            | ;discipline                          | 2026-09-15;9000001;A3a;hemmelig     | discipline is none of these: physiotherapy, radiology, laboratory
    no treatment             | ;treatment;minutes                   | 2026-09-15;9000001;A3a;hemmelig;20  | treatment is none of these:
    a treatment of no length | ;treatment                           | 2026-09-15;9000001;;individual      | minutes is empty
    a length of nothing      | ;minutes                             | 2026-09-15;9000001;A3a;20           | minutes says nothing without one of these: treatment
    one price for two        | ;asking_price                        | 2026-09-15;9000001;A3a A3b;300      | price is for one fee code
    a cell too many          |                                      | 2026-09-15;9000001;A3a;Nordmann     | the row has more cells than the first line
    a name as a name         | ;booking                             | 2026-09-15;9000001;A3a;Kari Nordmann | the name of the booking may only have letters
    an identity number       | ;booking                             | 2026-09-15;9000001;A3a;17057012345  | booking has eleven digits
    one within               | ;booking                             | 2026-09-15;9000001;A3a;t-170570-12345 | booking has eleven digits
""")


@pytest.mark.parametrize("row", WRONG)
def test_a_bad_row_is_told_by_its_line_and_never_by_its_values(row):
    """The row after it is read all the same."""
    good = "2026-09-15;9000001;A3a"
    bad, after = read_csv(csv_of(f"date;hpr_number;fee_codes{row['columns']}", row["cells"], good)).bookings
    (problem,) = bad.problems
    assert (bad.claim, problem.line, after.line) == (None, 2, 3)
    assert row["told"] in problem.text
    assert not any(secret in f"{problem} {bad.name}" for secret in SECRETS)
    assert after.claim is not None


ROWS_OF_ONE = """\
booking;date;hpr_number;fee_codes;age
a;2026-09-15;9000001;A3a;40
b;2026-09-15;9000001;A3a;
a;;;2xA3b;
;2026-09-15;9000001;A3a;
;2026-09-15;9000001;A3a;
;;;;
b;;;A3b;50
"""


def test_rows_of_one_booking_belong_together_wherever_they_stand():
    bookings = read_csv(ROWS_OF_ONE).bookings
    assert [(each.name, each.line, len(each.claim.lines)) for each in bookings] == [
        ("a", 2, 2),
        ("b", 3, 2),
        ("", 5, 1),
        ("", 6, 1),
    ]
    assert bookings[1].claim.patient.age_years == 50


def test_rows_of_one_booking_may_not_contradict_each_other():
    booking = only(
        csv_of("booking;date;hpr_number;fee_codes", "a;2026-09-15;9000001;A3a", "a;2026-09-16;9000001;A3b", "a;;;x(")
    )
    assert [problem.line for problem in booking.problems] == [3, 4]
    assert booking.problems[0].text == "date says something else than on line 2, which is the same booking"
    assert (booking.name, booking.claim) == ("a", None)


WRITTEN = cases(r"""
    case                       | bytes
    semicolons                 | dato;HPR-nummer;takster\n2026-09-15;9000001;A3a\n
    commas                     | dato,HPR-nummer,takster\n2026-09-15,9000001,A3a\n
    tabs                       | dato\tHPR-nummer\ttakster\n2026-09-15\t9000001\tA3a\n
    a separator that is told   | sep=,\r\ndato,HPR-nummer,takster\r\n2026-09-15,9000001,A3a
    a byte order mark          | \xef\xbb\xbfdato;HPR-nummer;takster\n2026-09-15;9000001;A3a
    another letter             | dato;HPR-nummer;takster;f\xf8dselsdato\n2026-09-15;9000001;A3a;
    quotes and line breaks     | "dato";"HPR-nummer";"takster";"merknad"\n"2026-09-15";"9000001";"A3a";"to\nlinjer"
    capitals and underscores   | DATO;hpr_NUMMER;Takster\n2026-09-15;9000001;A3a
    Nynorsk                    | dato;HPR-nummer;takstar\n2026-09-15;9000001;A3a
    English                    | Date;HPR number;Fee codes\n2026-09-15;9000001;A3a
    empty lines                | \n;;\ndato;HPR-nummer;takster\n\n2026-09-15;9000001;A3a\n;;\n
""")


@pytest.mark.parametrize("row", WRITTEN)
def test_a_file_as_a_spreadsheet_writes_it(row, tmp_path):
    path = tmp_path / "diary.csv"
    path.write_bytes(row["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1"))
    (booking,) = read_diary(str(path), "csv").bookings
    assert booking.problems == ()
    assert booking.claim.lines[0].fee.fee_code == "A3a"


def test_lines_are_counted_as_an_editor_counts_them():
    text = 'sep=;\ndate;hpr_number;fee_codes;note\n2026-09-15;9000001;A3a;"two\nlines"\nno day;9000001;A3a;\n'
    assert [booking.line for booking in read_csv(text).bookings] == [3, 5]


NO_DIARY = cases("""
    case                    | text                                              | told
    nothing                 |                                                   | it has no bookings
    only headings           | date;hpr_number;fee_codes                         | it has no bookings
    no headings             | 2026-09-15;9000001;A3a;Nordmann                   | its first line is to name the columns, and one of these is missing: date
    nobody                  | date;fee_codes                                    | one of these is missing: HPR number, organisation number
    nothing done            | date;hpr_number                                   | one of these is missing: fee codes, treatment, examination, sample
    a column twice          | date;dato;hpr_number;fee_codes                    | column date stands there twice
    quotes that do not match | date;hpr_number;fee_codes\\n2026-09-15;9000001;"A3a | its quotes do not match
    a quote that never ends | date;hpr_number;fee_codes\\n2026-09-15;9000001;"A3a LONG | a cell on line 2 or below has more than 131072 characters; perhaps a quote is missing
    a very long cell        | date;hpr_number;fee_codes\\n\\n2026-09-15;9000001;LONG | a cell on line 3 or below has more than 131072 characters
    a very long heading     | date;hpr_number;fee_codes;LONG                    | a cell on line 1 or below has more than 131072 characters
""")


@pytest.mark.parametrize("row", NO_DIARY)
def test_what_is_no_diary_is_refused_as_a_whole(row, tmp_path, capsys):
    path = tmp_path / "diary.csv"
    text = row["text"].replace("\\n", "\n").replace("LONG", "hemmelig" * LONGEST_CELL)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(typer.Exit):
        read_diary(str(path), "csv")
    told = capsys.readouterr().err
    assert row["told"] in told
    assert not any(secret in told for secret in SECRETS)


def test_columns_that_are_not_known_are_told_by_their_places():
    """Not by their headings, which may be anything; a misspelt one is told what it may be meant as."""
    notes = read_csv(
        csv_of("date;Kari Nordmann;hpr_number;fee_codes;exemption_crad;", "2026-09-15;x;9000001;A3a;ja;")
    ).notes
    assert notes == (
        "These columns are not read: 2, 5.",
        "Is column 5 meant to be exemption card? Then it must be called so.",
    )


BAD_LINES = cases("""
    case                  | line                                                       | told
    no JSON               | {"claimId":                                                | it is not JSON at line 2, column 13
    no object             | [1]                                                        | it is not a JSON object
    an unknown field      | {"treatmentDat": "2026-09-15"}                             | there is no field claim.treatmentDat
    a field twice         | {"claimId": "a", "claimId": "b"}                           | a field stands twice in one object
    text for a number     | {"patient": {"ageYears": "hemmelig"}}                      | claim.patient.ageYears is not a whole number
    what goes for all     | {"claim": {"claimId": "a"}, "read": {"exactRevision": 1}}  | read, tariff_authority cannot be told for one booking
    an authority of one   | {"claim": {}, "tariffAuthority": 2}                        | read, tariff_authority cannot be told for one booking
    an identity number    | {"claimId": "17057012345"}                                 | the name of the booking may only have
    a very long line      | {"claimId": "LONG"}                                        | the line has more than 262144 characters
""")


@pytest.mark.parametrize("row", BAD_LINES)
def test_a_bad_line_of_json_is_told_and_the_next_is_read(row):
    line = row["line"].replace("LONG", "x" * LONGEST_LINE)
    bad, good = read_json_lines(f'\n{line}\r\n\n{{"claimId": "next"}}\n').bookings
    (problem,) = bad.problems
    assert (bad.claim, problem.line, good.line, good.name) == (None, 2, 4, "next")
    assert row["told"] in problem.text
    assert not any(secret in f"{problem} {bad.name}" for secret in SECRETS)


def test_a_line_may_be_a_whole_request():
    (booking,) = read_json_lines('{"claim": {"claimId": "a"}, "languageCode": "en", "view": "VIEW_FULL"}').bookings
    assert (booking.name, booking.claim.claim_id) == ("a", "a")


@pytest.mark.parametrize(("kind", "content"), [("csv", b"\xff\xfed\0a\0t\0o\0"), ("jsonl", b'{"claimId": "\xf8"}')])
def test_what_is_no_text_is_refused(kind, content, tmp_path):
    path = tmp_path / "diary"
    path.write_bytes(content)
    with pytest.raises(ServiceError) as caught:
        read_diary(str(path), kind)
    assert caught.value.data["problem"] == "it is not UTF-8 text"


FORMATS = cases("""
    case              | path        | chosen | format
    a claim           | visit.json  |        | json
    another name      | visit       |        | json
    a table           | diary.csv   |        | csv
    a table, loud     | DIARY.CSV   |        | csv
    lines             | diary.jsonl |        | jsonl
    lines otherwise   | a.ndjson    |        | jsonl
    standard input    | -           |        | json
    told              | -           | csv    | csv
    told otherwise    | diary.csv   | jsonl  | jsonl
""")


@pytest.mark.parametrize("row", FORMATS)
def test_the_kind_of_file(row):
    assert format_of(row["path"], row["chosen"] or None) == row["format"]


def test_the_page_lists_every_column():
    """In the order of the code, which is the order of the page, but for the line's own columns in their place."""
    page = (ROOT / "docs" / "diary.md").read_text(encoding="utf-8")
    listed = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `") and "--" not in line]
    assert sorted(listed) == sorted((*OF_THE_BOOKING, *OF_THE_LINE))
