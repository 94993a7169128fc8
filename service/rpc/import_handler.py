"""Files received in parts, then imported as one revision: from the requests to the response."""

import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import BinaryIO

from avtalt.v1 import registry_service_pb2 as messages
from registry.exchange.importing import ImportFile
from registry.identifiers import shown
from service.errors import ErrorReason, ServiceError
from service.rpc.read_import import read_import, unreadable
from service.rpc.writes import Writes, in_writing_thread

LARGEST_IMPORT = 4 * 1024 * 1024 * 1024
FILE_NAME = re.compile(r"[a-z0-9_-]{1,60}\.(csv|json)")
Requests = AsyncIterator[messages.ImportRegistryRequest]


async def receive_import(requests: Requests, writes: Writes) -> messages.ImportRegistryResponse:
    """Keep the parts in a folder until all have come, then import them in a thread of its own."""
    writes.refuse_unless_allowed()
    folder = Path(mkdtemp(prefix="avtalt-import-"))
    try:
        options, files = await _receive(requests, folder)
    except BaseException:
        rmtree(folder)
        raise
    # A call may be given up while its import goes on, so the folder goes with the import.
    return await in_writing_thread(_import_and_remove, options, files, writes, folder)


async def _receive(requests: Requests, folder: Path) -> tuple[messages.ImportOptions, list[ImportFile]]:
    """The options, and the files as they came."""
    options: messages.ImportOptions | None = None
    files: dict[str, ImportFile] = {}
    opened: BinaryIO | None = None
    received = 0
    with ExitStack() as stack:
        async for request in requests:
            part = request.WhichOneof("part")
            if (part == "options") is not (options is None):
                field = "options" if options is None else "file"
                raise ServiceError(ErrorReason.FIELD_MISSING, field=field)
            if options is None:
                options = request.options
                continue
            name = request.file.name
            if opened is None or name != next(reversed(files)):
                _refuse_name(name, files)
                files[name] = ImportFile(name, folder / name)
                stack.close()
                opened = stack.enter_context(files[name].path.open("wb"))
            received += opened.write(request.file.content)
            if received > LARGEST_IMPORT:
                raise unreadable(f"the files have more than {LARGEST_IMPORT} bytes in all; send fewer at a time")
    if options is None:
        raise ServiceError(ErrorReason.FIELD_MISSING, field="options")
    return options, list(files.values())


def _refuse_name(name: str, files: dict[str, ImportFile]) -> None:
    """Refuse a name that is none of a file, or one whose parts do not come in a row."""
    if not FILE_NAME.fullmatch(name):
        raise unreadable(f"{shown(name)[:60]} is no file name of small letters that ends in .csv or .json")
    if name in files:
        raise unreadable(f"{name} comes again after another file; send the parts of a file in a row")


def _import_and_remove(
    options: messages.ImportOptions, files: list[ImportFile], writes: Writes, folder: Path
) -> messages.ImportRegistryResponse:
    try:
        content, answer = read_import(options, "options.", files)
        return writes.perform(options.write, "options.write", content, messages.ImportRegistryResponse, answer)
    finally:
        rmtree(folder)
