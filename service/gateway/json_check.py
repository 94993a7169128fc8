"""The check of JSON that Envoy runs: `check_json.lua`, with the contract and the texts put in front of it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from service.gateway.contract import Call
from service.texts.catalogue import Catalogue

SCRIPT = Path(__file__).with_name("check_json.lua")
WELL_KNOWN = "google.protobuf."
MOST = 0x7FFFFFFF
LEAST = -MOST - 1
LONGEST_NAME = 64
DEEPEST = 100
COMMON = (
    *("NOT_JSON", "TOO_DEEP", "TWICE", "NO_JSON_OBJECT", "NO_OBJECT", "NO_LIST"),
    *("NO_FIELD", "A_FIELD_TOO_MANY", "BOTH", "NO_FIT", "REQUEST"),
)
OWN = ("QUERY", "TOO_LARGE", "NO_SERVER", "TOO_LATE", "OTHER")


def json_check(calls: Iterable[Call], catalogue: Catalogue, most_bytes: int) -> str:
    """The script with all that it needs to know of the requests of these calls."""
    messages, enums = _reached(call.request for call in calls)
    fields = {message.full_name: dict(_names(message)) for message in messages}
    tables = {
        "FIELDS": fields,
        "SAY": _sentences(catalogue, most_bytes),
        "NO_FIT": _by_type(catalogue, enums),
        "LONGEST_NAME": LONGEST_NAME,
        "DEEPEST": DEEPEST,
    }
    made = "".join(f"local {name} = {lua(value)}\n" for name, value in tables.items())
    return made + SCRIPT.read_text(encoding="utf-8")


def lua(value: Any) -> str:
    r"""
    A value as Lua writes it.

    >>> lua({"a": [1, "b\n", False]})
    '{["a"]={1,"b\\n",false}}'
    """
    if isinstance(value, dict):
        return "{" + ",".join(f"[{lua(key)}]={lua(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(lua, value)) + "}"
    return json.dumps(value, ensure_ascii=False)


def _reached(roots: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """The messages and enums that requests are made of, each once."""
    messages: dict[str, Any] = {}
    enums: dict[str, Any] = {}
    waiting = list(roots)
    while waiting:
        message = waiting.pop()
        if message.full_name in messages or message.full_name.startswith(WELL_KNOWN):
            continue
        messages[message.full_name] = message
        waiting += [field.message_type for field in message.fields if field.message_type]
        enums |= {field.enum_type.full_name: field.enum_type for field in message.fields if field.enum_type}
    return list(messages.values()), list(enums.values())


def _names(message: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each name that a field has in JSON, with what the script knows of the field."""
    for field in message.fields:
        below = field.message_type
        inside = below.full_name if below and not below.full_name.startswith(WELL_KNOWN) else False
        slot = (field.containing_oneof or field).name
        known = {"name": field.name, "slot": slot, "message": inside, "is_list": field.is_repeated}
        yield from ((name, known) for name in (field.name, field.json_name))


def _sentences(catalogue: Catalogue, most_bytes: int) -> dict[str, str]:
    """Sentences with the places that are filled in by the script left open."""
    return {
        **{key: _open(catalogue, "command_line", key) for key in COMMON},
        **{key: _open(catalogue, "gateway", key, most=most_bytes) for key in OWN},
        "MALFORMED_MESSAGE": _open(catalogue, "errors", "MALFORMED_MESSAGE"),
    }


def _by_type(catalogue: Catalogue, enums: list[Any]) -> dict[str, str]:
    """What is said of a value that is not of a type, by the name that the transcoder has for it."""
    number = _open(catalogue, "command_line", "NO_NUMBER", least=LEAST, most=MOST)
    moment = Timestamp.DESCRIPTOR.full_name
    return {
        "TYPE_INT32": number,
        "TYPE_STRING": _open(catalogue, "command_line", "NO_TEXT"),
        "TYPE_BOOL": _open(catalogue, "command_line", "NO_TRUTH"),
        moment: _open(catalogue, "command_line", "NO_MOMENT"),
        **{enum.full_name: _none_of(catalogue, enum) for enum in enums},
    }


def _none_of(catalogue: Catalogue, enum: Any) -> str:
    known = ", ".join(value.name for value in enum.values if value.number)
    return _open(catalogue, "command_line", "NO_VALUE", known=known)


def _open(catalogue: Catalogue, section: str, key: str, **data: object) -> str:
    return catalogue.open(section, key, {name: str(value) for name, value in data.items()})
