"""A file of bookings on the page: what is shown of the answers, what is sent, and what would change."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.page.diaries import (
    BATCH,
    DONE,
    answered,
    bodies,
    changed,
    choose,
    claim,
    claims_in,
    csv_of,
    file,
    lines_of,
    many,
    run_other,
    table,
)
from tests.tables import cases, rows

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
EXAMPLE = (EXAMPLES / "diary.csv").read_bytes()
A4_POINTS = (595, 842)
SECRETS = ("Kari", "Nordmann", "17057012345", "170570", "12345")

pytestmark = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)


def test_a_file_of_bookings_is_answered_with_problems_first(diary):
    page = answered(diary(), EXAMPLE)
    expect(page.locator(DONE)).to_have_text("Done: 8 bookings, 4 to look at")
    expect(page.locator(DONE)).to_be_focused()
    expect(page.locator("[role=status]").first).to_have_text("Done: 8 bookings, 4 to look at")
    shown = table(page)
    assert [row[:2] for row in shown] == [
        *(["3", "d-2"], ["7", "d-6"], ["6", "d-5"], ["5", "d-4"]),
        *(["2", "d-1"], ["4", "d-3"], ["9", "d-7"], ["10", "d-8"]),
    ]
    outcomes = ["Not covered", "Not covered", "To be corrected", "Something is missing"]
    assert [row[3] for row in shown] == [*outcomes, *["Covered"] * 4]
    assert shown[0][4:] == [
        "the provider's own price",
        "HPR 9000002 has no municipal funding contract on 15 September 2026, and none is on record before or after.",
        "Before the treatment starts: HPR 9000002 has no municipal funding contract for this day. "
        "You pay the whole bill yourself, the provider sets the price, and nothing counts towards your exemption card.",
    ]
    assert shown[2][4] == "settled once the bill is corrected"
    assert shown[3][5].endswith("Fill in: practice number")
    sums = table(page, ".diary-sums")
    assert sums == [
        ["Not covered", "2", "–", "0 kr"],
        ["To be corrected", "1", "–", "–"],
        ["Something is missing", "1", "–", "–"],
        ["Covered", "4", "947 kr", "975 kr"],
    ]
    page.get_by_label("To look at").check()
    assert len(table(page)) == 4


def test_an_example_can_be_tried(diary):
    page = diary("nn")
    page.get_by_role("button", name="Prøv med eit døme").click()
    expect(page.locator(DONE)).to_have_text("Ferdig: 8 timar, 4 må sjåast på")


def test_json_lines_are_answered_too(diary):
    page = answered(diary(), (EXAMPLES / "diary.jsonl").read_bytes(), "diary.jsonl")
    expect(page.locator(DONE)).to_have_text("Done: 3 bookings, 1 to look at")
    assert [row[:2] for row in table(page)] == [["2", "d-2"], ["1", "d-1"], ["3", "d-3"]]


PAID = rows("""
    case                       | row                                            | pays
    all is told                | a;2026-09-15;9000001;1000000011;A3a;40;no;0    | 144 kr
    an unknown card            | a;2026-09-15;9000001;1000000011;A3a;40;;       | 0–144 kr
    a card                     | a;2026-09-15;9000001;1000000011;A3a;40;yes;    | 0 kr
    to be corrected            | a;2026-09-15;9000013;1000000011;A3a;40;no;0    | settled once the bill is corrected
    not covered                | a;2026-09-15;9000002;1000000021;A3a;40;no;0    | the provider's own price
    not decided                | a;2026-09-15;9000007;;A3a;40;no;0              | not known
    not read                   | a;2026-02-30;9000001;1000000011;A3a;40;no;0    |
