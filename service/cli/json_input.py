"""
JSON from a person or a script as a message of the contract.

What does not fit is refused by its path, and values are never repeated: they
may be about a patient.
"""

import json
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from service.cli.asking import MOST_BYTES
from service.cli.phrases import phrase
from service.errors import ErrorReason, ServiceError

MessageType = TypeVar("MessageType", bound=Message)
Pairs = Callable[[list[tuple[str, Any]]], Any]
MOST = 0x7FFFFFFF
LEAST = -MOST - 1
WELL_KNOWN = "google.protobuf."
LONGEST_NAME = 64
LARGEST_FILE = 8 * MOST_BYTES


def read_json(path: str) -> dict[str, Any]:
    """The object in a file, or on standard input when the path is a hyphen."""
    return read_object(read_text(path))


def read_text(path: str) -> str:
    """The text in a file, or on standard input when the path is a hyphen."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise malformed("NOT_UTF_8") from None


def read_object(text: str, line: int = 1, pairs: Pairs | None = None) -> dict[str, Any]:
    """
    The object that a text holds, whose first line is this line of a file.

    `pairs` makes an object of its fields; without it, a field that stands twice
    in one is refused.
    """
    try:
        found = json.loads(text, object_pairs_hook=pairs or _each_once)
    except json.JSONDecodeError as error:
        raise malformed("NOT_JSON", line=line + error.lineno - 1, column=error.colno) from None
    except RecursionError:
        raise malformed("TOO_DEEP") from None
    except ValueError:
        raise malformed("NO_FIT", where=phrase("REQUEST")) from None  # a number of thousands of digits
    if not isinstance(found, dict):
        raise malformed("NO_JSON_OBJECT")
    return found


def read_bytes(path: str) -> bytes:
    """What is in a file, or on standard input when the path is a hyphen, but never more than could be a message."""
    try:
        if path == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
    except OSError:
        raise malformed("NO_FILE", path=path) from None
    if len(content) > LARGEST_FILE:
        raise ServiceError(ErrorReason.MESSAGE_TOO_LARGE, bytes=str(len(content)), most=str(MOST_BYTES))
    return content


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of the pairs; of two values for one field neither can be taken for the right one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise malformed("TWICE")
    return found


def to_message(found: dict[str, Any], message: MessageType) -> MessageType:
    """The object as a message of the contract."""
    check_object(found, message.DESCRIPTOR, "")
    try:
        return ParseDict(found, message)
    except (ParseError, ValueError, TypeError, RecursionError):
        raise malformed("NO_FIT", where=phrase("REQUEST")) from None


def check_object(found: Any, descriptor: Any, path: str) -> None:
    """Refuse what does not fit a message of the contract; an empty path is the whole request."""
    where = path or phrase("REQUEST")
    if descriptor.full_name.startswith(WELL_KNOWN):
        _check_moment(found, where)
        return
    if not isinstance(found, dict):
        raise malformed("NO_OBJECT", where=where)
    fields = {name: field for field in descriptor.fields for name in (field.name, field.json_name)}
    chosen: dict[str, str] = {}
    for name, value in found.items():
        field = fields.get(name)
        if field is None:
            raise _no_field(name, path, fields)
        if value is None:
            continue
        slot = (field.containing_oneof or field).name
        if slot in chosen:
            raise malformed("BOTH", where=where, one=chosen[slot], other=name)
        chosen[slot] = name
        check_field(value, field, f"{path}.{name}" if path else name)


def _no_field(name: str, path: str, fields: dict[str, Any]) -> ServiceError:
    """That there is no such field, and which one may be meant; a name with digits may be a value gone astray."""
    if name.isidentifier() and len(name) <= LONGEST_NAME and not any(map(str.isdigit, name)):
        problem = phrase("NO_FIELD", where=f"{path}.{name}" if path else name)
    else:
        problem = phrase("A_FIELD_TOO_MANY", where=path or phrase("REQUEST"))
    close = get_close_matches(name, fields, n=1)
    if close:
        problem = phrase("CLOSE", problem=problem, name=close[0])
    return ServiceError(ErrorReason.MALFORMED_MESSAGE, problem=problem)


def check_field(value: Any, field: FieldDescriptor, where: str) -> None:
    """Refuse a value that does not fit its field."""
    if not field.is_repeated:
        check_value(value, field, where)
        return
    if not isinstance(value, list):
        raise malformed("NO_LIST", where=where)
    for place, each in enumerate(value):
        check_value(each, field, f"{where}[{place}]")


def check_value(value: Any, field: FieldDescriptor, where: str) -> None:
    """Refuse a single value that does not fit its field."""
    match field.cpp_type:
        case FieldDescriptor.CPPTYPE_MESSAGE:
            check_object(value, field.message_type, where)
        case FieldDescriptor.CPPTYPE_ENUM:
            _check_enum(value, field.enum_type, where)
        case FieldDescriptor.CPPTYPE_BOOL if not isinstance(value, bool):
            raise malformed("NO_TRUTH", where=where)
        case FieldDescriptor.CPPTYPE_STRING if not isinstance(value, str):
            raise malformed("NO_TEXT", where=where)
        case FieldDescriptor.CPPTYPE_INT32 if not _is_whole(value):
            raise malformed("NO_NUMBER", where=where, least=LEAST, most=MOST)


def _check_enum(value: Any, enum: Any, where: str) -> None:
    """Refuse what names no value; a number is passed on, since a newer server may know it."""
    if isinstance(value, str):
        if value in enum.values_by_name:
            return
    elif isinstance(value, int) and _is_whole(value):
        return
    known = ", ".join(name for name in enum.values_by_name if not name.endswith("_UNSPECIFIED"))
    raise malformed("NO_VALUE", where=where, known=known)


def _check_moment(value: Any, where: str) -> None:
    """Refuse what is no moment with its zone: the only type of others that the contract uses."""
    try:
        Timestamp().FromJsonString(value)
    except (ValueError, TypeError, AttributeError):
        raise malformed("NO_MOMENT", where=where) from None


def _is_whole(value: Any) -> bool:
    """Whether a value is a whole number as protobuf JSON writes it: also `"40"` and `40.0`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return LEAST <= int(value) <= MOST and (isinstance(value, str) or int(value) == value)
    except (ValueError, OverflowError):
        return False


def malformed(key: str, /, **data: object) -> ServiceError:
    """The error of a message that cannot be read."""
    return ServiceError(ErrorReason.MALFORMED_MESSAGE, problem=phrase(key, **data))
