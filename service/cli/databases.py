"""Databases named on the command line: opened, or refused in plain words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from registry.engine import RegisterBusyError, RegisterUnreachableError
from registry.migrate import SchemaNotCurrentError
from registry.urls import UnusableUrlError, check_url, shown_url, sqlite_file
from service.cli.failures import refused
from service.register import Register

URLS = "Write sqlite:///folder/name.db or postgresql://user@host/name."


def open_register(url: str) -> Register:
    """The register at a URL; one that is missing or out of date is refused with what to do."""
    with database_problems(url):
        file = sqlite_file(url)
        if file and not file.exists():
            raise refused(f"There is no register at {url}. Make one with `avtalt migrate --database {url}`.")
        return Register(url)


def make_folder(url: str) -> None:
    """Make the folder that a SQLite file is to stand in."""
    if file := sqlite_file(url):
        file.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def database_problems(url: str) -> Iterator[None]:
    """Tell in plain words why a database cannot be used."""
    try:
        check_url(url)
        yield
    except UnusableUrlError as error:
        raise refused(f"{error} {URLS}") from None
    except SchemaNotCurrentError:
        shown = shown_url(url)
        raise refused(
            f"The tables at {shown} are not up to date. Run `avtalt migrate --database {shown}` first."
        ) from None
    except typer.Exit:
        raise
    except RegisterBusyError:
        raise refused(f"{shown_url(url)} is being written to, and that took too long. Try again.") from None
    except Exception as failure:
        if os.environ.get("AVTALT_DEBUG"):
            raise
        raise refused(_why_not(url, failure)) from None


def _why_not(url: str, failure: Exception) -> str:
    shown, problem = shown_url(url), type(failure).__name__
    if sqlite_file(url):
        return (
            f"{shown} cannot be used as a register ({problem}). "
            "Check that it is a register's file, and that file and folder may be written."
        )
    if isinstance(failure, RegisterUnreachableError):
        return f"No PostgreSQL server lets us in at {shown}. Check host, port, user, password and name, and try again."
    return f"{shown} cannot be used as a register ({problem}). Check that the user may make tables there."
