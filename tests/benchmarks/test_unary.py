"""That calls are measured beside the ready-made reply, with one worker and with two that take even parts."""

import pytest

from benchmarks.unary import OTHERS, READY_MADE, SAME, WORKERS, call_figures, even
from tests.tables import cases

SHARES = cases("""
    case                | taken   | even
    one worker          | 100     | yes
    the same            | 50 50   | yes
    half as many        | 33 66   | yes
    less than half      | 33 67   | no
    one took all        | 0 100   | no
""")


@pytest.mark.parametrize("row", SHARES)
def test_workers_are_used_evenly_when_none_takes_less_than_half_of_another(row):
    assert even([int(each) for each in row["taken"].split()]) == (row["even"] == "yes")


@pytest.mark.parametrize("workers", WORKERS)
def test_each_method_is_measured_and_compared(workers):
    found = call_figures(workers, calls={1: 200, 8: 400}, rounds=1)
    names = {figure.name for figure in found}
    for in_flight in (1, 8):
        where = f"{in_flight} in flight{WORKERS[workers]}"
        assert {f"{name}, {where}" for name in (READY_MADE, SAME, OTHERS)} <= names
        assert {f"{name} / ready-made, {where}, throughput" for name in (SAME, OTHERS)} <= names
    assert all(len(figure.values) == 1 for figure in found)
