"""What the commands about the tariff files share: folder, days, disciplines, and how a bad folder is told."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.failures import refused
from service.cli.phrases import phrase

if TYPE_CHECKING:
    from registry.tariffs.records import Discipline

Folder = Annotated[
    Path | None, typer.Option("--tariffs", help="A folder of tariff files. Without it, those that come with avtalt.")
]
Chosen = Annotated[str | None, typer.Option("--discipline", help="physiotherapy, radiology or laboratory; else all.")]
PlainJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def folder_of(tariffs: Path | None) -> Path:
    """The folder to read."""
    from registry.tariffs.reader import SHIPPED

    return tariffs or SHIPPED


@contextmanager
def told_problems(folder: Path) -> Iterator[None]:
    """Tell all that is wrong with a folder, instead of a traceback."""
    from registry.tariffs.errors import TariffError

    try:
        yield
    except TariffError as error:
        count = len(error.problems)
        raise refused(phrase("TARIFFS_WRONG", folder=folder, count=count) + f"\n{error}") from None


def chosen_disciplines(chosen: str | None) -> list["Discipline"]:
    """The disciplines that are asked for."""
    from registry.tariffs.records import Discipline

    return [one_discipline(chosen)] if chosen is not None else list(Discipline)


def one_discipline(chosen: str) -> "Discipline":
    """A discipline by the name that people type."""
    from registry.tariffs.records import Discipline

    known = {discipline.lower(): discipline for discipline in Discipline}
    if chosen not in known:
        raise typer.BadParameter(f"it is one of {', '.join(known)}", param_hint="--discipline")
    return known[chosen]


def read_date(text: str) -> date:
    """A day as it is typed."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise typer.BadParameter(phrase("NO_DAY", text=text))
    return found


def print_plain_json(found: object) -> None:
    """Print JSON; days as YYYY-MM-DD, amounts in øre."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
