"""That a server is offered more than it can answer, and that what becomes of the calls is told apart."""

from benchmarks.overload import figures


def test_accepted_and_refused_calls_are_told_apart():
    found = {figure.name: figure for figure in figures(seconds=1.0, rounds=1)}
    assert [name for name in found if name.endswith("p99") or " / " in name] == [
        "256 in flight, p99",
        "accepted at 3 times the capacity, p99",
        "refused at 3 times the capacity, p99",
        "accepted at 3 times the capacity / at the capacity, p99",
    ]
    assert found["accepted at 3 times the capacity"].values[0] > 0
    assert found["refused at 3 times the capacity"].values[0] < 1
