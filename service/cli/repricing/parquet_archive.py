"""An archive of Parquet: its values as a person would have typed them, its rows counted from 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from math import isnan
from pathlib import Path
from typing import Any

from service.cli.diary.columns import Header
from service.cli.diary.records import Record
from service.cli.repricing.archive import Archive, archive_header, no_archive
from service.cli.repricing.parquet import load_parquet

BATCH_ROWS = 1000


@contextmanager
def open_parquet(path: Path) -> Iterator[Archive]:
    """The archive in a file, for the block. Columns that are not known are not even read."""
    arrow = load_parquet()
    try:
        file = arrow.parquet.ParquetFile(path, memory_map=False, pre_buffer=False)
    except OSError:
        raise no_archive("NO_FILE", path=path) from None
    except arrow.ArrowException:
        raise no_archive("NO_PARQUET_FILE") from None
    with file:
        header = archive_header(list(file.schema_arrow.names))
        rows = _Rows(file, header)
        size, count = path.stat().st_size, max(file.metadata.num_rows, 1)
        yield Archive(_only_read(header), rows.records(arrow), lambda: size * rows.read // count)


def _only_read(header: Header) -> Header:
    """The header of records that have nothing but the columns that are read."""
    places = {name: place for place, name in enumerate(header.places)}
    return Header(places, len(places), header.notes)


class _Rows:
    """The rows of a file; `read` of them so far."""

    def __init__(self, file: Any, header: Header) -> None:
        """Read nothing yet."""
        names = file.schema_arrow.names
        self._file, self._columns = file, [names[place] for place in header.places.values()]
        self.read = 0

    def records(self, arrow: Any) -> Iterator[Record]:
        """The rows that hold something, as records."""
        try:
            for batch in self._file.iter_batches(BATCH_ROWS, columns=self._columns):
                columns = [batch.column(name).to_pylist() for name in self._columns]
                for values in zip(*columns, strict=True):
                    self.read += 1
                    cells = [_typed(value) for value in values]
                    if any(cells):
                        yield self.read, cells
        except (arrow.ArrowException, OSError, ValueError):
            raise no_archive("NO_PARQUET_FILE") from None


def _typed(value: Any) -> str:
    """A value as it is typed; a whole number that a program has kept with decimals has none."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case float() if isnan(value):
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace").strip()
        case _:
            return str(value)
