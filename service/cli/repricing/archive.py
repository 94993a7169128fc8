"""An archive opened: its columns, and its records one at a time, however long it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import typer

from service.cli.diary.booking import UnreadableFileError
from service.cli.diary.columns import Header, read_header
from service.cli.diary.records import Record
from service.cli.repricing.phrases import say

PAID = ("patient_paid", "helfo_paid")
"""What an archive may tell of each row besides what a diary does: what was paid for it, in kroner."""

CSV, PARQUET = ".csv", ".parquet"
KINDS = (CSV, PARQUET)


@dataclass(frozen=True, slots=True)
class Archive:
    """
    An archive that is open.

    The records are read as they are asked for; `position` tells how many bytes
    of the file that has taken so far.
    """

    header: Header
    records: Iterator[Record]
    position: Callable[[], int]


def kind_of(path: Path, option: str) -> str:
    """The kind of a file, as its name says."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise typer.BadParameter(say("KIND", kinds=", ".join(KINDS)), param_hint=option)
    return kind


def open_archive(path: Path) -> AbstractContextManager[Archive]:
    """An archive for the block; raises `UnreadableFileError` when it cannot be read, also later, from its records."""
    if kind_of(path, "ARCHIVE") == PARQUET:
        from service.cli.repricing.parquet_archive import open_parquet

        return open_parquet(path)
    from service.cli.repricing.csv_archive import open_csv

    return open_csv(path)


def archive_header(names: list[str]) -> Header:
    """The columns of an archive."""
    return read_header(names, PAID)


def no_archive(key: str, /, **data: object) -> UnreadableFileError:
    """Why a file cannot be read as an archive."""
    return UnreadableFileError(say(key, **data))
