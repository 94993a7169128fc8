"""Identity numbers as they are made, and messages to put them into."""

import json
from typing import Any

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_check_digits(nine: str) -> str | None:
    """The number that nine digits begin; absent where there is none."""
    found = nine
    for weights in (FIRST, SECOND):
        digit = -sum(weight * int(each) for weight, each in zip(weights, found, strict=True)) % 11
        if digit == 10:
            return None
        found += str(digit)
    return found


def bill(**fields: Any) -> dict[str, Any]:
    """A bill that can be read, with some of its fields as told; a field that is None is left out."""
    told = {
        "regningsnummer": "7",
        "tidspunkt": "2026-09-15T08:00:00+02:00",
        "pasient": {"identifikasjon": {"id": "14838520260", "type": "FNR"}},
        "utforendeBehandler": {"id": "9000001", "type": "HPR"},
        "takster": [{"kode": "A3a", "belop": 94, "antall": 1}],
    } | fields
    return {name: value for name, value in told.items() if value is not None}


def message(*bills: Any, practice: Any = "1000000011") -> str:
    """The text of a message with these bills."""
    return json.dumps({"praksisId": practice, "behandlerkrav": {"regninger": list(bills)}})
