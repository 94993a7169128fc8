"""Notices that another process has written to the register, without asking again and again."""

import sqlite3
import time
from contextlib import closing
from typing import Any, Protocol

from registry.store import CHANNEL, Store
from registry.urls import is_postgresql, sqlite_file

SQLITE_PAUSE_SECONDS = 0.01


class Watcher(Protocol):
    """Waits for writes."""

    def wait(self, seconds: float) -> bool:
        """Whether something was written, as soon as it was; False when nothing was for so many seconds."""

    def close(self) -> None:
        """Give back the connection."""


def watch(store: Store) -> Watcher:
    """
    A watcher of the store's database, for one thread.

    After it was made, ask once for the newest revision: what was written before
    is not noticed. Any failure of `wait` ends its use; make another one.
    """
    if is_postgresql(store.url):
        return PostgresWatcher(store)
    return SqliteWatcher(store.url)


class SqliteWatcher:
    """
    Asks SQLite for its data version, which rises with every commit of another connection.

    That reads a few bytes of shared memory and takes no lock, so it may be
    asked often.
    """

    def __init__(self, url: str) -> None:
        """Open a connection of its own, only for reading."""
        path = sqlite_file(url)
        if path is None:
            raise ValueError("a SQLite database was expected")
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._seen = self._version()

    def wait(self, seconds: float) -> bool:
        """Whether something was committed."""
        end = time.monotonic() + seconds
        while (version := self._version()) == self._seen:
            left = end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(SQLITE_PAUSE_SECONDS, left))
        self._seen = version
        return True

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()

    def _version(self) -> int:
        with closing(self._connection.execute("PRAGMA data_version")) as cursor:
            return int(cursor.fetchone()[0])


class PostgresWatcher:
    """Listens to what each writer tells when its write is committed."""

    def __init__(self, store: Store) -> None:
        """Take a connection out of the pool and listen."""
        raw = store.engine.raw_connection()
        connection: Any = raw.driver_connection
        raw.detach()
        self._connection = connection
        self._connection.rollback()
        self._connection.autocommit = True
        self._connection.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """Whether a writer has told of a commit."""
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()
