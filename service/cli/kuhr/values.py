"""
One value of a bill read as what its field holds.

Absent and null are not told. What does not fit is told by the name of its field
and never repeated: it may be about a patient.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from service.cli.diary.booking import UnreadableError
from service.cli.kuhr.bill import say
from service.norwegian_time import NORWAY
from service.texts.catalogue import ORE_PER_KRONE

MOST_KRONER = 1_000_000
"""More is no amount of a bill, and could be a number of another kind."""

MOST_USES = 1_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


def refuse(key: str, where: str, **data: object) -> UnreadableError:
    """That a field does not hold what it should; `where` is its name in the bill."""
    return UnreadableError(say(key, where=where, **data))


def read_object(value: Any, where: str) -> dict[str, Any]:
    """An object; an empty one when not told."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise refuse("NO_OBJECT", where)
    return value


def read_list(value: Any, where: str) -> list[Any]:
    """A list; an empty one when not told."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise refuse("NO_LIST", where)
    return value


def read_text(value: Any, where: str) -> str:
    """A text without spaces around it; empty when not told."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise refuse("NO_TEXT", where)
    return value.strip()


def read_truth(value: Any, where: str) -> bool | None:
    """True or false."""
    if value is not None and not isinstance(value, bool):
        raise refuse("NO_TRUTH", where)
    return value


def read_uses(value: Any, where: str) -> int:
    """How often a fee is used: once when not told."""
    if value is None:
        return 1
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= MOST_USES:
        raise refuse("NO_USES", where, most=MOST_USES)
    if value != int(value):
        raise refuse("NO_USES", where, most=MOST_USES)
    return int(value)


def read_ore(value: Any, where: str) -> int | None:
    """An amount in øre, written as a number of kroner."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_KRONER:
        raise refuse("NO_AMOUNT", where)
    ore = Decimal(str(value)) * ORE_PER_KRONE
    if ore != int(ore):
        raise refuse("NO_AMOUNT", where)
    return int(ore)


def read_day(value: Any, where: str) -> str:
    """A day as YYYY-MM-DD; empty when not told."""
    text = read_text(value, where)
    if not text:
        return ""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise refuse("NO_DAY", where)


def read_moment(value: Any, where: str) -> datetime:
    """A moment with its offset, as clocks in Norway show it."""
    text = read_text(value, where)
    if not text:
        raise refuse("MISSING", where)
    try:
        if MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(NORWAY)
    except (ValueError, OverflowError):
        pass
    raise refuse("NO_MOMENT", where)
