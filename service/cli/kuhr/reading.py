"""The text of a message as its bills; an object in which a field stands twice fails only the bill that it is in."""

import json
from typing import Any

from registry.identifiers import is_practice_id
from service.cli.diary.booking import UnreadableError
from service.cli.json_input import read_object
from service.cli.kuhr.bill import Message, say
from service.cli.kuhr.claim import Sender, read_bill
from service.errors import ServiceError

NAMES = {"behandlerkrav", "praksisId", "regninger"}
"""What only a message has at its top."""


class Doubled:
    """An object in which a field stands twice, of which neither value can be taken for the right one."""


def looks_like_message(text: str) -> bool:
    """Whether a text is meant as a message, by what stands at its top."""
    try:
        found = json.loads(text, object_pairs_hook=_or_doubled)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and bool(NAMES & set(found))


def read_message(text: str, sender: Sender) -> Message:
    """
    The bills of a text, which says of all of them at which practice they are.

    Raises `UnreadableError` with what is wrong when it is no message.
    """
    try:
        found = read_object(text, pairs=_or_doubled)
    except ServiceError as error:
        raise UnreadableError(error.data["problem"]) from None
    bills = _bills(found)
    practice = found.get("praksisId")
    if practice not in (None, "") and not (isinstance(practice, str) and is_practice_id(practice)):
        raise UnreadableError(say("NO_PRACTICE"))
    sender = Sender(practice or "", sender.hpr_number, sender.organisation_number)
    return Message(tuple(read_bill(place, bill, sender) for place, bill in enumerate(bills, 1)))


def _bills(found: dict[str, Any]) -> list[Any]:
    claim = found.get("behandlerkrav")
    if not isinstance(claim, dict):
        raise UnreadableError(say("NO_CLAIM"))
    bills = claim.get("regninger")
    if not isinstance(bills, list):
        raise UnreadableError(say("NO_BILLS"))
    if not bills:
        raise UnreadableError(say("EMPTY"))
    return bills


def _or_doubled(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled()
