"""The schema comes from the migrations, and the migrations agree with the tables."""

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from registry.demo.cases import hand_made_cases
from registry.engine import open_engine
from registry.migrate import SchemaNotCurrentError, assert_current, downgrade, migrate, schema_is_current
from registry.records import Agreement, Practice
from registry.store import Store
from registry.tables import METADATA

EXCLUSIONS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x'"


def test_a_table_that_no_migration_knows_is_noticed(store: Store) -> None:
    """A change of the tables without a migration fails here."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def schema(url: str) -> dict[str, list[str]]:
    """Checks, keys, indexes and exclusions of every table, as text."""
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
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            parts["exclusions"] = [str(row) for row in connection.execute(text(EXCLUSIONS))]
    engine.dispose()
    return parts


def test_checks_keys_and_partial_indexes_agree_too(store: Store, bare_database: str) -> None:
    """Alembic does not compare all of these, so the two schemas are laid side by side."""
    engine = open_engine(bare_database)
    METADATA.create_all(engine)
    engine.dispose()
    assert schema(store.url) == schema(bare_database)


def test_up_down_and_up_again_with_data_in(store: Store) -> None:
    store.write(hand_made_cases(), note="n")
    migrate(store.url)
    assert len(list(store.read(1))) == len(hand_made_cases())
    store.close()
    downgrade(store.url, "base")
    assert not schema_is_current(store.url)
    migrate(store.url)
    assert store.newest() is None
    assert store.write(hand_made_cases(), note="n").number == 1


def test_the_older_schema_keeps_what_it_can_hold(store: Store) -> None:
    """Down to the first tables and up again: every record is there, without the days it was confirmed on."""
    store.write(hand_made_cases(), note="n")
    store.close()
    downgrade(store.url, "0001")
    assert not schema_is_current(store.url)
    migrate(store.url)
    assert set(store.read(1)) == {bare(record) for record in hand_made_cases()}


def bare(record: object) -> object:
    """The record as the first tables could hold it."""
    if isinstance(record, Agreement):
        return replace(record, fetched=None, last_confirmed=None)
    if hasattr(record, "max_age_days"):
        return replace(record, last_confirmed=None, max_age_days=None)
    return record


def test_a_practice_without_municipality_keeps_the_newer_schema(store: Store) -> None:
    """The older schema cannot hold it, and nothing is thrown away."""
    store.write([Practice("2000000001", "Demo", "FYNO", None, None, "test")], note="n")
    store.close()
    with pytest.raises(Exception, match="municipality_code"):
        downgrade(store.url, "0001")
    assert_current(store.url)
    assert len(list(store.read(1))) == 1


def test_a_new_database_is_refused_with_what_to_run(bare_database: str) -> None:
    assert not schema_is_current(bare_database)
    with pytest.raises(SchemaNotCurrentError, match="Run `avtalt migrate`"):
        assert_current(bare_database)
    migrate(bare_database)
    assert_current(bare_database)
