"""Brings a database to the schema that this version of the register needs."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from registry.engine import database_errors, open_engine
from registry.urls import is_postgresql, sqlite_file

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaNotCurrentError(RuntimeError):
    """The database has another schema than this version needs."""


def migrate(url: str, target: str = "head") -> None:
    """Bring the database at `url` up to `target`, by default the newest schema; a new one is set up whole."""
    _move(url, command.upgrade, target)


def downgrade(url: str, target: str) -> None:
    """
    Take the database at `url` back to the older schema `target`, with what that one can hold.

    `base` as target removes all tables with what they hold.
    """
    _move(url, command.downgrade, target)


def _move(url: str, move: Callable[[Config, str], None], target: str) -> None:
    """Run migrations in one transaction; two that start at once take turns."""
    engine = open_engine(url)
    try:
        with (
            database_errors(),
            engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if is_postgresql(url):
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('avtalt migrate'))"))
            move(alembic_config(connection), target)
    finally:
        engine.dispose()


def schema_is_current(url: str) -> bool:
    """Whether the database at `url` has the newest schema; one that does not exist has not, and is not made."""
    file = sqlite_file(url)
    if file and not file.exists():
        return False
    engine = open_engine(url)
    try:
        with database_errors(), engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            return current == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    finally:
        engine.dispose()


def assert_current(url: str) -> None:
    """Raise `SchemaNotCurrentError` unless the database at `url` has the newest schema."""
    if not schema_is_current(url):
        raise SchemaNotCurrentError(
            "The database is new or has the schema of another version. Run `avtalt migrate` and start again."
        )


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, with the connection that `migrations/env.py` is to use."""
    config = Config(attributes={"connection": connection})
    # Alembic would read a percent sign in the path as the start of a variable.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
