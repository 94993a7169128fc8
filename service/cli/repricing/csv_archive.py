"""An archive of CSV."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from service.cli.diary.reading import SPREADSHEET
from service.cli.diary.records import read_records
from service.cli.repricing.archive import Archive, archive_header, no_archive

UTF_8 = "utf-8-sig"
PART_BYTES = 1024 * 1024


@contextmanager
def open_csv(path: Path) -> Iterator[Archive]:
    """The archive in a file, for the block."""
    try:
        file = path.open("rb")
    except OSError:
        raise no_archive("NO_FILE", path=path) from None
    with file, io.TextIOWrapper(file, _encoding(file), newline="") as text:
        records = read_records(text)
        first = next(records, None)
        if first is None:
            raise no_archive("EMPTY")
        yield Archive(archive_header(first[1]), records, file.tell)


def _encoding(file: BinaryIO) -> str:
    """How a file is written: in UTF-8, or as spreadsheets do; all of it is looked at, a part at a time."""
    for encoding in (UTF_8, SPREADSHEET):
        file.seek(0)
        try:
            _decode(file, encoding)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise no_archive("NO_TEXT")


def _decode(file: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    while part := file.read(PART_BYTES):
        if b"\0" in part:
            raise no_archive("NO_TEXT")
        decoder.decode(part)
    decoder.decode(b"", final=True)
