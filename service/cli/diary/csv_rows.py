"""A diary of CSV: a row for each line of a claim, the rows of a booking anywhere in the file."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import typer

from avtalt.v1.claim_pb2 import Claim, ClaimLine
from service.cli.diary.booking import Booking, Diary, Problem, UnreadableError, booking_name, say
from service.cli.diary.columns import OF_THE_LINE, Header, no_diary, read_header
from service.cli.diary.row import Cells, read_claim, read_lines, refuse_identity_numbers
from service.rpc.fields import hides_identity_number

DELIMITERS = ";\t,"
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which a spreadsheet is told what parts the cells."""

TOO_LONG = "field limit"
"""What the reader says, and says of nothing else, when a cell has more characters than it reads."""


@dataclass(slots=True)
class _Rows:
    """The rows of one booking so far: what they tell of it, with the line that told it, and of themselves."""

    line: int
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    lines: list[ClaimLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, cells: Cells) -> None:
        """Take in a row, or what is wrong with it."""
        try:
            for column, text in cells.items():
                if column not in OF_THE_LINE:
                    before, line = self.told.setdefault(column, (text, number))
                    if before != text:
                        raise UnreadableError(say("ROWS_DIFFER", column=column, line=line))
            refuse_identity_numbers(cells)
            self.lines += read_lines(cells)
        except UnreadableError as error:
            self.problems.append(Problem(number, str(error)))

    @property
    def name(self) -> str:
        """What the booking is called; empty when that may not be repeated."""
        with suppress(UnreadableError):
            return booking_name(self.told.get("booking", ("", 0))[0])
        return ""

    def booking(self) -> Booking:
        """The booking of the rows; all that is wrong with it when it cannot be read."""
        claim: Claim | None = None
        if not self.told or any(hides_identity_number(text) for text, _ in self.told.values()):
            return Booking(self.line, self.name, problems=tuple(self.problems))
        try:
            claim = read_claim({column: text for column, (text, _) in self.told.items()}, self.lines)
        except UnreadableError as error:
            self.problems.insert(0, Problem(self.line, str(error)))
        return Booking(self.line, self.name, None if self.problems else claim, tuple(self.problems))


def read_csv(text: str) -> Diary:
    """The bookings of a text, in the order of their first rows; a row without a booking's name is one by itself."""
    records = _records(text)
    first = next(records, None)
    if first is None:
        raise no_diary("EMPTY")
    header = read_header(first[1])
    bookings: dict[str | int, _Rows] = {}
    for number, cells in records:
        _take(bookings, number, cells, header)
    return Diary(tuple(rows.booking() for rows in bookings.values()), header.notes)


def _take(bookings: dict[str | int, _Rows], number: int, cells: list[str], header: Header) -> None:
    """Add a row to its booking."""
    known = {column: cells[place].strip() for column, place in header.places.items() if place < len(cells)}
    told = {column: text for column, text in known.items() if text}
    if not told:
        return
    rows = bookings.setdefault(told.get("booking") or number, _Rows(number))
    if any(cell.strip() for cell in cells[header.width :]):
        rows.problems.append(Problem(number, say("TOO_MANY_CELLS")))
    else:
        rows.add(number, told)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text that hold something, each with its first line."""
    declared = DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    skipped = 1 if declared else 0
    delimiter = declared[1] if declared else _delimiter(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = skipped + reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(error, number) from None


def _unreadable(error: csv.Error, line: int) -> typer.Exit:
    """What is wrong with a record that begins on a line: a cell too long, or quotes that do not match."""
    if TOO_LONG in str(error):
        return no_diary("CELL_TOO_LONG", line=line, most=csv.field_size_limit())
    return no_diary("QUOTES")


def _delimiter(text: str) -> str:
    """What parts the cells of the first line that holds something."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)
