"""What a database URL names."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


class UnusableUrlError(ValueError):
    """A URL that names no database a register can be in; the message never holds a password."""


def check_url(url: str) -> None:
    """Raise `UnusableUrlError` unless `url` names a database of a kind that a register can be in."""
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        # The text may hold a password, and cannot be taken apart.
        raise UnusableUrlError("That is no database URL.") from None
    if backend not in (SQLITE, POSTGRESQL):
        raise UnusableUrlError(f"{shown_url(url)} is neither a SQLite nor a PostgreSQL URL.")
    if backend == SQLITE and not make_url(url).database:
        raise UnusableUrlError(f"{url} names no file.")


def is_postgresql(url: str) -> bool:
    """Whether the database is on a PostgreSQL server."""
    return make_url(url).get_backend_name() == POSTGRESQL


def sqlite_file(url: str) -> Path | None:
    """
    The file of a SQLite database; absent for any other database.

    >>> sqlite_file("sqlite:///var/register.db")
    PosixPath('var/register.db')
    """
    found = make_url(url)
    return Path(found.database or "") if found.get_backend_name() == SQLITE else None


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite database in a file, whatever the file is called."""
    return URL.create(SQLITE, database=str(file)).render_as_string()


def shown_url(url: str) -> str:
    """
    The URL without its password.

    >>> shown_url("postgresql://me:secret@host/name")
    'postgresql://me:***@host/name'
    """
    return make_url(url).render_as_string(hide_password=True)
