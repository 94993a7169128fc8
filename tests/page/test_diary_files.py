"""The page reads a file of bookings as the command line does; what it takes for private is in step with the contract."""

import base64
import re
from pathlib import Path

import pytest
import typer
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.json_format import ParseDict

from avtalt.v1.claim_pb2 import Claim
from service.cli.diary.columns import OF_THE_BOOKING, OF_THE_LINE
from service.cli.diary.csv_rows import read_csv
from service.cli.diary.json_lines import read_json_lines
from service.cli.diary.reading import read_diary
from service.cli.failures import speak
from service.limits import MOST_CLAIMS, MOST_MESSAGE_BYTES
from tests.cli import test_diary_files as of_the_command_line
from tests.tables import rows

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "service" / "page"
WHOLE = "date;hpr_number;fee_codes"
GOOD = "2026-09-15;9000001;A3a"

pytestmark = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)

READ = """async files => {
    const { loadReading, readDiary } = await import("/diary_reading.js");
    const { refusalWords, sentenceWords } = await import("/diary_sentences.js");
    const { loadTexts } = await import("/texts.js");
    const [reading, texts] = [await loadReading(), await loadTexts("en")];
    const told = booking => ({ ...booking, problems: booking.problems.map(each => [each.line, sentenceWords(each, texts)]) });
    const read = async ({ name, bytes }) => {
        const content = Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0));
        try {
            const { bookings, notes } = await readDiary(new File([content], name), reading);
            return { bookings: bookings.map(told), notes: notes.map(each => sentenceWords(each, texts)) };
        } catch (problem) {
            return { refused: refusalWords(problem.sentence, texts) };
        }
    };
    return Promise.all(files.map(read));
}"""


@pytest.fixture
def read(page, gateway):
    """Read files with the modules of the page."""

    def reading(*contents: bytes, name: str = "diary.csv"):
        page.goto(gateway.url)
        return page.evaluate(READ, [{"name": name, "bytes": base64.b64encode(each).decode()} for each in contents])

    speak("en")
    return reading


def table(name: str) -> list[dict[str, str]]:
    """A table of the command line's tests."""
    return [each.values[0] for each in getattr(of_the_command_line, name)]


def texts_of_csv() -> list[str]:
    """Every text of bookings that the command line is tested with, and some more."""
    cells = [
        f"date;hpr_number;fee_codes;{row['column']}\n{GOOD};{row['cell']}"
        if row["column"] not in WHOLE
        else f"{row['column']};hpr_number;fee_codes\n{row['cell']};9000001;A3a"
        for row in table("CELLS")
    ]
    codes = [f"{WHOLE}\n2026-09-15;9000001;{row['cell']}" for row in table("CODES")]
    others = [f"date;{row['columns']}\n2026-09-15;{row['cells']}" for row in table("OTHERS")]
    wrong = [f"{WHOLE}{row['columns']}\n{row['cells']}\n{GOOD}" for row in table("WRONG")]
    more = [row["text"] for row in (*table("NO_DIARY"), *MORE) if row["case"] not in NO_BOOKINGS]
    return [*cells, *codes, *others, *wrong, *map(written_out, more)]


def written_out(text: str) -> str:
    """A cell of a table as a text of several lines, some of them very long."""
    text = text.replace("LONG", "x" * (of_the_command_line.LONGEST_CELL + 1))
    return text.replace("\\n", "\n").replace("\\r", "\r")


NO_BOOKINGS = ("nothing", "only headings")
"""Where the page has a sentence of its own."""


