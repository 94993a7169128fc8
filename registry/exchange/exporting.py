"""Writes records into files that an import reads."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path

from registry.engine import database_errors
from registry.exchange.columns import FILE_KINDS, FileKind
from registry.queries import BELIEVED
from registry.records import Record
from registry.rows import Shared
from registry.store import Store
from registry.urls import POSTGRESQL
from registry.writing import CHUNK

UNFINISHED = ".part"


class FilesExistError(FileExistsError):
    """The folder has files of an export already."""


def export_records(records: Iterable[Record], folder: Path, *, overwrite: bool = False) -> None:
    """
    Write records into one file for each kind, in the order of their keys; equal records give equal bytes.

    The folder is made when there is none. A file appears under its name only
    when all are written. Raises `FilesExistError` when one of them is there
    already and is not to be overwritten.
    """
    heaps: dict[type[Record], list[Record]] = {record: [] for record in FILE_KINDS}
    for record in records:
        heaps[type(record)].append(record)
    for heap in heaps.values():
        heap.sort(key=attrgetter("key"))
    _export(heaps, folder, overwrite)


def export_revision(store: Store, revision: int, folder: Path, *, overwrite: bool = False) -> None:
    """
    Write what is believed at a revision, as `export_records` does, but a part at a time.

    Raises what `export_records` raises, and `UnknownRevisionError`.
    """
    store.revision(revision)
    _export({kind.record: _believed(store, kind, revision) for kind in FILE_KINDS.values()}, folder, overwrite)


def _believed(store: Store, of: FileKind, revision: int) -> Iterator[Record]:
    """The records of one kind in the order of their keys, as Python orders text."""
    row = of.kind.table.c
    query = BELIEVED[of.record]
    with database_errors(), store.engine.connect().execution_options(stream_results=True) as connection:
        postgresql = connection.dialect.name == POSTGRESQL
        for name in of.key:
            if name in of.optional:
                query = query.order_by(row[name].nulls_first())
            else:
                query = query.order_by(row[name].collate("C") if postgresql else row[name])
        shared = Shared()
        for part in connection.execute(query, {"until": revision}).partitions(CHUNK):
            yield from of.kind.records(part, shared)


def _export(records: Mapping[type[Record], Iterable[Record]], folder: Path, overwrite: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {record: folder / kind.file_name for record, kind in FILE_KINDS.items()}
    there = [path.name for path in files.values() if path.exists()]
    if there and not overwrite:
        raise FilesExistError(f"{folder} has {', '.join(there)} already. Choose another folder, or ask to overwrite.")
    unfinished = {record: path.with_name(path.name + UNFINISHED) for record, path in files.items()}
    with ExitStack() as stack:
        for record, path in unfinished.items():
            stack.callback(path.unlink, missing_ok=True)
            _write(path, FILE_KINDS[record], records[record])
        for record, path in unfinished.items():
            path.replace(files[record])


def _write(path: Path, of: FileKind, records: Iterable[Record]) -> None:
    """Write one file, and wait until the disk has it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(of.columns)
        writer.writerows(_cells(of, record) for record in records)
        file.flush()
        os.fsync(file.fileno())


def _cells(of: FileKind, record: Record) -> list[str]:
    """The cells of a record; an absent value is empty."""
    row = of.kind.row(record, 0)
    return ["" if row[name] is None else str(row[name]) for name in of.columns]
