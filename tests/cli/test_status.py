"""`avtalt status`: what works, layer by layer, and what to do where something does not."""

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from avtalt import contract
from service.cli import setup
from tests.rpc.in_process import opened, serving_here
from tests.tables import cases

LAYERS = "connection version contract clock register freshness tariffs"
NO_HELP = cases("""
    case                 | server     | layer      | told
    nobody listens       | nobody     | connection | No server answers at {target}. Start one with
    nobody answers       | silent     | connection | {target} did not answer within 0.3 seconds. Try again
    it is stopping       | stopping   | connection | The server at {target} takes no calls now
    it is another server | other      | version    | {target} answered UNIMPLEMENTED. Check that it is an avtalt server
    nothing known of it  | no health  | version    | {target} answered UNIMPLEMENTED. Check that it is an avtalt server
""")


@contextmanager
def nobody() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield f"127.0.0.1:{port}"


@contextmanager
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def other(status: int | None) -> Iterator[str]:
    """A server that is none of ours, with a health service that tells the status, or without one."""
    server = grpc.server(ThreadPoolExecutor(1))
    if status is not None:
        servicer = health.HealthServicer()
        servicer.set("", status)
        health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


SERVERS: dict[str, Callable[[], Iterator[str]]] = {
    "nobody": nobody,
    "silent": silent,
    "stopping": lambda: other(health_pb2.HealthCheckResponse.NOT_SERVING),
    "other": lambda: other(health_pb2.HealthCheckResponse.SERVING),
    "no health": lambda: other(None),
}


def lines(out: str) -> dict[str, str]:
    """What stands beside each layer, below the ruled line."""
    return {line.split()[0]: line for line in out.rpartition("─")[2].splitlines() if line}


def test_all_layers_of_a_server_work(avtalt, demo_target):
    """One line each, in order, and the exit code says so."""
    ended = avtalt("status", "--target", demo_target, "--language", "en")
    assert (ended.code, ended.err) == (0, "")
    found = lines(ended.out)
    assert " ".join(found) == LAYERS
    assert {layer: line.split()[1] for layer, line in found.items() if layer != "tariffs"} == dict.fromkeys(
        LAYERS.split()[:-1], "works"
    )
    assert demo_target in found["connection"]


def test_without_a_server_there_is_no_connection_to_check(avtalt):
    ended = avtalt("status", "--embedded", "--language", "en")
    assert (ended.code, " ".join(lines(ended.out))) == (0, LAYERS.removeprefix("connection "))


@pytest.mark.parametrize("row", NO_HELP)
def test_a_server_that_does_not_help_is_told_with_what_to_do(row, avtalt):
    """The last layer told is the one that fails; for programs it is the same."""
    with SERVERS[row["server"]]() as target:
        asked = ("status", "--target", target, "--timeout", "0.3", "--language", "en")
        ended, for_programs = avtalt(*asked), avtalt(*asked, "--json")
    assert (ended.code, for_programs.code, ended.err) == (1, 1, "")
    layer, line = list(lines(ended.out).items())[-1]
    assert (layer, line.split()[1]) == (row["layer"], "fails")
    assert row["told"].format(target=target) in line
    last = json.loads(for_programs.out)["checks"][-1]
    assert (last["layer"], last["state"]) == (f"SETUP_LAYER_{layer.upper()}", "SETUP_STATE_FAILS")


def test_a_layer_that_fails_is_told_by_the_exit_code(avtalt, new_database, tariffs):
    """Here the register is empty; the layers after it are told all the same."""
    with opened(new_database("sqlite")) as register, serving_here(register, tariffs) as server:
        ended = avtalt("status", "--target", server.target, "--language", "en")
    assert ended.code == 1
    assert lines(ended.out)["register"].split()[1] == "fails"
    assert " ".join(lines(ended.out)) == LAYERS


def test_a_warning_is_no_failure(avtalt, monkeypatch):
    """A client that was made from another contract still works for what both know."""
    monkeypatch.setattr(setup, "contract", SimpleNamespace(DIGEST="0" * 64))
    ended = avtalt("status", "--embedded", "--language", "en")
    assert (ended.code, lines(ended.out)["contract"].split()[1]) == (0, "warns")


def test_the_clock_of_the_client_is_sent(avtalt, demo_target, monkeypatch):
    monkeypatch.setattr(setup, "utc_now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    ended = avtalt("status", "--target", demo_target, "--language", "en")
    assert (ended.code, lines(ended.out)["clock"].split()[1]) == (1, "fails")
    assert "2020-01-01T00:00:00Z" in lines(ended.out)["clock"]


def test_programs_get_what_the_server_sent_after_the_connection(avtalt, demo_target):
    ended = avtalt("status", "--target", demo_target, "--json")
    found = json.loads(ended.out)
    assert [each["layer"] for each in found["checks"]][:2] == ["SETUP_LAYER_CONNECTION", "SETUP_LAYER_VERSION"]
    assert found["contractDigest"] == contract.DIGEST
