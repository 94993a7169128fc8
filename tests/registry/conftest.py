"""A register of its own for every test, on each kind of database."""

from collections.abc import Iterator

import pytest

from registry.store import Store
from tests.databases import BACKENDS, NewDatabase, drop_database


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database of a test."""
    return str(request.param)


@pytest.fixture
def database(backend: str, new_database: NewDatabase) -> Iterator[str]:
    """The URL of an empty register."""
    url = new_database(backend)
    yield url
    drop_database(url)


@pytest.fixture
def bare_database(backend: str, new_database: NewDatabase) -> Iterator[str]:
    """The URL of a database without tables; of SQLite there is not even a file."""
    url = new_database(backend, template=None)
    yield url
    drop_database(url)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty register."""
    store = Store(database)
    yield store
    store.close()
