"""That the time from a commit until it is seen is told for each kind of database, and a write never seen is an error."""

import pytest

from benchmarks.freshness import delay, figures
from tests.databases import BACKENDS
from tests.postgres import MISSING

REACHED = [(3, 10.5), (5, 10.75)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_each_percentile_is_told_with_each_round(backend, request):
    if backend == "postgresql":
        request.getfixturevalue("postgres_server")  # says loudly when there is none
    found = figures(providers=60, writes=3, rounds=2, backends=[backend])
    names = [f"commit to visible, {backend}, 60 providers, p{percentile}" for percentile in (50, 95, 99)]
    assert [figure.name for figure in found] == names
    assert all(figure.unit == "ms" and len(figure.values) == 2 for figure in found)


def test_a_server_that_is_missing_is_told_loudly(monkeypatch, capsys):
    monkeypatch.setattr("tests.databases.find_server", lambda: None)
    assert figures(providers=60, writes=1, rounds=1, backends=["postgresql"]) == []
    assert MISSING.split(":")[0] in capsys.readouterr().err


def test_a_write_is_seen_with_the_first_revision_that_has_it():
    assert [delay(revision, 10.0, REACHED) for revision in (3, 4, 5)] == [0.5, 0.75, 0.75]
    assert delay(3, 11.0, REACHED) == 0
    with pytest.raises(RuntimeError, match="never seen"):
        delay(6, 10.0, REACHED)
