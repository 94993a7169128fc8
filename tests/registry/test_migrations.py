"""The schema comes from the migrations, and the migrations agree with the tables."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from registry.demo.cases import hand_made_cases
from registry.migrate import SchemaNotCurrentError, assert_current, migrate, schema_is_current
from registry.store import Store, open_engine
from registry.tables import METADATA


def test_migrations_and_tables_agree(store: Store) -> None:
    engine = open_engine(store.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def schema(url: str) -> dict[str, list[str]]:
    """Checks, keys and indexes of every table, as text."""
    engine = open_engine(url)
    found = inspect(engine)
    parts: dict[str, list[str]] = {}
    for table in METADATA.tables:
        rules = [*found.get_check_constraints(table), *found.get_foreign_keys(table)]
        rules += [found.get_pk_constraint(table), *found.get_unique_constraints(table)]
        indexes = [
            (each["name"], each["column_names"], each["unique"], *map(str, each["dialect_options"].values()))
            for each in found.get_indexes(table)
        ]
        parts[table] = sorted(map(str, [*rules, *indexes]))
    engine.dispose()
    return parts


def test_checks_keys_and_partial_indexes_agree_too(store: Store, tmp_path: Path) -> None:
    """Alembic does not compare all of these, so the two schemas are laid side by side."""
    url = f"sqlite:///{tmp_path}/made.db"
    engine = open_engine(url)
    METADATA.create_all(engine)
    engine.dispose()
    assert schema(store.url) == schema(url)


def test_up_down_and_up_again_with_data_in(store: Store) -> None:
    store.write(hand_made_cases(), note="n")
    migrate(store.url)
    assert len(list(store.read(1))) == len(hand_made_cases())
    store.close()
    migrate(store.url, "base")
    assert not schema_is_current(store.url)
    migrate(store.url)
    assert store.newest() is None
    assert store.write(hand_made_cases(), note="n").number == 1


def test_a_new_database_is_refused_with_what_to_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert not schema_is_current(url)
    with pytest.raises(SchemaNotCurrentError, match="Run `avtalt migrate`"):
        assert_current(url)
    migrate(url)
    assert_current(url)