""")


def test_what_the_patient_pays_is_told_with_its_range(diary):
    bookings = [row["row"].replace("a;", f"a{place};", 1) for place, row in enumerate(PAID)]
    shown = {row[1]: row[4] for row in table(answered(diary(), csv_of(*bookings)))}
    assert [shown[f"a{place}"] for place in range(len(PAID))] == [row["pays"] for row in PAID]


def test_thousands_of_bookings_are_shown_a_hundred_at_a_time(diary):
    page = answered(diary(), many(2000))
    expect(page.locator(DONE)).to_have_text("Done: 2000 bookings, 200 to look at")
    expect(page.get_by_text("100 of 2000 shown")).to_be_visible()
    assert len(table(page)) == 100
    page.get_by_role("button", name="Show 100 more").click()
    shown = table(page)
    assert (len(shown), shown[100][1]) == (200, "d-1001")
    assert page.evaluate("document.activeElement.innerText") == shown[100][0]


COMPARED = cases("""
    case                    | choose                  | field                 | value            | told
    a contract that ended   | All on another date     | The other date        | 2026-06-30       | 1 of 1 bookings get another answer. In all for the patients: – becomes 144 kr.
    the same day            | All on another date     | The other date        | 2026-09-16       | None of the bookings gets another answer.
    the same revision       | Another revision        | Revision              | 1                | None of the bookings gets another answer.
    no such revision        | Another revision        | Revision              | 99               | Revision: there is no revision 99. The newest is 1.
    nothing filled in       | Another revision        | Revision              |                  | Fill in what is to be different.
    before all was known    | The register as it was  | As the register was at | 2020-01-01T12:00 | As the register was at: nothing was recorded yet then.
    by the regulation       | The regulation's figures |                      |                  | None of the bookings gets another answer.
""")


@pytest.mark.parametrize("row", COMPARED)
def test_the_same_bookings_with_one_thing_different(row, diary):
    page = answered(diary(), csv_of("a;2026-09-15;9000005;1000000051;A3a;40;no;0"))
    page.get_by_label(row["choose"]).check()
    if row["field"]:
        page.get_by_label(row["field"], exact=True).fill(row["value"])
    run_other(page)
    expect(page.locator(".diary-changes").get_by_text(row["told"])).to_be_visible()


def test_only_the_bookings_whose_answer_differs_are_shown_with_both(diary):
    bookings = [
        "a;2026-09-15;9000005;1000000051;A3a;40;no;0",
        "b;2026-09-15;9000001;1000000011;A8a;40;no;0",
        "c;x;9000001;;A3a;;;",
    ]
    page = answered(diary(), csv_of(*bookings))
    page.get_by_label("The other date").fill("2026-06-30")
    run_other(page)
    expect(page.locator("#diary-changed")).to_be_focused()
    (row,) = changed(page)
    assert row[:2] == ["2", "a"]
    assert [cell.split("\n")[0] for cell in row[3:5]] == ["Not covered", "Covered"]
    assert "The patient pays: 144 kr" in row[4]
    assert row[5].startswith("Holds no longer: HPR 9000005 has no municipal funding contract on 15 September 2026")


def test_by_the_figures_of_the_regulation(diary):
    page = answered(diary(), csv_of("a;2024-09-16;9000009;1000000091;A8a;40;no;0"))
    page.get_by_label("The regulation's figures").check()
    run_other(page)
    (row,) = changed(page)
    assert [re.search(r"patient pays: (\d+)", cell)[1] for cell in row[3:5]] == ["182", "188"]


def test_another_date_changes_the_date_and_nothing_else(diary):
    page = diary()
    given = lines_of({**claim(), "treatment_date": "2026-09-15"} | {"treatmentDate": None}, {"claim": claim()})
    with bodies(page) as sent:
        answered(page, given, "diary.jsonl")
        page.get_by_label("The other date").fill("2026-06-30")
        run_other(page)
        expect(page.locator("#diary-changed")).to_be_visible()
    first, second = (claims_in([body]) for body in sent)
    assert [each | {"treatmentDate": "2026-06-30"} for each in first] == second
    assert [each["treatmentDate"] for each in first] == ["2026-09-15"] * 2
    read = [json.loads(body).get("read") for body in sent]
    assert read[0] is None
    assert sorted(read[1]) == ["evaluatedAt", "exactRevision"]


BAD_FILES = rows(r"""
    case                     | name         | content                                      | told
    nothing                  | diary.csv    |                                              | There are no bookings in the file.
    only headings            | diary.csv    | date;hpr_number;fee_codes                    | There are no bookings in the file.
    no headings              | diary.csv    | 2026-09-15;9000001;A3a;Nordmann              | The file cannot be read as a diary: its first line is to name the columns, and one of these is missing: date.
    quotes                   | diary.csv    | date;hpr_number;fee_codes\n2026-09-15;1;"A3a | The file cannot be read as a diary: its quotes do not match.
    a column twice           | diary.csv    | date;dato;hpr_number;fee_codes               | The file cannot be read as a diary: column date stands there twice.
    a spreadsheet            | diary.xlsx   | PK\x03\x04\x00\x00                           | The file cannot be read. Save it as CSV or JSON lines in UTF-8, and try again.
    another encoding in JSON | diary.jsonl  | {"claimId": "\xf8"}                          | The file cannot be read. Save it as CSV or JSON lines in UTF-8, and try again.
    no JSON lines            | diary.jsonl  |                                              | There are no bookings in the file.
    a message of claims      | kuhr.json    | {\n"behandlerkrav": {"regninger": []}\n}     | The file is a message of claims for KUHR, not a diary. The command avtalt price reads it.
