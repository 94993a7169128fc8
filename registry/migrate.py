"""Brings a database to the schema that this version of the register needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from registry.store import open_engine

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaNotCurrentError(RuntimeError):
    """The database has another schema than this version needs."""


def migrate(url: str, target: str = "head") -> None:
    """
    Bring the database at `url` to `target`, by default the newest schema; a new one is set up whole.

    `base` as target removes all tables with what they hold.
    """
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            move = command.downgrade if target == "base" else command.upgrade
            move(alembic_config(connection), target)
    finally:
        engine.dispose()


def schema_is_current(url: str) -> bool:
    """Whether the database at `url` has the newest schema."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            return found == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
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
