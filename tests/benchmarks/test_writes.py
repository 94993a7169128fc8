"""That calls are measured with writes beside them and without."""

from benchmarks.writes import figures


def test_calls_are_measured_with_writes_and_without():
    names = [figure.name for figure in figures(providers=60, seconds=0.5, rounds=1)]
    assert [name for name in names if name.endswith("p99")] == [
        "half load, no writes, p99",
        "half load, a write every 100 ms, p99",
        "half load, as many writes to another register, p99",
        "a write every 100 ms / no writes, p99",
        "as many writes to another register / no writes, p99",
    ]
