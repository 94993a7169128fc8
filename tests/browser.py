"""A headless Chromium for the tests: Debian's, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "Chromium WAS NOT FOUND: everything that is tested in a browser WAS LEFT OUT. "
    "Install it (on Debian: apt install chromium) and run the tests again."
)
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root, who runs the tests in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    The browser; where none is found that is told, and with CI it is a failure.

    Gone after each module: while Playwright runs it keeps an event loop going, in
    which no asynchronous test of another module could run.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield launched
        launched.close()
