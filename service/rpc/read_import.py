"""An import as it is to be carried out, whether a server was sent the files or finds them where they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import file_digest

from avtalt.v1 import registry_service_pb2 as messages
from registry.days_told import last_day_begun
from registry.exchange.importing import ImportFile, ImportOptions, ImportUnreadableError, Refusal, import_files
from registry.writing import Writing
from service.errors import ErrorReason, ServiceError
from service.rpc.fields import read_day
from service.rpc.write_import import write_report

Answer = Callable[[Writing], messages.ImportRegistryResponse]


def read_import(
    options: messages.ImportOptions,
    within: str,
    files: Sequence[ImportFile],
    progress: Callable[[int], None] = lambda _: None,
    on_refusal: Callable[[Refusal], None] | None = None,
) -> tuple[bytes, Answer]:
    """
    What stands for all of an import, and what carries it out; see `import_files`.

    `within` goes before the names of the options in errors.
    """
    fetched = read_day(f"{within}fetched", options.fetched) if options.fetched else None
    chosen = ImportOptions(options.skip_refused, options.complete_source or None, fetched)

    def answer(writing: Writing) -> messages.ImportRegistryResponse:
        today = replace(chosen, newest_day=last_day_begun(writing.revision.record_time))
        try:
            return write_report(import_files(writing, files, today, progress, on_refusal), writing)
        except ImportUnreadableError as error:
            raise unreadable(str(error)) from None

    return b"\0".join((options.SerializeToString(deterministic=True), *map(_digest, files))), answer


def _digest(file: ImportFile) -> bytes:
    """What stands for the name and the content of a file."""
    with file.path.open("rb") as content:
        digest: bytes = file_digest(content, "sha256").digest()
    return file.name.encode() + b"\0" + digest


def unreadable(problem: str) -> ServiceError:
    """The error for files that cannot be imported at all; the sentence about it ends with a full stop of its own."""
    return ServiceError(ErrorReason.IMPORT_UNREADABLE, problem=problem.rstrip("."))
