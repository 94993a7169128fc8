"""That calls are counted while workers die and are replaced."""

from benchmarks.restarts import figures


def test_calls_are_counted_while_workers_die_and_are_replaced():
    found = {figure.name: figure.values for figure in figures(providers=60, rounds=1)}
    for name in ("a worker killed", "all workers replaced"):
        for client in ("the documented retries", "no retries"):
            assert found[f"{name}, {client}, answered"] > (0,)
        assert found[f"{name}, the documented retries, failed"] == (0,)
    assert len(found) == 8