MORE = rows(r"""
    case                      | text
    a note with a line break  | date;hpr_number;fee_codes;note\n2026-09-15;9000001;A3a;"two\nlines"\nno day;9000001;A3a;
    quotes within quotes      | date;hpr_number;fee_codes;note\n2026-09-15;9000001;A3a;"a ""good"" one"\n2026-09-15;9000001;A3b;x
    a quote within a cell     | date;hpr_number;fee_codes;note\n2026-09-15;9000001;A3a;5" tape
    letters after a quote     | date;hpr_number;fee_codes\n2026-09-15;9000001;"A3a"x
    a quote left open         | date;hpr_number;fee_codes\n2026-09-15;9000001;"A3a
    a declared separator      | sep=,\ndate,hpr_number,fee_codes\n2026-09-15,9000001,A3a
    a row too short           | date;hpr_number;fee_codes;age\n2026-09-15;9000001;A3a
    a misspelt heading        | date;hpr_number;fee_codes;exemption_crad;frikorrt;navn\n2026-09-15;9000001;A3a;ja;ja;Kari
    a column twice            | date;dato;hpr_number;fee_codes
    no headings               | 2026-09-15;9000001;A3a;Nordmann
    nobody                    | date;fee_codes
    rows that contradict      | booking;date;hpr_number;fee_codes\na;2026-09-15;9000001;A3a\na;2026-09-16;9000001;A3b\na;;;x(
    rows of one booking       | booking;date;hpr_number;fee_codes;age\na;2026-09-15;9000001;A3a;40\nb;2026-09-15;9000001;A3a;\na;;;2xA3b;\n;2026-09-15;9000001;A3a;\n;;;;\nb;;;A3b;50
    one bad row of a booking  | booking;date;hpr_number;fee_codes\na;2026-09-15;9000001;A3a\na;;;hemmelig
    many of one code          | date;hpr_number;fee_codes\n2026-09-15;9000001;10 x A3b, 3*A3a + G
    all of a patient          | date;hpr_number;fee_codes;fødselsdato;frikort;betalte egenandeler;medlem av folketrygden;kommunenummer;rullestolbruker\n15.09.2026;9000001;A3a;1.2.1990;nei;1 200,50;Ja;301;x
    old Mac line ends         | date;hpr_number;fee_codes\r2026-09-15;9000001;A3a\r
    Nynorsk                   | dato;HPR-nummer;behandling;minutt;behandlingsstad\n2026-09-15;9000001;gruppe;60;i basseng
""")


def as_told(booking) -> tuple:
    """A booking of the command line, with its claim without the reference, which the page keeps to itself."""
    if booking.claim is not None:
        booking.claim.ClearField("claim_id")
    return booking.line, booking.name, booking.claim, [[each.line, each.text] for each in booking.problems]


def as_read(booking: dict) -> tuple:
    """A booking of the page."""
    claim = None if booking["claim"] is None else ParseDict(booking["claim"], Claim())
    return booking["line"], booking["name"], claim, booking["problems"]


def test_a_table_is_read_as_the_command_line_reads_it(read, capsys):
    texts = texts_of_csv()
    for text, found in zip(texts, read(*(text.encode() for text in texts)), strict=True):
        try:
            diary = read_csv(text)
        except typer.Exit:
            (problem,) = re.findall(r"diary: (.*)\. See", capsys.readouterr().err)
            assert found == {"refused": f"The file cannot be read as a diary: {problem}."}, text
            continue
        assert [as_read(each) for each in found["bookings"]] == [as_told(each) for each in diary.bookings], text
        assert found["notes"] == list(diary.notes), text


def test_a_file_is_decoded_as_the_command_line_decodes_it(read, tmp_path):
    contents = [row["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1") for row in table("WRITTEN")]
    for content, found in zip(contents, read(*contents), strict=True):
        path = tmp_path / "diary.csv"
        path.write_bytes(content)
        assert [as_read(each) for each in found["bookings"]] == [
            as_told(each) for each in read_diary(str(path), "csv").bookings
        ], content


LINES = rows("""
    case                    | line
    a claim                 | {"claimId": "a", "discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2026-09-15"}
    a request               | {"claim": {"claimId": "a"}, "languageCode": "en", "view": "VIEW_FULL"}
    names of the protos     | {"claim_id": "a", "treatment_date": "2026-09-15", "lines": [{"asking_price_ore": 5, "fee": {"fee_code": "A3a"}}]}
    enums by number         | {"discipline": 1, "patient": {"exemptionCard": 2}}
    numbers as text         | {"patient": {"ageYears": "40", "userFeesPaidOre": 10.0}}
    nothing told            | {"patient": null, "lines": []}
    nested                  | {"lines": [{"charge": {"kind": "CHARGE_KIND_NO_SHOW", "cancelledAt": "2026-09-14T08:00:00Z", "bookedLines": [{"feeCode": "A3a", "count": 2}]}}]}
    circumstances           | {"circumstances": {"otherBookings": [{"startTime": "08:00", "endTime": "08:30"}], "noEarlierUses": true}}
    no JSON                 | {"claimId":
    no object               | [1]
    a number                | 5
    a field twice           | {"claimId": "a", "claimId": "b"}
    in both forms           | {"claimId": "a", "claim_id": "b"}
    text for a number       | {"patient": {"ageYears": "hemmelig"}}
    a fraction              | {"patient": {"ageYears": 4.5}}
    too large               | {"patient": {"ageYears": 3000000000}}
    no list                 | {"lines": {"0": 1}}
    two of one              | {"lines": [{"fee": {}, "sample": {}}]}
    what goes for all       | {"claim": {}, "read": {"exactRevision": 1}}
    an authority of one     | {"claim": {}, "tariffAuthority": 2}
    an identity number      | {"claimId": "17057012345"}
    no such value           | {"discipline": "hemmelig"}
""")


