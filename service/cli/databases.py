"""Databases named on the command line: opened, or refused in plain words."""

from pathlib import Path

import typer

from registry.migrate import SchemaNotCurrentError
from service.cli.failures import complain
from service.register import Register

SQLITE = "sqlite:///"


def open_register(url: str) -> Register:
    """The register at a URL; one that is missing or out of date is refused with what to do."""
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        complain(f"There is no register at {url}. Make one with `avtalt migrate --database {url}`.")
        raise typer.Exit(1)
    try:
        return Register(url)
    except SchemaNotCurrentError:
        complain(f"The tables at {url} are not up to date. Run `avtalt migrate --database {url}` first.")
        raise typer.Exit(1) from None


def make_folder(url: str) -> None:
    """Make the folder that a SQLite file is to stand in."""
    if url.startswith(SQLITE):
        Path(url.removeprefix(SQLITE)).parent.mkdir(parents=True, exist_ok=True)
