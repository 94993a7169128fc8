"""What the pages show is what the files hold and the contract has."""

import json
import re

import pytest

from avtalt.v1 import decision_pb2
from tests.readme import ROOT, blocks

DOCS = ROOT / "docs"
SHOWN = {
    "first_call.md": ["clients/first_call.py", "clients/node/first_call.mjs"],
    "calling.md": ["clients/service_config.json"],
}


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in SHOWN.items() for name in names])
def test_a_file_that_a_page_shows_stands_there_as_it_is(page, name):
    text = (DOCS / page).read_text(encoding="utf-8")
    fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert (DOCS / "examples" / name).read_text(encoding="utf-8") in fenced


@pytest.mark.parametrize("enum", [decision_pb2.Outcome, decision_pb2.LineCoverage], ids=["outcome", "coverage"])
def test_every_kind_of_answer_is_shown_in_a_real_one(enum):
    """Those blocks are run, so what they show is what comes."""
    answers = [block.output or "" for block in blocks((DOCS / "outcomes.md").read_text()) if "price" in block.script]
    shown = set(re.findall(r'"((?:OUTCOME|LINE_COVERAGE)_\w+)"', "".join(answers)))
    assert {name for name in enum.keys() if not name.endswith("_UNSPECIFIED")} - shown == set()  # noqa: SIM118


def test_every_request_of_the_outcomes_is_shown():
    text = (DOCS / "outcomes.md").read_text(encoding="utf-8")
    requests = (DOCS / "examples" / "outcomes").glob("*.json")
    assert [path.name for path in requests if text.count(f"outcomes/{path.name}") != 2] == []


def test_the_service_config_retries_what_may_pass_and_sets_no_time():
    """A `timeout` in it is counted wrong by grpcio, so every call has its own."""
    config = json.loads((DOCS / "examples" / "clients" / "service_config.json").read_text())
    (method,) = config["methodConfig"]
    assert method["name"] == [{}]
    assert method["retryPolicy"]["retryableStatusCodes"] == ["UNAVAILABLE"]
    assert "timeout" not in method
