"""The records of a text of CSV as practice systems and spreadsheets write it, one at a time."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from service.cli.diary.booking import UnreadableFileError, say

DELIMITERS = ";\t,"
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which a spreadsheet is told what parts the cells."""

TOO_LONG = "field limit"
"""What the reader says, and says of nothing else, when a cell has more characters than it reads."""

LONGEST_LINE = 4 * 1024 * 1024
"""In characters: as much of a line as is read to look for its end."""

Record = tuple[int, list[str]]
"""The cells of a record, after the line that it begins on, counted from 1."""


def read_records(stream: TextIO) -> Iterator[Record]:
    """The records of a text that hold something. A stream must leave the ends of lines as they are."""
    lines = _lines(stream)
    first = next(lines, "")
    declared = DECLARED.fullmatch(first)
    skipped = 1 if declared else 0
    seen = [] if declared else [first]
    if not declared:
        while not seen[-1].strip() and (line := next(lines, "")):
            seen.append(line)
    delimiter = declared[1] if declared else max(DELIMITERS, key=seen[-1].count)
    reader = csv.reader(chain(seen, lines), delimiter=delimiter, strict=True)
    number = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = skipped + reader.line_num + 1
    except csv.Error as error:
        if TOO_LONG in str(error):
            raise _too_long(number) from None
        raise UnreadableFileError(say("QUOTES")) from None


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines of a text, of which none may be so long that it would fill the memory."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise _too_long(number)
        yield line


def _too_long(line: int) -> UnreadableFileError:
    return UnreadableFileError(say("CELL_TOO_LONG", line=line, most=csv.field_size_limit()))