""")


def test_a_file_that_cannot_be_read_is_told_at_its_field(diary):
    page = answered(diary(), EXAMPLE)
    for row in BAD_FILES:
        choose(page, row["content"].encode("latin-1").decode("unicode_escape").encode("latin-1"), row["name"])
        expect(page.locator("#field-diaryFile-error")).to_have_text(row["told"])
        expect(page.locator("input[type=file]")).to_have_attribute("aria-invalid", "true")
        expect(page.locator(DONE)).to_have_count(0)
    choose(page, csv_of(*("a;2026-09-15;9000001;;A3a;;;".replace("a", str(place), 1) for place in range(10_001))))
    expect(page.locator("#field-diaryFile-error")).to_contain_text("The file has 10001 bookings.")


BAD_LINES = rows("""
    case                  | line                                                     | told
    no list               | {"lines": {"0": 1}}                                      | fee codes has a value of the wrong kind
    text for a list       | {"lines": "x"}                                           | fee codes has a value of the wrong kind
    nothing in a list     | {"lines": [null]}                                        | fee codes has a value of the wrong kind
    a line of nothing     | {"discipline": 1, "performer": {"hprNumber": "9000001"}, "treatmentDate": "2026-09-15", "lines": [{}]} | fee codes is missing. Give it a value.
    a number              | 5                                                        | the line does not hold a claim as a JSON object
    a list                | [1]                                                      | the line does not hold a claim as a JSON object
    no JSON               | {"claimId":                                              | the line is not JSON
    a field twice         | {"claimId": "a", "claimId": "b"}                         | the line has the same field twice
    a field in both forms | {"claimId": "a", "claim_id": "b"}                        | the line has the same field twice
    two ages              | {"patient": {"ageYears": 3, "birthDate": "2020-01-01"}}  | fill in only one of these: date of birth, age
    text for a number     | {"patient": {"ageYears": "hemmelig"}}                    | age is not a whole number
    text for yes          | {"patient": {"wheelchairUser": "ja"}}                    | wheelchair user has a value of the wrong kind
    no such value         | {"discipline": "hemmelig"}                               | discipline is none of these: DISCIPLINE_PHYSIOTHERAPY, DISCIPLINE_RADIOLOGY, DISCIPLINE_LABORATORY
    no day                | {"treatmentDate": "2026-02-30"}                          | date is not a day of the calendar: (not repeated). Write it as YYYY-MM-DD.
    nobody who treats     | {"discipline": 1, "treatmentDate": "2026-09-15", "lines": [{"fee": {"feeCode": "A3a"}}]} | HPR number is missing. Give it a value.
    no moment             | {"lines": [{"charge": {"cancelledAt": "hemmelig"}}]}     | cancelledAt is not a moment; write it as 2026-09-15T08:00:00Z
    no such day           | {"lines": [{"charge": {"cancelledAt": "2026-02-30T08:00:00Z"}}]} | cancelledAt is not a moment; write it as 2026-09-15T08:00:00Z
    no such hour          | {"lines": [{"charge": {"cancelledAt": "2026-09-14T24:00:00Z"}}]} | cancelledAt is not a moment; write it as 2026-09-15T08:00:00Z
    before the first year | {"lines": [{"charge": {"cancelledAt": "0001-01-01T00:00:00+01:00"}}]} | cancelledAt is not a moment; write it as 2026-09-15T08:00:00Z
    after the last year   | {"lines": [{"charge": {"cancelledAt": "9999-12-31T23:59:59-01:00"}}]} | cancelledAt is not a moment; write it as 2026-09-15T08:00:00Z
    no sum                | {"patient": {"userFeesPaidOre": 1017012345}}             | user fees paid has a value of the wrong kind
    what goes for all     | {"claim": {}, "read": {"exactRevision": 1}}              | one booking cannot have a revision or figures of its own; choose them under “What changes?”
    a claim that is none  | {"claim": "hemmelig"}                                    | the line does not hold a claim as a JSON object
    an identity number    | {"performer": {"hprNumber": "170570 12345"}}             | HPR number has eleven digits, as a national identity number has; take them out
""")


def test_a_bad_line_of_json_is_told_by_its_line_and_takes_no_other_down(diary):
    page = answered(diary(), lines_of(*(row["line"] for row in BAD_LINES), *["[]"] * 60, claim()), "diary.jsonl")
    expect(page.locator(DONE)).to_have_text(f"Done: {len(BAD_LINES) + 61} bookings, {len(BAD_LINES) + 60} to look at")
    shown = table(page)
    for number, row in enumerate(BAD_LINES, 1):
        assert shown[number - 1] == [str(number), "", "", "Cannot be read", "", f"Line {number}: {row['told']}", ""]
    expect(page.locator("main")).not_to_contain_text("hemmelig")


def test_what_is_wrong_in_a_table_is_told_by_line_and_heading(diary):
    bookings = [
        "Kari Nordmann;15.09.2026;9000001;;A3a;;;",
        "b;15.09.2026;12x;;A3a;;;",
        "c;2026-09-15;9000001;;A3a;900;;",
    ]
    page = answered(
        diary("nb"), csv_of(*bookings, head="time-ID;dato;HPR-nummer;praksisnummer;takster;alder;frikort;x")
    )
    assert [row[5] for row in table(page)] == [
        "Linje 2: timens navn kan bare ha bokstaver, sifre og bindestrek, høyst 64 tegn, og ikke elleve sifre på rad",
        "Linje 3: HPR-nummer er ikke et HPR-nummer: (gjentas ikke). Det har 1 til 9 sifre.",
        "Linje 4: alder er utenfor det tillatte. Verdien må være fra 0 til 130.",
    ]
    expect(page.locator(".note")).to_have_text("Disse kolonnene er ikke lest: 8.")


def secret_rows() -> list[str]:
    """A row for each column with a name, with an identity number, and with one in parts."""
    columns = "date;hpr_number;practice_id;fee_codes;age;municipality_code;requisition;requisition_hpr_number;booking;start_time"
    columns += ";asking_price;user_fees_paid;exemption_card;exemption_ground;birth_date;discipline;wheelchair_user;requisition_date"
    good = {"date": "2026-09-15", "hpr_number": "9000001", "fee_codes": "A3a"}
    names = columns.split(";")
    told = [
        good | {name: secret} for name in names for secret in ("Kari Nordmann", "Kari", "17057012345", "170570 12345")
    ]
    return [
        f"{columns};navn;fnr",
        *(";".join(row.get(name, "") for name in names) + ";Kari Nordmann;17057012345" for row in told),
    ]


def secret_claims() -> list[dict]:
    """A claim for each field that holds text, and fields that are none."""
    paths = (
        "claimId",
        "startTime",
        "treatmentDate",
        "countryCode",
        "discipline",
        "performer.hprNumber",
        "performer.practiceId",
    )
    paths += ("patient.birthDate", "patient.municipalityCode", "patient.healthRegion", "requisition.hprNumber")
    claims = [claim(patientName="Kari Nordmann", fnr="17057012345", Nordmann={"17057012345": 1})]
    claims += [claim(lines=[{"fee": {"feeCode": secret}, "note": secret}]) for secret in SECRETS]
    claims += [claim(lines=[{"examination": {"refundCategory": secret}}]) for secret in SECRETS]
    claims += [claim(circumstances={"otherBookings": [{"startTime": secret, "who": secret}]}) for secret in SECRETS]
    for path in paths:
        for secret in ("Kari Nordmann", "Nordmann", "17057012345", "17.05.70-12345"):
            first, _, second = path.partition(".")
            claims.append(claim(**{first: {second: secret} if second else secret}))
    return claims


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_nothing_but_fields_of_the_contract_leaves_the_browser(kind, diary):
    page = diary()
    content = "\n".join(secret_rows()).encode() if kind == "csv" else lines_of(*secret_claims())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with bodies(page) as sent:
        answered(page, content, f"diary.{kind}")
        page.get_by_label("The other date").fill("2026-06-30")
        run_other(page)
        expect(page.locator("#diary-changed")).to_be_visible()
    assert claims_in(sent)
    shown = page.locator("main").inner_text() + "".join(sent) + "".join(asked) + page.url
    # What a booking is called is shown where it is a name that may be; it is never sent.
    found = [secret for secret in SECRETS if secret in shown]
    assert found == (["Kari"] if kind == "csv" else ["Nordmann"])
    assert not any(secret in "".join(sent) for secret in SECRETS)
    assert not any("claimId" in each for each in claims_in(sent))
    if kind == "jsonl":
        expect(page.locator(".note")).to_have_text("Fields that are not part of a claim are neither used nor sent: 3.")
    origin = page.evaluate("location.origin")
    assert all(url.startswith(origin) for url in asked)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_another_language_and_another_view_keep_the_diary(diary):
    page = answered(diary(), csv_of("a;2026-09-15;9000002;1000000021;A3a;40;no;0"))
    page.get_by_label("The other date").fill("2026-06-30")
    run_other(page)
    expect(page.locator("#diary-changed")).to_be_visible()
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.locator(DONE)).to_have_text("Ferdig: 1 timar, 1 må sjåast på")
    expect(page.locator("#diary-changed")).to_have_text("Ingen av timane får eit anna svar.")
    page.locator("#to-visit").click()
    with bodies(page) as sent:
        page.locator("#to-diary").click()
        expect(page.locator(DONE)).to_be_visible()
    assert not any("claims" in body for body in sent)


def test_a_diary_is_worked_through_with_the_keyboard_alone(page, diary):
    # The browser's own dialog is kept away from the start: it would open before Playwright waits for it.
    page.on("filechooser", lambda _: None)
    diary()
    page.locator("input[type=file]").focus()
    expect(page.locator("input[type=file]")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([file(EXAMPLE)])
    expect(page.locator(DONE)).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".diary-table tbody tr")).to_have_count(4)
    expect(page.get_by_label("To look at")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("The other date")).to_be_focused()
    page.keyboard.type("06302026")
    page.keyboard.press("Enter")
    expect(page.locator("#diary-changed")).to_be_focused()


def test_a_file_can_be_dropped(diary):
    page = diary()
    script = """text => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([text], "diary.csv"));
        document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(script, EXAMPLE.decode())
    expect(page.locator(DONE)).to_have_text("Done: 8 bookings, 4 to look at")


def test_answers_that_stop_are_told_and_can_be_asked_for_again(diary):
    page = diary()
    half = (
        '{"results": [{"claimNumber": 1, "decision": {"outcome": "OUTCOME_APPROVED"}}], "claimCount": 2, "basis": {}}\n'
    )
    page.route(f"**{BATCH}", lambda route: route.fulfill(body=half, content_type="application/x-ndjson"))
    choose(page, csv_of("a;2026-09-15;9000001;;A3a;;;", "b;2026-09-15;9000001;;A3a;;;"))
    expect(page.locator(".progress")).to_have_text("The answer stopped after 1 of 2. Try again.")
    page.unroute(f"**{BATCH}")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(DONE)).to_have_text("Done: 2 bookings, 0 to look at")


def test_on_paper_stand_all_bookings_and_nothing_to_press(diary):
    page = answered(diary(), many(150))
    page.emulate_media(media="print")
    document = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    box = document.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4_POINTS
    said = "\n".join(sheet.extract_text() for sheet in document.pages)
    assert all(re.search(rf"\bd-{place}\b", said) for place in range(1, 151))
    assert "Choose" not in said
    assert "Compare" not in said
