"""A short replay for every run of the tests; `python -m tests.replay` is the long one."""

import pytest

from tests.databases import BACKENDS, NewDatabase
from tests.replay.replay import replay


@pytest.mark.parametrize("backend", BACKENDS)
def test_decisions_come_the_same_after_corrections_and_a_restart(backend: str, new_database: NewDatabase) -> None:
    """Each answer is had again to the byte from what it rests on, while the newest revision answers otherwise."""
    outcome = replay(new_database(backend), decisions=250, corrections=25, seed=7)
    assert (outcome.decisions, outcome.differing) == (250, 0)
    assert outcome.revisions > 1
    assert outcome.otherwise_now > 0
