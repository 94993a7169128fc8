"""`avtalt tariffs import`: the open data of Helserefusjon taken into a folder of tariff files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE, refused
from service.cli.options import Language
from service.cli.phrases import phrase
from service.cli.tariff_folders import Folder, PlainJson, folder_of, one_discipline, print_plain_json, told_problems

if TYPE_CHECKING:
    from registry.tariffs.open_data.documents import Entry
    from registry.tariffs.open_data.terms import Terms
    from registry.tariffs.records import Discipline

File = Annotated[Path, typer.Argument(help="A document of the open data, `takstkoder`, as JSON or XML.")]
OneDiscipline = Annotated[str, typer.Option("--discipline", help="physiotherapy, radiology or laboratory.")]
Act = Annotated[str, typer.Option(help="The act that new rows cite, as in acts.csv: FOR-YYYY-MM-DD-number.")]
Source = Annotated[str, typer.Option(help="Where the document is from and when it was read; kept in each row.")]
Codes = Annotated[
    Path | None,
    typer.Option(help="A CSV file with what the document does not say about codes: who may use them, descriptions."),
]
Into = Annotated[
    Path | None,
    typer.Option(help="The folder to import into; one that is new starts as a copy. Without it, that of --tariffs."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what the import would do, and write nothing.")]


def import_(
    file: File,
    discipline: OneDiscipline,
    act: Act,
    source: Source,
    tariffs: Folder = None,
    into: Into = None,
    codes: Codes = None,
    dry_run: DryRun = False,
    as_json: PlainJson = False,
    language: Language = DEFAULT_LANGUAGE,  # noqa: ARG001 - its callback sets the language of all phrases
) -> None:
    """Import fee codes from the open data of Helserefusjon, if the result passes every check."""
    from registry.tariffs.open_data.importing import import_entries
    from service.cli.tariff_outcomes import as_object, print_outcome

    chosen = one_discipline(discipline)
    folder, target = _folders(tariffs, into, dry_run=dry_run)
    entries = _entries(file)
    with told_problems(folder):
        terms = _terms(folder, chosen, act, source, codes)
    try:
        found = import_entries(folder, target, entries, terms)
    except OSError as error:
        raise refused(phrase("TARIFFS_NOT_WRITTEN", folder=target or folder, problem=error.strerror or error)) from None
    if as_json:
        print_plain_json(as_object(found))
    else:
        print_outcome(found, into or tariffs, dry_run=dry_run)
    if found.is_blocked:
        raise typer.Exit(1)


def _folders(tariffs: Path | None, into: Path | None, *, dry_run: bool) -> tuple[Path, Path | None]:
    """The folder that is read, and the place of the result; none in a dry run."""
    target = into or tariffs
    if target is None and not dry_run:
        raise typer.BadParameter(phrase("TARIFFS_INTO_WHAT"), param_hint="--into")
    if tariffs and into and into.exists() and not into.samefile(tariffs):
        raise typer.BadParameter(phrase("TARIFFS_BOTH", into=into), param_hint="--tariffs")
    folder = target.resolve() if target and target.exists() else folder_of(tariffs)
    return folder, None if dry_run or target is None else target.resolve()


def _entries(file: Path) -> "list[Entry]":
    from registry.tariffs.open_data.documents import DocumentError, read_document

    try:
        return read_document(_content(file))
    except DocumentError as error:
        raise refused(phrase("DOCUMENT_UNREADABLE", file=file, problem=error)) from None


def _content(file: Path) -> bytes:
    """What is in a file, but never more than can be a document."""
    from registry.tariffs.open_data.documents import LARGEST

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError:
        raise refused(phrase("NO_FILE", path=file)) from None


def _terms(folder: Path, discipline: "Discipline", act: str, source: str, codes: Path | None) -> "Terms":
    from registry.tariffs.open_data.importing import make_terms
    from registry.tariffs.open_data.terms import TermsError, read_told

    try:
        told = read_told(_content(codes)) if codes else {}
        return make_terms(folder, discipline, act, source, told)
    except TermsError as error:
        raise refused(str(error)) from None
