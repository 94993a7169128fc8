"""
JSON from a person or a script as a message of the contract.

What does not fit is refused by its path, and values are never repeated: they
may be about a patient.
"""

import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message

from service.cli.asking import MOST_BYTES
from service.errors import ErrorReason, ServiceError

MessageType = TypeVar("MessageType", bound=Message)
WHOLE_NUMBERS = {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64}
MOST = 0x7FFFFFFF
LEAST = -MOST - 1
WELL_KNOWN = "google.protobuf."
LONGEST_NAME = 64
LARGEST_FILE = 8 * MOST_BYTES


def read_json(path: str) -> dict[str, Any]:
    """The object in a file, or on standard input when the path is a hyphen."""
    try:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1) if path == "-" else _read_file(path)
        found = json.loads(content.decode("utf-8"))
    except OSError:
        raise malformed(f"there is no readable file at {path}") from None
    except UnicodeDecodeError:
        raise malformed("it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise malformed(f"it is not JSON at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise malformed("it is nested too deeply") from None
    if not isinstance(found, dict):
        raise malformed("it is not a JSON object")
    return found


def _read_file(path: str) -> bytes:
    size = Path(path).stat().st_size
    if size > LARGEST_FILE:
        raise ServiceError(ErrorReason.MESSAGE_TOO_LARGE, bytes=str(size), most=str(MOST_BYTES))
    return Path(path).read_bytes()


def to_message(found: dict[str, Any], message: MessageType, path: str) -> MessageType:
    """The object as a message; the path says what it is in errors."""
    check_object(found, message.DESCRIPTOR, path)
    try:
        return ParseDict(found, message)
    except (ParseError, ValueError, TypeError, RecursionError):
        raise malformed(f"{path or 'the request'} does not fit the contract") from None


def check_object(found: Any, descriptor: Any, path: str) -> None:
    """Refuse what does not fit a message of the contract."""
    if descriptor.full_name.startswith(WELL_KNOWN):
        return
    if not isinstance(found, dict):
        raise malformed(f"{path} is not an object")
    fields = {name: field for field in descriptor.fields for name in (field.name, field.json_name)}
    chosen: dict[str, str] = {}
    for name, value in found.items():
        where = f"{path}.{name}" if path else name
        field = fields.get(name)
        if field is None:
            raise malformed(_no_field(name, where, fields))
        if value is None:
            continue
        group = field.containing_oneof
        if group is not None and len(group.fields) > 1:
            if group.name in chosen:
                raise malformed(f"{path or 'it'} has both {chosen[group.name]} and {field.name}; give one of them")
            chosen[group.name] = field.name
        check_field(value, field, where)


def _no_field(name: str, where: str, fields: dict[str, Any]) -> str:
    """That there is no such field, and which one may be meant."""
    close = get_close_matches(name, fields, n=1)
    shown = (
        where if name.isidentifier() and len(name) <= LONGEST_NAME and not any(map(str.isdigit, name)) else "a field"
    )
    return f"there is no field {shown}" + (f"; {close[0]} is close" if close else "")


def check_field(value: Any, field: FieldDescriptor, where: str) -> None:
    """Refuse a value that does not fit its field."""
    if field.is_repeated:
        if not isinstance(value, list):
            raise malformed(f"{where} is not a list")
        for place, each in enumerate(value):
            check_value(each, field, f"{where}[{place}]")
    else:
        check_value(value, field, where)


def check_value(value: Any, field: FieldDescriptor, where: str) -> None:
    """Refuse a single value that does not fit its field."""
    kind = field.cpp_type
    if kind == FieldDescriptor.CPPTYPE_MESSAGE:
        check_object(value, field.message_type, where)
    elif kind == FieldDescriptor.CPPTYPE_BOOL and not isinstance(value, bool):
        raise malformed(f"{where} is neither true nor false")
    elif kind == FieldDescriptor.CPPTYPE_STRING and not isinstance(value, str):
        raise malformed(f"{where} is not text")
    elif kind in WHOLE_NUMBERS and not _is_whole(value):
        raise malformed(f"{where} is not a whole number from {LEAST} to {MOST}")
    elif kind == FieldDescriptor.CPPTYPE_ENUM:
        names: Any = field.enum_type.values_by_name if field.enum_type else {}
        if not (isinstance(value, str) and value in names):
            known = ", ".join(name for name in names if not name.endswith("_UNSPECIFIED"))
            raise malformed(f"{where} is none of {known}")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LEAST <= value <= MOST


def malformed(problem: str) -> ServiceError:
    """The error of a message that cannot be read."""
    return ServiceError(ErrorReason.MALFORMED_MESSAGE, problem=problem)
