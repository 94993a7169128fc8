"""Reads the rows of a CSV file, one after the other."""

import csv
from collections.abc import Iterator
from operator import itemgetter
from typing import Any, BinaryIO

from registry.exchange.cells import RefusedRowError
from registry.exchange.columns import FileKind
from registry.exchange.files import ImportUnreadableError, Progress, Source, opened
from registry.exchange.rows import ReadRow, RefusedRow
from registry.identifiers import shown

LONGEST_LINE = 1 << 20
BYTE_ORDER_MARK = "\ufeff"


def read_csv(source: Source, progress: Progress) -> Iterator[ReadRow | RefusedRow]:
    """
    The rows of the file; lines with nothing in them are no rows.

    Raises `ImportUnreadableError` for a header that does not fit, and for what
    is no CSV in UTF-8.
    """
    name, kind = source.file.name, source.kind
    with opened(source.file) as content:
        rows = csv.reader(_lines(content, name, progress), strict=True)
        try:
            header = next(rows, [])
            _check_header(name, kind, header)
            places = [header.index(column) if column in header else len(header) for column in kind.columns]
            yield from _rows(rows, kind, len(header), places)
        except csv.Error as error:
            raise ImportUnreadableError(
                name, f"The quotes on line {rows.line_num} or before it do not match ({error}). "
                'Put text with commas, quotes or line breaks into quotes, and write a quote inside as "".'
            ) from None  # fmt: skip


def _rows(rows: Any, kind: FileKind, width: int, places: list[int]) -> Iterator[ReadRow | RefusedRow]:
    arrange = itemgetter(*places)
    lookup = places[kind.columns.index(kind.kind.lookup)]
    start = rows.line_num
    for cells in rows:
        line, start = start + 1, rows.line_num
        if not cells:
            continue
        try:
            if len(cells) != width:
                raise RefusedRowError(
                    f"The row has {len(cells)} cells, and the header {width} columns. "
                    "Give a cell for each column, and put text with a comma into quotes."
                )
            cells.append("")  # stands for the columns that the file does not have
            arranged: tuple[str, ...] = arrange(cells)
            kind.read(arranged)
            yield ReadRow(line, [cell or None for cell in arranged])
        except RefusedRowError as error:
            yield RefusedRow(line, str(error), cells[lookup] if lookup < len(cells) else None)


def _lines(content: BinaryIO, name: str, progress: Progress) -> Iterator[str]:
    """The lines with their ends, of which the first may start with a byte order mark."""
    number = 0
    while line := content.readline(LONGEST_LINE):
        number += 1
        progress(len(line))
        if len(line) == LONGEST_LINE:
            raise ImportUnreadableError(name, f"Line {number} is longer than {LONGEST_LINE} bytes. Check the quotes.")
        if b"\0" in line:
            raise ImportUnreadableError(name, f"Line {number} holds a byte 0. Give text in UTF-8.")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            raise ImportUnreadableError(name, f"Line {number} is not UTF-8. Save the file as UTF-8.") from None
        yield text if number > 1 else text.removeprefix(BYTE_ORDER_MARK)


def _check_header(name: str, kind: FileKind, header: list[str]) -> None:
    """Refuse a header with columns that are unknown, missing or there twice."""
    exist = f"The columns are {', '.join(kind.columns)}."
    if unknown := [shown(column) for column in header if column not in kind.columns]:
        raise ImportUnreadableError(name, f"Unknown columns: {', '.join(unknown)[:200]}. {exist}")
    if missing := [column for column in kind.columns if column not in header and column not in kind.optional]:
        raise ImportUnreadableError(name, f"Missing columns: {', '.join(missing)}. {exist}")
    if len(set(header)) < len(header):
        raise ImportUnreadableError(name, f"A column stands there twice. {exist}")