def test_json_lines_are_read_as_the_command_line_reads_them(read):
    text = "\r\n".join(row["line"] for row in LINES)
    (found,) = read(text.encode(), name="diary.jsonl")
    expected = [as_told(each)[:3] for each in read_json_lines(text).bookings]
    assert [as_read(each)[:3] for each in found["bookings"]] == expected
    assert found["notes"] == []


def module(page, gateway, name: str, expression: str):
    """What a module of the page exports."""
    page.goto(gateway.url)
    return page.evaluate(f"async () => {{ const found = await import('/{name}'); return {expression}; }}")


def test_every_text_of_a_claim_has_a_form(page, gateway):
    """So nothing that stands in a claim is sent unseen; a new field fails here until it is given its form."""
    forms = module(page, gateway, "diary_private.js", "Object.keys(found.FORMS)")
    assert set(forms) == {field.json_name for field in texts_in(Claim.DESCRIPTOR)}


def texts_in(descriptor: Descriptor, seen: frozenset[str] = frozenset()) -> list[FieldDescriptor]:
    """Every field below a message that JSON writes as text, enums left out."""
    found = []
    for field in descriptor.fields:
        inner = field.message_type
        if field.type == FieldDescriptor.TYPE_STRING or (inner and inner.full_name.startswith("google.protobuf.")):
            found.append(field)
        elif inner and inner.full_name not in seen:
            found += texts_in(inner, seen | {inner.full_name})
    return found


def test_no_call_is_larger_than_the_gateway_reads(page, gateway):
    claims = "Array.from({ length: 10_000 }, () => ({ text: 'x'.repeat(2000) }))"
    sizes = f"found.partsOf({claims}).map(part => [part.length, JSON.stringify(part).length])"
    parts = module(page, gateway, "diary_asking.js", sizes)
    assert sum(length for length, _ in parts) == MOST_CLAIMS
    assert len(parts) > 1
    assert all(size < MOST_MESSAGE_BYTES - 1024 for _, size in parts)
    assert module(page, gateway, "diary_asking.js", "found.MOST_CLAIMS") == MOST_CLAIMS


def test_columns_are_those_of_the_command_line(page, gateway):
    columns = module(page, gateway, "diary_columns.js", "[found.OF_THE_BOOKING, found.OF_THE_LINE]")
    assert columns == [list(OF_THE_BOOKING), list(OF_THE_LINE)]


def test_every_field_that_a_column_fills_is_told_by_the_heading(page, gateway):
    """As an error of a server names it."""
    fields = [
        *("claim_id", "discipline", "performer.hpr_number", "performer.organisation_number", "performer.practice_id"),
        *(
            "treatment_date",
            "start_time",
            "lines[1].fee.fee_code",
            "lines[0].treatment.kind",
            "lines[0].treatment.minutes",
        ),
        *("lines[0].treatment.setting", "lines[0].treatment.group_size", "lines[0].treatment.group_place"),
        *("lines[0].examination.modality", "lines[0].sample.kind", "lines[0].sample.refund_category"),
        *("lines[2].asking_price_ore", "patient.age_years", "patient.birth_date", "patient.exemption_card"),
        *("patient.user_fees_paid_ore", "exemption_grounds[0]", "patient.national_insurance_member"),
        *("patient.municipality_code", "patient.wheelchair_user", "requisition.profession", "requisition.date"),
        "requisition.hpr_number",
    ]
    paths = [f"claim.{each}" for each in fields]
    found = module(page, gateway, "diary_places.js", f"{paths}.map(found.placeOf)")
    assert set(found) == {*OF_THE_BOOKING, *OF_THE_LINE}


def test_the_example_is_the_one_of_the_documentation(demo_database):
    assert (PAGE / "diary_example.csv").read_bytes() == (ROOT / "docs" / "examples" / "diary.csv").read_bytes()
