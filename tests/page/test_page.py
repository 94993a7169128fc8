"""What a receptionist does at the page, and what then stands there."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.page.diaries import DONE, answered, run_other
from tests.readme import ROOT
from tests.tables import cases

pytestmark = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)
VIEWS = ("visit", "explain", "compare", "diary", "price-list", "history")
HARMFUL = {"serious", "critical"}
NARROW = {"width": 360, "height": 740}
A_KEY = re.compile(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b")
A4_POINTS = (595, 842)
EXAMPLE = ROOT / "docs" / "examples" / "diary.csv"

VISITS = cases("""
    case                       | provider  | language | outcome      | patient pays     | says
    covered                    | 9000001   | en       | Covered      | 190 kr           | You pay 190 kr for the appointment on 15 September 2026.
    covered, in Bokmål         | 9000001   | nb       | Dekket       | 190 kr           | Meld egenandelen til Helfo senest 29. september 2026.
    covered, in Nynorsk        | 9000001   | nn       | Dekt         | 190 kr           | Meld eigendelen til Helfo seinast 29. september 2026.
    found by name              | cloudberry | en      | Not covered  | the provider's own price | nothing counts towards your exemption card
    no contract                | 9000002   | en       | Not covered  | the provider's own price | You pay the whole bill yourself, the provider sets the price
    employed by a municipality | 9000008   | en       | Covered      | 190 kr           | The municipality decides whether you pay a user fee
    an unknown card            | 9000001   | en       | Covered      | 190 kr           | Between 0 kr and 190 kr, depending on what is not known
""")


@pytest.mark.parametrize("row", VISITS)
def test_a_visit_is_answered_at_once(visit, row):
    page = visit(row["provider"], row["language"])
    expect(page.locator(".outcome-word")).to_have_text(row["outcome"])
    expect(page.locator(".pays")).to_have_text(row["patient pays"])
    expect(page.locator("main").get_by_text(row["says"]).first).to_be_visible()


def test_what_is_told_of_the_patient_changes_the_sum(visit):
    page = visit("9000001")
    page.get_by_label("Has a card").check()
    expect(page.locator(".pays")).to_have_text("0 kr")
    page.get_by_label("Has none").check()
    expect(page.locator(".pays")).to_have_text("190 kr")
    page.get_by_role("textbox", name="Age").fill("9")
    expect(page.locator(".pays")).to_have_text("0 kr")


def test_another_language_keeps_what_is_filled_in(visit):
    page = visit("9000001")
    page.get_by_label("Has a card").check()
    expect(page.locator(".pays")).to_have_text("0 kr")
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.locator(".outcome-word")).to_have_text("Dekt")
    expect(page.locator(".pays")).to_have_text("0 kr")


def test_wrong_input_is_told_at_its_field(visit):
    page = visit("9000001")
    age = page.get_by_role("textbox", name="Age")
    age.fill("900")
    error = page.locator(f"#{age.get_attribute('id')}-error")
    expect(error).to_be_visible()
    expect(age).to_have_attribute("aria-invalid", "true")


def test_a_visit_can_be_filled_in_with_the_keyboard_alone(page, gateway):
    page.goto(f"{gateway.url}/?lang=en")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("9000001")
    # What is found is drawn anew with each letter: the focus would go with what is replaced.
    expect(page.locator("main [role=status]").first).to_have_text("Found: 1")
    expect(page.locator("main li button")).to_have_text(re.compile("HPR 9000001"))
    page.keyboard.press("Tab")
    expect(page.locator("main li button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".outcome-word")).to_have_text("Covered")


def test_nothing_is_stored_and_nothing_of_the_patient_is_in_an_address(visit):
    page = visit("9000001")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("textbox", name="Age").fill("67")
    page.get_by_label("Has none").check()
    expect(page.locator(".pays")).to_have_text("190 kr")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert page.context.cookies() == []
    origin = page.evaluate("location.origin")
    assert all(url.startswith(origin) and "67" not in url.removeprefix(origin) for url in [*asked, page.url])


def opened_views(page: Page) -> Iterator[str]:
    """Each view in turn, with answers shown where it has any."""
    for view in VIEWS:
        page.locator(f"#to-{view}").click()
        expect(page.locator("main h1")).to_be_visible()
        if view == "compare":
            page.locator("main input[type=date]").fill("2026-06-30")
            expect(page.locator(".two .outcome-word")).to_have_count(2)
        if view == "diary" and not page.locator(DONE).count():
            answered(page, EXAMPLE.read_bytes())
            page.locator("main input[type=date]").fill("2026-06-30")
            run_other(page)
            expect(page.locator("#diary-changed table")).to_be_visible()
        if view in ("price-list", "history"):
            expect(page.locator("main table").first).to_be_visible()
        if view == "explain":
            expect(page.locator(".steps")).to_be_visible()
        yield view


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_view_is_for_everybody(visit, language):
    """No serious barrier, no key in the place of its words, and nothing beyond the edge of a narrow screen."""
    page = visit("9000001", language)
    for view in opened_views(page):
        found = Axe().run(page).response["violations"]
        assert [(view, each["id"]) for each in found if each["impact"] in HARMFUL] == []
        assert A_KEY.findall(page.locator("body").inner_text()) == [], view
    page.set_viewport_size(NARROW)
    for view in opened_views(page):
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], view
        expect(page.locator(f"#to-{view}")).to_be_in_viewport(ratio=0.9)


PRINTED = cases("""
    case            | view       | stands there                                             | stands not there
    a visit         | visit      | You pay 190 kr for the appointment on 15 September 2026. | What is booked?
    an explanation  | explain    | Where every krone comes from                             | Everything works
    a price list    | price-list | Price list for physiotherapy                             | Find the provider
""")


@pytest.mark.parametrize("row", PRINTED)
def test_on_paper_stands_what_is_to_be_handed_over(visit, row):
    page = visit("9000001")
    page.locator(f"#to-{row['view']}").click()
    expect(page.get_by_text(row["stands there"]).first).to_be_visible()
    document = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    box = document.pages[0].mediabox
    said = "".join(" ".join(sheet.extract_text().split()) for sheet in document.pages)
    assert (round(box.width), round(box.height)) == A4_POINTS
    assert row["stands there"] in said
    assert row["stands not there"] not in said
    assert row["view"] == "explain" or len(document.pages) == 1


def picture(name: str, tmp_path: Path) -> Path:
    """Where a picture goes: into the documentation when that is asked for."""
    return (ROOT / "docs" / "images" if os.environ.get("AVTALT_SCREENSHOTS") else tmp_path) / name


def test_the_pictures_of_the_documentation_are_made_here(visit, tmp_path):
    page = visit("9000001")
    page.set_viewport_size({"width": 1200, "height": 1500})
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=picture("visit.png", tmp_path), full_page=True)
    page.locator("#to-diary").click()
    answered(page, EXAMPLE.read_bytes())
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=picture("diary.png", tmp_path), full_page=True)
    assert all(picture(name, tmp_path).stat().st_size for name in ("visit.png", "diary.png"))
