"""Databases named on the command line: opened, or refused in plain words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from registry.migrate import SchemaNotCurrentError, assert_current
from registry.outages import RegisterBusyError, RegisterUnreachableError
from registry.store import Store
from registry.urls import UnusableUrlError, check_url, shown_url, sqlite_file
from service.cli.failures import refused
from service.register import Register

BUSY = "{url} is being written to, and that took too long. Try again."
URLS = "Write sqlite:///folder/name.db or postgresql://user@host/name."


def open_register(url: str) -> Register:
    """The register at a URL; one that is missing or out of date is refused with what to do."""
    with database_problems(url):
        refuse_missing(url)
        return Register(url)


@contextmanager
def open_store(url: str) -> Iterator[Store]:
    """The store at a URL, for the block; one that is missing or out of date is refused with what to do."""
    with database_problems(url):
        refuse_missing(url)
        assert_current(url)
        store = Store(url)
    try:
        yield store
    except RegisterBusyError:
        raise refused(BUSY.format(url=shown_url(url))) from None
    except RegisterUnreachableError:
        raise refused(
            f"The connection to {shown_url(url)} was lost. Nothing was written by halves; try again."
        ) from None
    finally:
        store.close()


def refuse_missing(url: str) -> None:
    """Refuse a SQLite register that is not there, with what to do."""
    file = sqlite_file(url)
    if file and not file.exists():
        raise refused(f"There is no register at {url}. Make one with `avtalt migrate --database {url}`.")


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
        raise refused(BUSY.format(url=shown_url(url))) from None
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
