"""The example clients in Python and Node do what the pages say, against a real server."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import grpc
import pytest
from google.protobuf import json_format

from avtalt.v1 import claim_pricing_service_pb2 as pricing
from avtalt.v1 import claim_pricing_service_pb2_grpc as services
from avtalt.v1.claim_pb2 import Claim
from tests.docs.refusing import refusing_server
from tests.node import FOLDER as NODE
from tests.readme import ROOT

CLIENTS = ROOT / "docs" / "examples" / "clients"
CONFIG = (CLIENTS / "service_config.json").read_text(encoding="utf-8")
CLAIM = "docs/examples/physiotherapy.json"
ANSWER = "OUTCOME_APPROVED 23600\n"
SECONDS = 60

Command = Callable[..., list[str]]

on_sqlite = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)


@pytest.fixture(params=["python", "node"])
def command(request: pytest.FixtureRequest) -> Command:
    """How an example is started, in each language in turn."""
    if request.param == "python":
        return lambda name, *arguments: [sys.executable, str(CLIENTS / f"{name}.py"), *arguments]
    request.getfixturevalue("node_packages")
    return lambda name, *arguments: ["node", str(NODE / f"{name}.mjs"), *arguments]


@pytest.fixture
def address() -> Iterator[str]:
    """An address at which nobody is, and no other test will be."""
    with TemporaryDirectory(prefix="avtalt-", dir="/tmp") as folder:  # the path of a socket may not be long
        yield f"unix:{folder}/socket"


def printed(command: list[str]) -> tuple[int, str]:
    """Run a client to its end."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS)
    return done.returncode, done.stdout


@on_sqlite
def test_the_first_call_is_answered(command, demo_target):
    assert printed(command("first_call", demo_target)) == (0, "OUTCOME_APPROVED 14400\n")


@pytest.mark.parametrize("path", [CLIENTS / "first_call.py", NODE / "first_call.mjs"], ids=lambda path: path.name)
def test_the_first_call_is_under_ten_lines(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) < 10


@on_sqlite
def test_an_error_is_read_with_its_reason(command, demo_target, tmp_path):
    claim = tmp_path / "claim.json"
    claim.write_text('{"discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2026-02-30"}')
    status, output = printed(command("daily_use", demo_target, str(claim)))
    assert status == 1
    assert "INVALID_ARGUMENT claim.treatment_date is not a day of the calendar" in output
    assert "ERROR_REASON_INVALID_DATE" in output


@on_sqlite
def test_a_server_that_refuses_twice_is_asked_three_times(command, demo_target, address):
    with refusing_server(address, demo_target, refusals=2) as server:
        assert printed(command("daily_use", address, CLAIM)) == (0, ANSWER)
    assert server.attempts == [0, 1, 2]


@on_sqlite
def test_a_server_that_goes_on_refusing_is_given_up(command, demo_target, address):
    with refusing_server(address, demo_target, refusals=100) as server:
        status, output = printed(command("daily_use", address, CLAIM))
    assert (status, output.split()) == (1, ["UNAVAILABLE", "not", "now"])
    assert server.attempts == [0, 1, 2, 3, 4]


@on_sqlite
def test_without_the_policy_one_refusal_is_an_error(command, demo_target, address):
    with refusing_server(address, demo_target, refusals=1) as server:
        assert "APPROVED" not in printed(command("first_call", address))[1]
    assert server.attempts == [0]


@on_sqlite
def test_a_client_that_is_started_before_the_server_waits_for_it(command, demo_target, address):
    path = address.removeprefix("unix:")
    with socket.socket(socket.AF_UNIX) as nobody:
        nobody.bind(path)
        nobody.listen()
        client = subprocess.Popen(command("daily_use", address, CLAIM), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        nobody.accept()[0].close()  # the client has tried, and nobody answered
    Path(path).unlink()
    with refusing_server(address, demo_target):
        output, _ = client.communicate(timeout=SECONDS)
    assert (client.returncode, output) == (0, ANSWER)


@on_sqlite
def test_one_channel_outlives_a_server_that_is_restarted(demo_target, address):
    options = [("grpc.service_config", CONFIG), ("grpc.initial_reconnect_backoff_ms", 200)]
    request = pricing.PriceClaimRequest(claim=json_format.Parse((ROOT / CLAIM).read_text(), Claim()))
    with grpc.insecure_channel(address, options) as channel:
        ask = services.ClaimPricingServiceStub(channel).PriceClaim
        for _ in range(3):
            with refusing_server(address, demo_target):
                assert ask(request, timeout=SECONDS).decision.totals.patient_pays_ore == 23600


def test_no_file_for_node_names_where_packages_come_from():
    """What is locked is known by its content; from where it comes is the reader's own setting."""
    lock = (NODE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    packages = re.findall(r'^    "node_modules/', lock, re.MULTILINE)
    assert packages
    assert lock.count('"integrity": "sha512-') == len(packages)
    for name in ("package-lock.json", "package.json", ".npmrc"):
        assert re.findall(r"https?://[^/\s\"]*(?:npm|registry|artifact|index)\S*", (NODE / name).read_text()) == []
