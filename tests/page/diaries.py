"""Files of bookings for the tests of the page, and the page with one of them answered."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import FilePayload, Page, Request, expect

HEAD = "booking;date;hpr_number;practice_id;fee_codes;age;exemption_card;user_fees_paid"
DONE = "#diary-done"
BATCH = "/v1/claims:batchPrice"


def csv_of(*rows: str, head: str = HEAD) -> bytes:
    """A file of rows below a head."""
    return "\n".join((head, *rows)).encode()


def many(count: int) -> bytes:
    """So many bookings: each tenth with a provider without municipal contract."""
    providers = ["9000002;1000000021" if place % 10 == 0 else "9000001;1000000011" for place in range(count)]
    return csv_of(*(f"d-{place};2026-09-15;{who};A3a;40;no;0" for place, who in enumerate(providers, 1)))


def lines_of(*claims: Any) -> bytes:
    """A file of JSON lines; text stands there as it is."""
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in claims).encode()


def claim(**changes: Any) -> dict[str, Any]:
    """A claim that is covered, but for what is changed."""
    ordinary = {
        "claimId": "d-1",
        "discipline": "DISCIPLINE_PHYSIOTHERAPY",
        "performer": {"hprNumber": "9000001", "practiceId": "1000000011"},
        "treatmentDate": "2026-09-15",
        "patient": {"ageYears": 40, "exemptionCard": "EXEMPTION_CARD_NOT_HELD", "userFeesPaidOre": 0},
        "lines": [{"fee": {"feeCode": "A3a"}}],
    }
    return ordinary | changes


def file(content: bytes, name: str = "diary.csv") -> FilePayload:
    """What Playwright puts into the field for a file."""
    return FilePayload(name=name, mimeType="text/plain", buffer=content)


def choose(page: Page, content: bytes, name: str = "diary.csv") -> None:
    """Choose a file in the diary."""
    page.locator("input[type=file]").set_input_files(file(content, name))


def answered(page: Page, content: bytes, name: str = "diary.csv") -> Page:
    """The same with its answers shown."""
    choose(page, content, name)
    expect(page.locator(DONE)).to_be_visible()
    return page


def table(page: Page, name: str = ".diary-table") -> list[list[str]]:
    """The rows of a table as texts, without its head."""
    script = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    found: list[list[str]] = page.locator(f"{name} tbody tr").evaluate_all(script)
    return found


def run_other(page: Page) -> None:
    """Compare with what is filled in."""
    page.locator("form button.main").click()


def changed(page: Page) -> list[list[str]]:
    """The rows of those whose answer differs, once they are shown."""
    expect(page.locator("#diary-changed table")).to_be_visible()
    return table(page, "#diary-changed")


@contextmanager
def bodies(page: Page) -> Iterator[list[str]]:
    """What is sent to the API while the block runs."""
    sent: list[str] = []

    def keep(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.post_data or "")

    page.on("request", keep)
    yield sent
    page.remove_listener("request", keep)


def claims_in(sent: Sequence[str]) -> list[dict[str, Any]]:
    """The claims of all that was sent."""
    return [each for body in sent for each in json.loads(body)["claims"]]
