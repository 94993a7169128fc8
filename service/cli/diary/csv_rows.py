"""A diary of CSV: a row for each line of a claim, the rows of a booking anywhere in the file."""

import io

from service.cli.diary.booking import Diary, Problem, UnreadableFileError, say
from service.cli.diary.columns import Header, no_diary, read_header
from service.cli.diary.records import read_records
from service.cli.diary.rows import Rows, is_too_wide, told_by
from service.cli.failures import refused


def read_csv(text: str) -> Diary:
    """The bookings of a text, in the order of their first rows; a row without a booking's name is one by itself."""
    try:
        return _read(text)
    except UnreadableFileError as error:
        raise refused(say("NO_DIARY", problem=error)) from None


def _read(text: str) -> Diary:
    records = read_records(io.StringIO(text, newline=""))
    first = next(records, None)
    if first is None:
        raise no_diary("EMPTY")
    header = read_header(first[1])
    bookings: dict[str | int, Rows] = {}
    for number, cells in records:
        _take(bookings, number, cells, header)
    return Diary(tuple(rows.booking() for rows in bookings.values()), header.notes)


def _take(bookings: dict[str | int, Rows], number: int, cells: list[str], header: Header) -> None:
    """Add a row to its booking."""
    told = told_by(cells, header)
    if not told:
        return
    rows = bookings.setdefault(told.get("booking") or number, Rows(number))
    if is_too_wide(cells, header):
        rows.problems.append(Problem(number, say("TOO_MANY_CELLS")))
    else:
        rows.add(number, told)
