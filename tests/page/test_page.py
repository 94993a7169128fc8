"""What a receptionist does at the page, and what then stands there."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.readme import ROOT
from tests.tables import cases

pytestmark = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)
VIEWS = ("visit", "explain", "compare", "price-list", "history")
HARMFUL = {"serious", "critical"}

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
    expect(page.locator("main li button").first).to_be_visible()
    page.keyboard.press("Tab")
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


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_view_has_a_serious_barrier(visit, language):
    page = visit("9000002", language)
    for view in VIEWS:
        page.locator(f"#to-{view}").click()
        expect(page.locator("main h1")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(view, each["id"]) for each in found if each["impact"] in HARMFUL] == []


def test_the_picture_in_the_readme_is_made_here(visit, tmp_path):
    page = visit("9000001")
    expect(page.locator(".pays")).to_have_text("190 kr")
    kept = os.environ.get("AVTALT_SCREENSHOTS")
    path = (ROOT / "docs" / "images" if kept else tmp_path) / "visit.png"
    page.screenshot(path=path, full_page=True)
    assert path.stat().st_size > 0
