"""A file of bookings read: which kind of file it is, and its text."""

from pathlib import PurePath

import typer

from service.cli.diary.booking import Diary
from service.cli.diary.columns import no_diary
from service.cli.diary.csv_rows import read_csv
from service.cli.diary.json_lines import read_json_lines
from service.cli.json_input import malformed, read_bytes

SPREADSHEET = "cp1252"
"""How a Norwegian spreadsheet writes CSV unless it is told to write UTF-8."""

READERS = {"jsonl": read_json_lines, "csv": read_csv}
SINGLE = "json"
MESSAGE = "kuhr"
FORMATS = (SINGLE, *READERS, MESSAGE)
SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def format_of(path: str, chosen: str | None) -> str:
    """What a file holds: as told, or as its name says; one claim when neither says anything."""
    if chosen is not None and chosen not in FORMATS:
        raise typer.BadParameter(f"it is one of {', '.join(FORMATS)}", param_hint="--format")
    return chosen or SUFFIXES.get(PurePath(path).suffix.lower(), SINGLE)


def read_diary(path: str, kind: str) -> Diary:
    """The bookings of a file."""
    diary = READERS[kind](_text(read_bytes(path), kind))
    if not diary.bookings:
        raise no_diary("EMPTY")
    return diary


def _text(content: bytes, kind: str) -> str:
    """The text of a file: UTF-8, and for CSV also what spreadsheets write."""
    for encoding in ("utf-8-sig", SPREADSHEET) if kind == "csv" else ("utf-8-sig",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise malformed("NOT_UTF_8")
