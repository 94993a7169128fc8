"""An import or an export carried out: in this process on a database, or by a server."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from avtalt.v1 import registry_service_pb2 as messages
from registry.exchange.exporting import FilesExistError, export_revision
from registry.exchange.files import CSV_NAMES, JSON
from registry.exchange.importing import ImportFile, Refusal
from registry.store import Store, UnknownRevisionError
from service.cli.asking import callable_of, open_channel, told_errors
from service.cli.databases import open_store
from service.cli.failures import complain, refused
from service.cli.options import Asking
from service.cli.phrases import phrase
from service.rpc.read_import import read_import
from service.rpc.writes import perform

PART_BYTES = 512 * 1024
LONGEST_WAIT_SECONDS = 3600.0


def files_of(paths: list[Path]) -> list[ImportFile]:
    """The files that are named, and those of the folders that are named."""
    found: list[ImportFile] = []
    for path in paths:
        if path.is_dir():
            known = [each for each in sorted(path.iterdir()) if each.name in CSV_NAMES or each.suffix == JSON]
            if not known:
                raise refused(f"{path} has none of the files {', '.join(CSV_NAMES)}, and no .json file.")
            found += [ImportFile(each.name, each) for each in known]
        elif path.is_file():
            found.append(ImportFile(path.name, path))
        else:
            raise refused(f"There is no file {path}.")
    return found


def import_here(
    url: str, options: messages.ImportOptions, files: list[ImportFile], refusals: Path | None
) -> messages.ImportRegistryResponse:
    """Import into a database."""
    with open_store(url) as store, _progress(files) as advance, _refusal_file(refusals) as on_refusal:
        content, answer = read_import(options, "", files, advance, on_refusal)
        return perform(store, options.write, "write", content, messages.ImportRegistryResponse, answer)


def import_there(
    target: str, options: messages.ImportOptions, files: list[ImportFile], refusals: Path | None
) -> messages.ImportRegistryResponse:
    """Send the files to a server, which imports them."""
    asking = Asking(target, timeout=LONGEST_WAIT_SECONDS)
    with open_channel(target) as channel, _progress(files) as advance, told_errors(asking):
        parts = _parts(options, files, advance)
        try:
            response: messages.ImportRegistryResponse = callable_of(channel, "ImportRegistry")(
                parts, timeout=asking.timeout
            )
        except KeyboardInterrupt:
            complain(phrase("IMPORT_INTERRUPTED", request_id=options.write.request_id))
            raise
    with _refusal_file(refusals) as on_refusal:
        for each in response.refusals:
            on_refusal(Refusal(each.file, each.line, each.problem))
    return response


def _parts(
    options: messages.ImportOptions, files: list[ImportFile], advance: Callable[[int], None]
) -> Iterator[messages.ImportRegistryRequest]:
    yield messages.ImportRegistryRequest(options=options)
    for file in files:
        with file.path.open("rb") as content:
            # An empty file is a part too, so that it is not lost.
            part = content.read(PART_BYTES)
            while True:
                yield messages.ImportRegistryRequest(file=messages.FilePart(name=file.name, content=part))
                advance(len(part))
                part = content.read(PART_BYTES)
                if not part:
                    break


def export_here(url: str, folder: Path, revision: int | None, *, overwrite: bool) -> int:
    """Write a revision of a database to a folder; which one it was."""
    with open_store(url) as store:
        number = _revision_of(store, url, revision)
        try:
            export_revision(store, number, folder, overwrite=overwrite)
        except FilesExistError as error:
            raise refused(f"{error} The option for that is --overwrite.") from None
        except OSError as error:
            raise refused(f"{folder} cannot be written to: {error.strerror}.") from None
        return number


def _revision_of(store: Store, url: str, revision: int | None) -> int:
    """The revision to export, which must be there."""
    newest = store.newest()
    if newest is None:
        raise refused(f"Nothing has been recorded at {url} yet, so there is nothing to export.")
    try:
        return store.revision(revision).number if revision is not None else newest.number
    except UnknownRevisionError as error:
        raise refused(str(error)) from None


@contextmanager
def _progress(files: Iterable[ImportFile]) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error; nothing elsewhere."""
    total = sum(file.path.stat().st_size for file in files)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


@contextmanager
def _refusal_file(path: Path | None) -> Iterator[Callable[[Refusal], None]]:
    """Where refused rows are written, one a line; nowhere when no file is named."""
    if path is None:
        yield lambda _: None
        return
    try:
        file = path.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise refused(f"{path} cannot be made for the refused rows: {error.strerror}.") from None
    with file:
        out: Any = csv.writer(file)
        out.writerow(("file", "line", "problem"))
        yield lambda refusal: out.writerow((refusal.file, refusal.line, refusal.problem))
