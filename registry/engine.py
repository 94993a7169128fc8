"""Opens a database of either kind, set up to wait for other writers and to lose nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from registry.outages import RegisterBusyError, RegisterUnreachableError
from registry.urls import is_postgresql

MILLISECONDS = 1000
LOCK_NOT_AVAILABLE = "55P03"
WRITE_WAIT_SECONDS = 30.0


def open_engine(url: str, write_wait_seconds: float = WRITE_WAIT_SECONDS) -> Engine:
    """The engine for `url`; a writer waits so long for another one, then `RegisterBusyError` is raised."""
    wait = round(write_wait_seconds * MILLISECONDS)
    if is_postgresql(url):
        # A connection that was lost while it lay in the pool is noticed before it is used.
        return create_engine(url, pool_pre_ping=True, connect_args={"options": f"-c lock_timeout={wait}"})
    engine = create_engine(url)
    pragmas = (f"busy_timeout={wait}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    event.listen(engine, "connect", lambda connection, _record: _set_up_sqlite(connection, pragmas))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, pragmas: tuple[str, ...]) -> None:
    """Set the pragmas, and leave BEGIN to `_begin_sqlite`."""
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin; a writer takes the lock at once, as it cannot be had later without the risk of a refusal."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def driver_connection(engine: Engine) -> Iterator[Any]:
    """A connection of the driver itself, from the pool, with its failures told as `database_errors` tells them."""
    driver: Any = engine.dialect.loaded_dbapi
    pooled = None
    try:
        pooled = engine.raw_connection()
        yield pooled.driver_connection
    except driver.Error as error:
        lost = isinstance(error, driver.OperationalError)
        if pooled is not None:
            lost = lost or engine.dialect.is_disconnect(error, pooled.dbapi_connection, None)
            pooled.invalidate()
        if outage := _outage(error, is_lost=lost):
            raise outage from error
        raise
    finally:
        if pooled is not None:
            pooled.close()


@contextmanager
def database_errors() -> Iterator[None]:
    """Tell a busy and an unreachable database from a mistake; both may be tried again."""
    try:
        yield
    except DBAPIError as error:
        lost = error.connection_invalidated or isinstance(error, OperationalError)
        if outage := _outage(error.orig, is_lost=lost):
            raise outage from error
        raise


def _outage(cause: BaseException | None, *, is_lost: bool) -> Exception | None:
    """What a failure of the driver means to who may try again; absent for a mistake."""
    if getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE or "database is locked" in str(cause):
        return RegisterBusyError("Another write is under way and took too long. Try again.")
    return RegisterUnreachableError("The database cannot be reached. Try again.") if is_lost else None
