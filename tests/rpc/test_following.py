"""A register follows what others write to its database, whatever happens to the connection."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from registry.backup import back_up, restore
from registry.records import Performer
from registry.store import Store
from registry.watching import watch
from service.register import Register
from service.server import following
from tests.databases import BACKENDS, NewDatabase, drop_database

LONGEST_SECONDS = 30
NEVER_POLLED = 3600.0
END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[str]:
    """A register with one revision."""
    url = new_database(request.param)
    store = Store(url)
    store.write([Performer("1", "Demo", "test")], note="first")
    store.close()
    yield url
    drop_database(url)


@contextmanager
def followed(url: str, poll_seconds: float) -> Iterator[tuple[Register, Callable[[int], bool]]]:
    """A register that follows, and a way to wait until it has reached a revision."""
    register, moved = Register(url), threading.Condition()

    def tell() -> None:
        with moved:
            moved.notify_all()

    def reached(revision: int) -> bool:
        with moved:
            return moved.wait_for(lambda: register.snapshot.revision == revision, LONGEST_SECONDS)

    register.on_advance(tell)
    try:
        with following(register, poll_seconds):
            yield register, reached
    finally:
        register.close()


def write(url: str, number: int) -> int:
    """Write as another process would: through a store of its own."""
    store = Store(url)
    try:
        return store.write([Performer(str(number), "Demo", "test")], note="n").number
    finally:
        store.close()


def test_each_write_of_another_is_taken_over_without_polling(url: str) -> None:
    with followed(url, NEVER_POLLED) as (register, reached):
        # The first write is seen by polling once at the start or by being told; the others only by being told.
        for number in range(2, 8):
            assert reached(write(url, number))
            assert register.snapshot.performer(str(number)) is not None


def test_a_lost_connection_loses_no_write(new_database: NewDatabase) -> None:
    """PostgreSQL ends every connection, the listening one too; what is written meanwhile and later is taken over."""
    url = new_database("postgresql")
    write(url, 1)
    with followed(url, NEVER_POLLED) as (_, reached):
        assert reached(write(url, 2))
        for number in (3, 4):
            store = Store(url)
            with store.engine.connect() as connection:
                connection.execute(text(END_OTHERS))
            store.close()
            assert reached(write(url, number))
    drop_database(url)


def test_a_database_put_back_from_a_copy_is_read_anew(new_database: NewDatabase, tmp_path: Path) -> None:
    """The same number may stand for another revision then; what is in memory is not mixed with it."""
    url, copy = new_database("sqlite"), tmp_path / "copy.db"
    write(url, 1)
    back_up(url, copy)
    write(url, 2)
    with followed(url, NEVER_POLLED) as (register, reached):
        assert reached(2)
        restore(copy, url, overwrite=True)
        assert reached(1)
        assert register.snapshot.performer("2") is None
        assert reached(write(url, 3))
        assert register.snapshot.performer("2") is None
        assert register.exact(1).performer("3") is None


def test_a_watcher_tells_only_what_others_commit(url: str) -> None:
    store = Store(url)
    watcher = watch(store)
    try:
        assert watcher.wait(0.0) is False
        store.write([Performer("2", "Demo", "test")], note="n")
        assert watcher.wait(LONGEST_SECONDS) is True
        assert watcher.wait(0.0) is False
    finally:
        watcher.close()
        store.close()
