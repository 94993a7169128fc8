"""`avtalt import` and `avtalt export`: the register from files, and as files."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE, complain, speak
from service.cli.options import LARGEST_REVISION, AsJson, Language
from service.cli.phrases import phrase

RegisterUrl = Annotated[
    str | None,
    typer.Option(help="The register, as a database URL. Without it, the one that `avtalt serve` reads."),
]


def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV files, a list from KUHR as JSON, or a folder of them.")],
    database: RegisterUrl = None,
    target: Annotated[
        str | None, typer.Option(help="Send the files to a server that allows writes, as host:port.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Import the rows that are right although others are refused.")
    ] = False,
    complete_source: Annotated[
        str, typer.Option(help="A source whose records end when the files do not have them. Asks for --fetched.")
    ] = "",
    fetched: Annotated[str, typer.Option(help="The day on which the source was read, as YYYY-MM-DD.")] = "",
    note: Annotated[str, typer.Option(help="Why, for whoever reads the history.")] = "",
    request_id: Annotated[
        str, typer.Option(help="A name for this import, so that sending it again does nothing. Without it, a new one.")
    ] = "",
    expected_revision: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_REVISION, help="Import only if this revision is still the newest.")
    ] = None,
    refusals: Annotated[Path | None, typer.Option(help="Write every refused row to this new CSV file.")] = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    """Import files as one revision: all of it or nothing, and safe to run again. See docs/import.md."""
    from avtalt.v1.registry_service_pb2 import ImportOptions, WriteOptions
    from service.cli.import_run import files_of, import_here, import_there
    from service.cli.import_tables import print_import
    from service.cli.printing import print_json

    speak(language)
    if database and target:
        raise typer.BadParameter("a server has its own; give --database or --target", param_hint="--database")
    options = ImportOptions(
        write=WriteOptions(request_id=request_id or new_name(), validate_only=dry_run, note=note),
        skip_refused=skip_refused,
        complete_source=complete_source,
        fetched=fetched,
    )
    if expected_revision is not None:
        options.write.expected_revision = expected_revision
    found = files_of(files)
    if target:
        response = import_there(target, options, found, refusals)
    else:
        url = register_url(database)
        response = import_here(url, options, found, refusals)
        if not database:
            complain(phrase("IMPORTED_INTO", register=url))
    if as_json:
        print_json(response)
    else:
        print_import(response, dry_run=dry_run, skip_refused=skip_refused)
    written = bool(response.result.revision)
    if not written and (not dry_run or response.refusals):
        raise typer.Exit(1)


def export(
    folder: Annotated[Path, typer.Argument(help="Where the CSV files are to stand; it is made when it is missing.")],
    database: RegisterUrl = None,
    revision: Annotated[int | None, typer.Option(min=0, help="The revision to export. Without it, the newest.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files of an earlier export.")] = False,
) -> None:
    """Write what is believed as CSV files that import back to the same state."""
    from service.cli.import_run import export_here

    number = export_here(register_url(database), folder, revision, overwrite=overwrite)
    typer.echo(f"Revision {number} was written to {folder}.")


def register_url(database: str | None) -> str:
    """The register that is named, or the one that `avtalt serve` reads."""
    from service.cli.settings import read_settings

    url: str = read_settings({"database": database} if database else {}).database
    return url


def new_name() -> str:
    """A name for a write that nobody else has."""
    from uuid import uuid4

    return str(uuid4())
