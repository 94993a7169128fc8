"""Which files an import is given, and in what order they are read."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from registry.days_told import day_to_come
from registry.exchange.cells import is_real
from registry.exchange.columns import FILE_KINDS, FileKind
from registry.records import Practice
from registry.structs import struct

JSON = ".json"
CSV_NAMES = {kind.file_name: kind for kind in FILE_KINDS.values()}
Progress = Callable[[int], None]


class ImportUnreadableError(ValueError):
    """Nothing can be imported: a file cannot be read, or something is missing; `file` is empty when it is none."""

    def __init__(self, file: str, problem: str) -> None:
        """Keep the parts, and join them to one message."""
        super().__init__(f"{file}: {problem}" if file else problem)
        self.file, self.problem = file, problem


@struct(frozen=True, slots=True)
class ImportFile:
    """A file by the name that says what is in it, and where it lies."""

    name: str
    path: Path


@struct(frozen=True, slots=True)
class ImportOptions:
    """
    How files are imported.

    `skip_refused` imports the rows that are right although others are refused.
    `complete_source` names a source that the files have all of: what they do
    not have ends. `fetched` is the day on which the source was read; needed
    with `complete_source` and for lists from KUHR. `newest_day` is the last day
    on which a source can have been read; when absent, that is not looked at.
    """

    skip_refused: bool = False
    complete_source: str | None = None
    fetched: date | None = None
    newest_day: date | None = None


@struct(frozen=True, slots=True)
class Source:
    """A file to read; `is_list` tells a list from KUHR, which has practices, from a CSV file."""

    file: ImportFile
    kind: FileKind
    is_list: bool


def arranged(files: Sequence[ImportFile], options: ImportOptions) -> tuple[Source, ...]:
    """
    The files in the order of recording, whatever the order given.

    Raises `ImportUnreadableError` when the files or the options cannot be imported.
    """
    if not files:
        raise ImportUnreadableError("", f"There is no file to import. Give at least one of {_known()}.")
    if options.complete_source and not options.fetched:
        raise ImportUnreadableError("", "A complete source needs the day on which it was read. Give that day too.")
    if options.fetched and not is_real(options.fetched):
        raise ImportUnreadableError("", f"{options.fetched} cannot be the day of reading. Give the real one.")
    if options.fetched and options.newest_day and options.fetched > options.newest_day:
        what, remedy = day_to_come(options.fetched, options.newest_day)
        raise ImportUnreadableError("", f"The day of reading {what}. {remedy}")
    names = [file.name for file in files]
    for name in names:
        if names.count(name) > 1:
            raise ImportUnreadableError(name, "The file is given twice. Give it once.")
    sources = [_source(file, options) for file in files]
    order = list(FILE_KINDS)
    return tuple(sorted(sources, key=lambda each: (order.index(each.kind.record), each.is_list, each.file.name)))


def _source(file: ImportFile, options: ImportOptions) -> Source:
    if kind := CSV_NAMES.get(file.name):
        return Source(file, kind, False)
    if not file.name.endswith(JSON):
        raise ImportUnreadableError(file.name, f"No file of this name is known. Known are {_known()}.")
    if not options.fetched:
        raise ImportUnreadableError(
            file.name, "A list from KUHR needs the day on which it was fetched. Give that day too."
        )
    return Source(file, FILE_KINDS[Practice], True)


def _known() -> str:
    return f"{', '.join(CSV_NAMES)} and lists of practices from KUHR, whose names end in {JSON}"


@contextmanager
def opened(file: ImportFile) -> Iterator[BinaryIO]:
    """The file, open for reading; raises `ImportUnreadableError` when it cannot be opened or read."""
    try:
        with file.path.open("rb") as content:
            yield content
    except OSError as error:
        raise ImportUnreadableError(file.name, f"The file cannot be read: {error.strerror}.") from error
