"""Databases named on the command line: opened, or refused in plain words."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from registry.migrate import SchemaNotCurrentError
from service.cli.failures import refused
from service.register import Register

SQLITE = "sqlite:///"
PASSWORD = re.compile(r"(?<=:)[^:@/]*(?=@)")


def open_register(url: str) -> Register:
    """The register at a URL; one that is missing or out of date is refused with what to do."""
    with database_problems(url):
        if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
            raise refused(f"There is no register at {url}. Make one with `avtalt migrate --database {url}`.")
        return Register(url)


def make_folder(url: str) -> None:
    """Make the folder that a SQLite file is to stand in."""
    if url.startswith(SQLITE):
        Path(url.removeprefix(SQLITE)).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def database_problems(url: str) -> Iterator[None]:
    """Tell in plain words why a database cannot be used."""
    if not url.startswith(SQLITE):
        shown = PASSWORD.sub("...", url)
        raise refused(f"{shown} is no SQLite URL, and no other database is supported yet. Write {SQLITE}folder/name.db")
    try:
        yield
    except SchemaNotCurrentError:
        raise refused(f"The tables at {url} are not up to date. Run `avtalt migrate --database {url}` first.") from None
    except typer.Exit:
        raise
    except Exception as failure:
        if os.environ.get("AVTALT_DEBUG"):
            raise
        problem = type(failure).__name__
        raise refused(
            f"{url} cannot be used as a register ({problem}). "
            "Check that it is a register's file, and that file and folder may be written."
        ) from None
