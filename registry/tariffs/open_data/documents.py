"""
A document of the open data as plain entries: JSON or XML, told apart by its first character.

Known of the format from its published description, at GitHub in
navikt/Helserefusjon-apne-data, and from programs that read it: the names of the
fields, and that JSON has the list under `takstkoder`.
Assumed, because the interface itself could not be reached: that XML has one
element for each entry with one element for each field in it, whatever the
elements around them are called; that a field without a value is absent, null
or, in XML, has no element.
"""

import json
from collections.abc import Mapping
from typing import Any

from registry.structs import struct
from registry.tariffs.open_data.xml_entries import xml_entries

ROOT = "takstkoder"
LARGEST = 64 * 1024 * 1024
FIELDS = (
    *("takstkode", "fagomraade", "fradato", "tildato", "honorar", "refusjon", "egenandel"),
    *("maks_repetisjoner", "repetisjonsprosent", "redusert_ref_fra_repetisjon", "redusert_repetisjonsprosent"),
    *("ugyldig_kombinasjon", "krever_takst", "maks_antall_per_aar", "maks_antall_per_kalender_aar"),
    *("minimum_tidsbruk", "tidsbruk_per_rep"),
)


class DocumentError(Exception):
    """A document that is not what the open data is, and why."""


@struct(frozen=True, slots=True)
class Entry:
    """One entry by its number in the document, with the texts of its fields; a field without a value is absent."""

    number: int
    fields: Mapping[str, str]


def read_document(content: bytes) -> list[Entry]:
    """
    The entries of a document, in order; fields that are not taken up are left out.

    Raises `DocumentError`.
    """
    if len(content) > LARGEST:
        raise DocumentError(f"it is larger than {LARGEST} bytes")
    try:
        found = xml_entries(content) if content.lstrip().startswith(b"<") else _json_entries(content)
    except ValueError as error:
        raise DocumentError(str(error)) from None
    if not found:
        raise DocumentError("it has no entry")
    return [Entry(number, fields) for number, fields in enumerate(found, start=1)]


def _json_entries(content: bytes) -> list[dict[str, str]]:
    """The objects of the list; numbers stay as they are written, so that no øre is lost."""
    try:
        document = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_each_once,
            parse_float=str,
            parse_int=str,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError:
        raise DocumentError("it is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"it is not JSON at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise DocumentError("it is nested too deeply") from None
    entries = document.get(ROOT) if isinstance(document, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise DocumentError(f"it is not an object with a list of objects under {ROOT}")
    return [_texts(entry) for entry in entries]


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DocumentError("a field stands twice in one object")
    return found


def _refuse_constant(name: str) -> None:
    raise DocumentError(f"{name} is not a number")


def _texts(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(name, entry[name]) for name in FIELDS if entry.get(name) is not None}


def _text(name: str, value: Any) -> str:
    """A value as text; a list of texts is written with commas."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, bool) or not isinstance(value, str):
        raise DocumentError(f"{name} is neither text nor a number")
    return value.strip()
