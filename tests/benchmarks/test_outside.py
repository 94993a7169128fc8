"""That h2load's calls are measured, and that a call which failed is not counted as answered."""

import os

import pytest

from benchmarks.h2load import MISSING, Answered, WrongAnswersError, find_h2load, read_answered, run_h2load
from benchmarks.outside import SHAPES, checked_reply, figures, request_at
from benchmarks.server import PRICE, READY, measured_servers
from benchmarks.unary import READY_MADE, SAME, WORKERS

TOLD = """
finished in 1.25s, 8.00 req/s, 10.47KB/s
requests: 10 total, 10 started, 10 done, 10 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 10 2xx, 0 3xx, 0 4xx, 0 5xx
traffic: 13.09KB (13408) total, 1.05KB (1078) headers (space savings 21.43%), 50B (50) data
"""


@pytest.fixture(scope="module")
def measured():
    """A measured server, and h2load to ask it with."""
    if find_h2load() is None:
        # Where everything must be tested, leaving it out is a failure.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with measured_servers(1) as servers:
        yield servers


def test_what_h2load_tells_is_read():
    found = read_answered(TOLD, "1790000000000000\t200\t1500\n1790000000000100\t200\t2500\n")
    assert found == Answered(ended=10, data_bytes=50, calls_per_second=8.0, seconds=(0.0015, 0.0025))


def test_a_byte_or_a_call_too_few_or_too_many_is_a_wrong_answer():
    answered = read_answered(TOLD, "")
    answered.check(10, b"")
    for calls, reply in ((10, b"x"), (9, b""), (11, b"")):
        with pytest.raises(WrongAnswersError, match=f"{calls} calls were to be answered"):
            answered.check(calls, reply)


@pytest.mark.parametrize("method", [READY, PRICE])
def test_every_answer_has_the_length_of_the_one_that_was_looked_at(measured, method):
    reply = checked_reply(measured.target, method)
    request = request_at().SerializeToString()
    run_h2load(f"http://{measured.target}{method}", request, "-n", "40", "-c", "2", "-m", "2").check(40, reply)


@pytest.mark.parametrize("wrong", ["a method that is not there", "a request that cannot be read", "another answer"])
def test_calls_that_fail_are_not_taken_for_answered_though_h2load_calls_them_succeeded(measured, wrong):
    reply = checked_reply(measured.target, PRICE)
    method, request = PRICE, request_at().SerializeToString()
    if wrong == "a method that is not there":
        method += "d"
    elif wrong == "a request that cannot be read":
        request = b"\xff"
    else:
        other = request_at()
        del other.claim.lines[1:]
        request = other.SerializeToString()
    answered = run_h2load(f"http://{measured.target}{method}", request, "-n", "10")
    assert answered.ended == 10
    with pytest.raises(WrongAnswersError):
        answered.check(10, reply)


def test_an_answer_that_does_not_approve_is_refused(measured, monkeypatch):
    refused = request_at()
    refused.claim.performer.hpr_number = "9999999"
    monkeypatch.setattr("benchmarks.outside.request_at", lambda: refused)
    with pytest.raises(WrongAnswersError, match="was to be approved"):
        checked_reply(measured.target, PRICE)


def test_each_method_is_measured_and_compared(measured):
    found = figures(calls={1: 200, 8: 400}, rounds=1)
    names = {figure.name for figure in found}
    for workers, shapes in SHAPES.items():
        for in_flight in shapes.keys() & {1, 8}:
            where = f"{in_flight} in flight{WORKERS[workers]}, h2load"
            assert {f"{name}, {where}" for name in (READY_MADE, SAME)} <= names
            assert f"{SAME} / ready-made, {where}, throughput" in names


def test_that_h2load_is_missing_is_told_loudly(monkeypatch, capsys):
    monkeypatch.setattr("benchmarks.outside.find_h2load", lambda: None)
    assert figures() == []
    assert "h2load WAS NOT FOUND" in capsys.readouterr().err
