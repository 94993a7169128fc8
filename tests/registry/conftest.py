"""A register of its own for every test."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from registry.migrate import migrate
from registry.store import Store


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newest schema and nothing recorded; to be copied, not used."""
    path = tmp_path_factory.mktemp("register") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(empty_database: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty register."""
    path = copy(empty_database, tmp_path / "register.db")
    store = Store(f"sqlite:///{path}")
    yield store
    store.close()
