"""Where the register under test is, and what can be killed there."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from registry.migrate import migrate
from registry.outages import RegisterUnreachableError
from registry.store import Store
from registry.urls import POSTGRESQL
from tests.postgres import MISSING, Server, find_server, new_server

WRITER, BACKEND, SERVER = "the writer", "the writer's backend", "the server"
RECOVERY_SECONDS = 60
OTHERS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Place:
    """A register in a database of its own; a SQLite file has no server."""

    url: str
    folder: Path
    server: Server | None = None

    def target(self, number: int) -> str:
        """What is killed in a round: a part of the server, every third time, where there is one."""
        if self.server is None or number % 3:
            return WRITER
        return BACKEND if number % 2 else SERVER

    def strike(self, target: str) -> None:
        """Kill what is not the writer itself."""
        if target == BACKEND:
            self._kill_backends()
        if target == SERVER and self.server:
            self.server.stop()
            self.server.start()

    def open(self) -> Store:
        """The register opened again, as soon as its server takes connections."""
        store, end = Store(self.url), time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                store.newest()
            except RegisterUnreachableError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return store

    def _kill_backends(self) -> None:
        """Kill them; the server then ends every other connection, ours too, and starts anew."""
        with closing(Store(self.url)) as store, store.engine.connect() as connection, suppress(DBAPIError):
            for pid in connection.execute(text(OTHERS)).scalars().all():
                os.kill(pid, signal.SIGKILL)
                while True:
                    connection.execute(text("SELECT 1"))


@contextmanager
def new_place(kind: str) -> Iterator[Place]:
    """An empty register on a database of that kind, gone after the block."""
    with TemporaryDirectory(prefix="avtalt-durability-") as name:
        folder = Path(name)
        if kind != POSTGRESQL:
            url = f"sqlite:///{folder}/register.db"
            migrate(url)
            yield Place(url, folder)
            return
        programs = find_server()
        if programs is None:
            raise FileNotFoundError(MISSING)
        with new_server(programs, fsync=True) as server:
            _create_database(server)
            url = server.url.format(name="register")
            migrate(url)
            yield Place(url, folder, server)


def _create_database(server: Server) -> None:
    engine = create_engine(server.url.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE register"))
    engine.dispose()
