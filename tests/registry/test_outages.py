"""A database that fails is told apart from a mistake, also where it is asked past SQLAlchemy."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from registry.outages import RegisterBusyError, RegisterUnreachableError
from registry.records import Performer
from registry.store import Store
from registry.urls import sqlite_file
from tests.databases import NewDatabase, drop_database
from tests.tables import cases

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
IS_THERE = "SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"
ENDED_BY = cases("""
    case              | by      | statement
    an administrator  | another | SELECT pg_terminate_backend({pid})
    its own patience  | itself  | SET idle_in_transaction_session_timeout = 1
""")
SECONDS = 60


@pytest.mark.parametrize("row", ENDED_BY)
def test_a_connection_that_the_database_ends_is_told_as_unreachable(row, new_database: NewDatabase) -> None:
    """And is not used again."""
    url = new_database("postgresql")
    with closing(Store(url)) as store, closing(Store(url)) as other:
        store.write([Performer("1", "Demo", "test")], note="n")
        with pytest.raises(RegisterUnreachableError):
            ask_when_ended(store, other, row["by"], row["statement"])
        assert store.changes(0, 1)[1] == [Performer("1", "Demo", "test")]
    drop_database(url)


def ask_when_ended(store: Store, other: Store, by: str, statement: str) -> None:
    """Ask on a connection that a statement, given on it or on another one, has ended."""
    with store.asking() as asking:
        asking.newest_beside(0, NOON)
        driver = asking._driver
        pid = driver.info.backend_pid
        told = statement.format(pid=pid)
        tell(other, told) if by == "another" else driver.execute(told)
        wait_until_gone(other, pid)
        asking.newest_beside(0, NOON)


def tell(store: Store, statement: str) -> None:
    with store.engine.connect() as connection:
        connection.execute(text(statement))


def wait_until_gone(store: Store, pid: int) -> None:
    """Wait until a connection is no longer there."""
    deadline = time.monotonic() + SECONDS
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.execute(text(IS_THERE), {"pid": pid}).scalar_one():
            assert time.monotonic() < deadline


def test_a_database_that_is_not_there_is_told_as_unreachable(new_database: NewDatabase) -> None:
    url = new_database("postgresql")
    drop_database(url)
    with closing(Store(url)) as store, pytest.raises(RegisterUnreachableError):
        store.changes(0, 0)


def test_a_locked_file_is_told_as_busy(new_database: NewDatabase) -> None:
    url = new_database("sqlite")
    with closing(sqlite3.connect(sqlite_file(url), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with closing(Store(url, write_wait_seconds=0)) as store, pytest.raises(RegisterBusyError):
            store.changes(0, 0)


def test_a_mistake_is_neither(new_database: NewDatabase) -> None:
    with closing(Store(new_database("sqlite"))) as store:
        with pytest.raises(ValueError, match="mine"), store.asking():
            raise ValueError("mine")
        with store.asking() as asking:
            assert asking.newest_beside(0, NOON) == (None, False)
