"""Databases of both kinds for the tests: an empty register for whoever asks, made in no time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text

from registry.migrate import migrate
from tests.postgres import MISSING, find_server, new_server, running_server

BACKENDS = ("sqlite", "postgresql")
NewDatabase = Callable[..., str]
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The server's URL with a place for the name of a database."""
    programs = find_server()
    if programs is None:
        # Where everything must be tested, leaving half of it out is a failure.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with running_server(programs) as url:
        _run_on(url, "postgres", 'CREATE DATABASE "template_register"')
        migrate(url.format(name="template_register"))
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema and nothing recorded; to be copied, not used."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Make an empty register of a kind, or a database without tables, and tell its URL."""

    def make(backend: str, template: str | None = "template_register") -> str:
        if backend == "sqlite":
            folder = tmp_path_factory.mktemp("register")
            if template:
                copy(request.getfixturevalue("sqlite_template"), folder / "register.db")
            return f"sqlite:///{folder}/register.db"
        server: str = request.getfixturevalue("postgres_server")
        name = f"register_{next(_NUMBERS)}"
        _run_on(server, "postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        return server.format(name=name)

    return make


def drop_database(url: str) -> None:
    """Remove a database that is needed no longer; a file is left to the folder it is in."""
    found = make_url(url)
    if found.get_backend_name() == "postgresql":
        server = url.replace(f"/{found.database}?", "/{name}?")
        _run_on(server, "postgres", f'DROP DATABASE IF EXISTS "{found.database}" WITH (FORCE)')


def _run_on(server: str, name: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    engine = create_engine(server.format(name=name), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


@contextmanager
def empty_database(backend: str, *, fsync: bool = False) -> Iterator[str | None]:
    """
    The URL of a database without tables, which is gone after the block; absent without a server of that kind.

    For programs; the tests share one server. With `fsync` the server syncs to
    disk as one in use does, as SQLite always does.
    """
    if backend == "sqlite":
        with TemporaryDirectory(prefix="avtalt-") as folder:
            yield f"sqlite:///{folder}/register.db"
        return
    programs = find_server()
    if programs is None:
        yield None
        return
    with new_server(programs, fsync=fsync) as server:
        yield server.url.format(name="postgres")
