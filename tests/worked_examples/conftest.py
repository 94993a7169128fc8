"""Keeps the data of every reason, notice and assumption that an example gives in step with the contract."""

import pytest

from tests.test_in_step import LISTS, documented


@pytest.fixture(scope="session")
def documented_keys() -> dict[str, dict[str, set[str]]]:
    """For each list of codes, the keys that a code carries."""
    return {row["section"]: {code: set(data) for code, (_, data) in documented(row).items()} for row in LISTS}
