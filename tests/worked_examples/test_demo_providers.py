"""The documented answers of the demo providers, asked of a real server."""

import re
from pathlib import Path

import pytest

from avtalt.v1.decision_pb2 import Outcome
from tests.worked_examples.notation import request

PAGE = Path(__file__).parent.parent.parent / "docs" / "demo_providers.md"
PATIENT = "age=40 card=no paid=0 member=yes municipality=0301"
USER_FEES = {"RADIOLOGY": "899a", "LABORATORY": "701a"}


def providers() -> list[list[str]]:
    """The rows of both tables of the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if re.match(r"\| \d", line)]


@pytest.mark.parametrize("row", providers(), ids=lambda row: f"{row[0]} {row[2]}")
def test_demo_provider(row, call):
    """The outcome, and the sum where the page names one, are the documented ones."""
    number, discipline, _, answer = row
    institute = discipline in USER_FEES
    claim = {
        "discipline": discipline if institute else "PHYSIOTHERAPY",
        "performer": number,
        "date": "2026-09-15",
        "patient": PATIENT,
        "requisition": "doctor@2026-09-01" if institute else "",
        "lines": USER_FEES.get(discipline, "A3a"),
    }
    decision = call("PriceClaim", request(claim)).decision
    assert Outcome.Name(decision.outcome).removeprefix("OUTCOME_") == re.split(r"[ ,;:]", answer)[0]
    for column, field in (
        ("patient", "patient_pays_ore"),
        ("Helfo", "helfo_pays_ore"),
        ("least", "lowest_patient_pays_ore"),
    ):
        named = re.search(rf"{column} (\d+)", answer)
        if named:
            assert getattr(decision.totals, field) == int(named[1]) * 100
