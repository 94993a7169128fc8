"""The table of bad input in the documentation, as requests."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "bad_input.md"
EXAMPLE = ROOT / "docs" / "examples" / "physiotherapy.json"
COMMAND_LINE = "command line"
TWENTY_MB = 20 * 1024 * 1024


@dataclass(frozen=True)
class BadInput:
    """A row of the table."""

    sent: str
    status: str
    expected: str

    @property
    def outcome(self) -> str:
        """The first word: an outcome when the status is OK, else the error's reason."""
        return self.expected.split()[0]

    @property
    def reasons(self) -> list[str]:
        """For a business answer, the reasons that it gives."""
        return self.expected.split()[1:]


def rows(*, for_server: bool) -> list[Any]:
    """The rows as parameters of a test; a server never sees those of the command line."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [
        pytest.param(BadInput(sent, status, expected), id=case)
        for case, sent, status, expected in cells
        if not for_server or status != COMMAND_LINE
    ]


def request_of(sent: str) -> dict[str, Any]:
    """The JSON of the request that a row describes."""
    claim = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    request: dict[str, Any] = {"claim": claim, "languageCode": "en"}
    match sent.split():
        case ["101", "lines"]:
            claim["lines"] = [{"fee": {"feeCode": "A3a"}}] * 101
        case ["20", "MB"]:
            claim["claimId"] = "x" * TWENTY_MB
        case ["language", code]:
            request["languageCode"] = code
        case ["read", "exactRevision"]:
            request["read"] = {"exactRevision": 9999}
        case ["view", view]:
            request["view"] = view
        case _:
            claim |= json.loads(sent.strip("`"))
    return request


def message_of(sent: str) -> PriceClaimRequest:
    """The request that a row describes, as a client would send it."""
    return ParseDict(request_of(sent), PriceClaimRequest())
