"""The columns of a diary as CSV, and which of them a file has."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import typer

from service.cli.diary.booking import UnreadableFileError, say
from service.cli.failures import refused
from service.texts.catalogue import LANGUAGES, catalogue

OF_THE_LINE = (
    *("fee_codes", "treatment", "minutes", "setting", "group_size", "group_place"),
    *("examination", "sample", "refund_category", "asking_price"),
)
"""What a row tells of itself; all else it tells of the booking that it is part of."""

OF_THE_BOOKING = (
    *("booking", "discipline", "hpr_number", "organisation_number", "practice_id", "date", "start_time"),
    *("age", "birth_date", "exemption_card", "user_fees_paid", "exemption_ground", "national_insurance_member"),
    *("municipality_code", "wheelchair_user", "requisition", "requisition_date", "requisition_hpr_number"),
)
CONTENT = ("fee_codes", "treatment", "examination", "sample")
"""What is done: a row tells at least one of them."""

NEEDED = (("date",), ("hpr_number", "organisation_number"), CONTENT)
"""Of each of these a file must have one."""


CLOSE = 0.85
"""How alike two words are, from 0 to 1, for one to be taken for the other misspelt."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a file are, counted from 0, and the notes about those that are not read."""

    places: dict[str, int]
    width: int
    notes: tuple[str, ...]


def fold(text: str) -> str:
    """A word without what people write differently: capitals, spaces, hyphens and underscores."""
    return "".join(character for character in text.casefold() if character.isalnum())


@cache
def known_headings(more: tuple[str, ...] = ()) -> dict[str, str]:
    """Each column of a diary, and `more`, by its name and by its heading in every language, folded."""
    names = (*OF_THE_BOOKING, *OF_THE_LINE, *more)
    found = {fold(name): name for name in names}
    for language in LANGUAGES:
        found |= {fold(catalogue(language).say("diary_columns", name, {})): name for name in names}
    return found


def read_header(cells: list[str], more: tuple[str, ...] = ()) -> Header:
    """
    The columns of a file by its first line; `more` are those that it may have besides a diary's.

    A column that is not known is not read. It is told by its place: in a file
    without headings, what stands there may be anything.
    """
    known = known_headings(more)
    names = [known.get(fold(cell)) for cell in cells]
    found = [name for name in names if name]
    for name in found:
        if found.count(name) > 1:
            raise UnreadableFileError(say("COLUMN_TWICE", column=name))
    for choice in NEEDED:
        if not set(choice) & set(found):
            raise UnreadableFileError(say("COLUMN_MISSING", columns=", ".join(choice)))
    places = {name: place for place, name in enumerate(names) if name}
    return Header(places, len(cells), tuple(_notes(cells, names, known)))


def _notes(cells: list[str], names: list[str | None], known: dict[str, str]) -> list[str]:
    """One note for all columns that are not read, and one for each that looks like a misspelt one."""
    unread = [place for place, name in enumerate(names) if name is None and cells[place].strip()]
    if not unread:
        return []
    notes = [say("COLUMNS_NOT_READ", places=", ".join(str(place + 1) for place in unread))]
    for place in unread:
        close = get_close_matches(fold(cells[place]), [each for each in known if known[each] not in names], 1, CLOSE)
        notes += [say("COLUMN_CLOSE", place=place + 1, column=known[each]) for each in close]
    return notes


def no_diary(key: str, /, **data: object) -> typer.Exit:
    """Tell why a file cannot be read as a diary at all; the exit that ends the command."""
    return refused(say("NO_DIARY", problem=say(key, **data)))
