"""Reads the practices of a list as KUHR gives it out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from registry.exchange.cells import RefusedRowError, read_day
from registry.exchange.columns import FILE_KINDS
from registry.exchange.files import ImportUnreadableError, Progress, Source, opened
from registry.exchange.rows import ReadRow, RefusedRow
from registry.identifiers import shown
from registry.period import Period
from registry.records import Practice

SOURCE = "KUHR"
LARGEST_MIB = 64
MIB = 1 << 20
READY = "ok"
PRACTICES = FILE_KINDS[Practice]

THEIR_NAMES = {"practice_id": "praksisId", "name": "navn", "practice_type": "type", "organisation_number": "orgnr"}
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
SAVE = "Save the answer of KUHR as it came, or leave the row out."
PERIODS, FIRST, LAST = "gyldigePerioder", "fraOgMedDato", "tilOgMedDato"


def read_list(source: Source, fetched: date, progress: Progress) -> Iterator[ReadRow | RefusedRow]:
    """
    The practices of a list that was fetched on this day.

    Raises `ImportUnreadableError` for what is no JSON, or no list of practices.
    """
    for place, item in enumerate(_items(source, progress), 1):
        try:
            yield ReadRow(place, _practice(item, fetched))
        except RefusedRowError as error:
            yield RefusedRow(place, str(error), None)


def _items(source: Source, progress: Progress) -> Sequence[object]:
    name, content = source.file.name, bytearray()
    with opened(source.file) as file:
        while part := file.read(MIB):
            progress(len(part))
            content += part
            if len(content) > LARGEST_MIB * MIB:
                raise ImportUnreadableError(name, f"The file is larger than {LARGEST_MIB} MiB. Split the list.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ImportUnreadableError(name, "The file is no JSON in UTF-8. Save the answer of KUHR as it came.") from None
    lists = [found] if isinstance(found, list) else []
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
    if len(lists) != 1:
        raise ImportUnreadableError(
            name, f"There are {len(lists)} lists in the file. Give one list of practices, or an object with one in it."
        )
    return lists[0]


def _practice(item: object, fetched: date) -> list[str | None]:
    """The cells of a practice, its municipality being left open."""
    if not isinstance(item, dict):
        raise RefusedRowError(f"The row is no object with the fields of a practice. {SAVE}")
    _check_status(item.get("status"))
    _check_periods(item, fetched)
    ours = {column: _text(item, theirs) for column, theirs in THEIR_NAMES.items()} | {"source": SOURCE}
    cells = [ours.get(column, "") for column in PRACTICES.columns]
    try:
        PRACTICES.read(cells)
    except RefusedRowError as error:
        field, space, rest = str(error).partition(" ")
        raise RefusedRowError(THEIR_NAMES.get(field, field) + space + rest) from None
    return [cell or None for cell in cells]


def _text(item: Mapping[str, Any], name: str) -> str:
    """A field as text; an absent one is empty."""
    text = item.get(name)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise RefusedRowError(f"{name} is {shown(text)}, which is no text. Give it in quotes.")
    if UNKEEPABLE.search(text):
        raise RefusedRowError(f"{name} holds a character that no database can keep. Take it out.")
    return text


def _check_status(status: object) -> None:
    if status != READY:
        raise RefusedRowError(
            f"status is {shown(status)}, not {READY!r}: Helfo does not hold the practice ready for use. "
            "Ask Helfo about it, or leave the row out."
        )


def _check_periods(item: Mapping[str, Any], fetched: date) -> None:
    """Refuse a practice that is not valid on the day on which the list was fetched."""
    found = item.get(PERIODS)
    periods = [_period(each) for each in found] if isinstance(found, list) else []
    if not periods:
        raise RefusedRowError(f"{PERIODS} is no list of at least one period. Ask Helfo about it, or leave the row out.")
    if any(period.covers(fetched) for period in periods):
        return
    days = ", ".join(f"{each.first_date} to {each.last_date or 'any day to come'}" for each in periods)
    raise RefusedRowError(
        f"{PERIODS} has no period with {fetched}, the day on which the list was fetched. Leave the row out, or fetch "
        f"the list again. The periods are {days}."
    )


def _period(item: object) -> Period:
    days = [item.get(FIRST), item.get(LAST)] if isinstance(item, dict) else [None, None]
    first, last = (read_day(day) if isinstance(day, str) else None for day in days)
    if first is None or (last is None and days[1] is not None):
        raise RefusedRowError(
            f"{PERIODS} has a period without a day as YYYY-MM-DD in {FIRST}, or with something else in {LAST}. {SAVE}"
        )
    if last and last < first:
        raise RefusedRowError(f"{PERIODS} has a period that ends on {last}, before it starts on {first}. {SAVE}")
    return Period(first, last)
