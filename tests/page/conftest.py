"""The page in a real browser, in front of a real server with the demo register."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser as browsers
from tests import gateways
from tests.gateways import Gateway

browser = browsers.browser
gateway = gateways.gateway

REFUSALS = ("(Bad Request)", "(Not Found)")
"""The browser itself tells of a call that is refused."""

TREATMENT_DATE = "2026-09-15"
ON_THE_DAY = re.compile(r"15\.? [Ss]eptember 2026")
Visit = Callable[..., Page]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own; nothing may be said on the console."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, bypass_csp=True)
    said: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert [text for text in said if not any(status in text for status in REFUSALS)] == []


@pytest.fixture
def diary(page: Page, gateway: Gateway) -> Callable[..., Page]:
    """Open the diary."""

    def opened(language: str = "en") -> Page:
        page.goto(f"{gateway.url}/?lang={language}#diary")
        expect(page.locator("input[type=file]")).to_be_visible()
        return page

    return opened


@pytest.fixture
def visit(page: Page, gateway: Gateway) -> Visit:
    """Fill in a visit: the provider by number or name, on the day that the demo providers' answers are for."""

    def fill_in(provider: str, language: str = "en") -> Page:
        page.goto(f"{gateway.url}/?lang={language}")
        page.get_by_role("searchbox").fill(provider)
        page.locator("main li button").first.click()
        page.locator("input[type=date]").first.fill(TREATMENT_DATE)
        # The answer for today, which stood there first, has gone.
        expect(page.locator("#answer .notice").first).to_contain_text(ON_THE_DAY)
        return page

    return fill_in
