"""The server as a client meets it: health, reflection, deadlines, a generic client, a graceful stop."""

import json
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import grpc
import pytest
from google.protobuf.json_format import MessageToDict, Parse
from grpc_health.v1 import health_pb2, health_pb2_grpc

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.agreement_service_pb2 import VerifyMunicipalFundingContractRequest
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from registry.period import Period
from registry.records import Coverage, CoverageKind
from registry.store import Store
from service.cli.asking import callable_of
from service.rpc.servicers import SERVICES
from tests.conftest import AVTALT, wait_for_address
from tests.examples import CLAIMS

ROOT = Path(__file__).parent.parent.parent
BUF = Path(sys.executable).parent / "buf"
MOMENT = "2026-09-15T08:00:00Z"


def whole_request(path: Path) -> str:
    """An example as a whole request at a fixed moment."""
    claim = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps({"claim": claim, "languageCode": "en", "read": {"evaluatedAt": MOMENT}})


@pytest.mark.parametrize("name", ["", *(service.name for service in SERVICES)])
def test_health_is_told_for_the_server_and_each_service(name, channel):
    """Every service is serving."""
    answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service=name), timeout=5)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_a_generic_client_gets_the_same_answer_as_the_command_line(path, demo_target, tmp_path):
    """`buf curl` through reflection, `avtalt price --json` and `--embedded` agree to the letter."""
    request = whole_request(path)
    url = f"http://{demo_target}/avtalt.v1.ClaimPricingService/PriceClaim"
    generic = subprocess.run(
        [BUF, "curl", "--http2-prior-knowledge", "--protocol", "grpc", "-d", request, url],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    written = tmp_path / "request.json"
    written.write_text(request, encoding="utf-8")
    answers = [
        subprocess.run(
            [AVTALT, "price", str(written), "--json", *where], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        for where in (("--target", demo_target), ("--embedded",))
    ]
    assert [json.loads(answer) for answer in answers] == [json.loads(generic.stdout)] * 2


def test_equal_request_and_basis_give_an_equal_message(call):
    """The same moment gives the same bytes, decision identifier included."""
    request = Parse(whole_request(CLAIMS[0]), PriceClaimRequest())
    first, second = call("PriceClaim", request), call("PriceClaim", request)
    assert first.SerializeToString(deterministic=True) == second.SerializeToString(deterministic=True)


def test_another_moment_is_another_decision(call):
    """Without a moment in the request the basis, and so the identifier, differs."""
    request = Parse(whole_request(CLAIMS[0]), PriceClaimRequest())
    first = call("PriceClaim", request).decision
    request.read.ClearField("evaluated_at")
    second = call("PriceClaim", request).decision
    assert first.decision_id != second.decision_id
    assert first.totals == second.totals


@pytest.fixture
def own_server(tmp_path):
    """A server of the test's own, to be stopped; its log is kept."""
    log = tmp_path / "server.log"
    with log.open("w") as stderr:
        server = subprocess.Popen(
            [AVTALT, "demo", "--port", "0", "--database", f"sqlite:///{tmp_path}/own.db", "--log-level", "info"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        try:
            yield server, wait_for_address(server), log
        finally:
            server.kill()
            server.wait(timeout=30)
            server.stdout.close()


def test_a_deadline_is_honoured_and_the_server_goes_on(own_server):
    """A call that a halted server cannot answer in time ends as such; the next one is answered."""
    server, target, _ = own_server
    request = Parse(whole_request(CLAIMS[0]), PriceClaimRequest())
    with grpc.insecure_channel(target) as channel:
        callable_of(channel, "PriceClaim")(request, timeout=10)
        server.send_signal(signal.SIGSTOP)
        with pytest.raises(grpc.RpcError) as caught:
            callable_of(channel, "PriceClaim")(request, timeout=0.2)
        server.send_signal(signal.SIGCONT)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert callable_of(channel, "PriceClaim")(request, timeout=10).decision.decision_id


def test_a_write_of_another_process_is_taken_over(own_server, tmp_path):
    """What another process records is answered from soon after, with its revision in the basis."""
    _, target, _ = own_server
    request = VerifyMunicipalFundingContractRequest(treatment_date="2026-09-15", language_code="en")
    request.provider.hpr_number = "9000017"
    with grpc.insecure_channel(target) as channel:
        ask = callable_of(channel, "VerifyMunicipalFundingContract")
        before = ask(request, timeout=10)
        store = Store(f"sqlite:///{tmp_path}/own.db")
        told = Coverage(CoverageKind.MUNICIPAL_FUNDING, "5610", Period(date(2017, 1, 1)), "a test")
        written = store.write([told], note="now complete").number
        store.close()
        answers = (ask(request, timeout=10) for _ in range(100_000))
        after = next(answer for answer in answers if answer.basis.revision == written)
    assert Verdict.Name(before.finding.verdict) == "VERDICT_UNKNOWN"
    assert Verdict.Name(after.finding.verdict) == "VERDICT_NOT_HELD"


def test_the_log_holds_nothing_of_a_claim(own_server):
    """A call is logged by method and status, without claim, provider or patient."""
    server, target, log = own_server
    secret = PriceClaimRequest()
    secret.claim.CopyFrom(Parse(CLAIMS[0].read_text(), PriceClaimRequest().claim))
    secret.claim.claim_id = "secret-reference"
    secret.claim.patient.birth_date = "1971-02-03"
    with grpc.insecure_channel(target) as channel:
        callable_of(channel, "PriceClaim")(secret, timeout=10)
        secret.claim.treatment_date = "1971-02-31"
        with pytest.raises(grpc.RpcError):
            callable_of(channel, "PriceClaim")(secret, timeout=10)
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    told = log.read_text()
    assert "PriceClaim" in told
    assert "INVALID_ARGUMENT" in told
    assert not any(word in told for word in ("secret-reference", "1971", "9000001", "booking"))


def test_calls_under_way_finish_when_the_server_is_stopped(own_server):
    """SIGTERM while calls are under way ends the server in order; only a call that came too late is refused."""
    server, target, _ = own_server
    request = Parse(whole_request(CLAIMS[0]), PriceClaimRequest())
    failures, enough = [], threading.Event()
    with grpc.insecure_channel(target) as channel:
        ask = callable_of(channel, "PriceClaim")

        def keep_asking() -> None:
            for count in range(100_000):
                try:
                    ask(request, timeout=10)
                except grpc.RpcError as error:
                    failures.append(error.code())
                    return
                if count == 20:
                    enough.set()

        asking = threading.Thread(target=keep_asking)
        asking.start()
        assert enough.wait(timeout=30)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
        asking.join(timeout=30)
    assert failures == [grpc.StatusCode.UNAVAILABLE]  # the status that the documented retries repeat


def test_a_taken_port_is_told_in_plain_words(demo_target, tmp_path):
    """A second server on the same port does not start."""
    port = demo_target.rsplit(":", 1)[1]
    ended = subprocess.run(
        [AVTALT, "demo", "--port", port, "--database", f"sqlite:///{tmp_path}/second.db"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "is taken" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_answers_name_the_register_and_the_tariff(call):
    """Every answer says what it was made from."""
    basis = MessageToDict(call("PriceClaim", Parse(whole_request(CLAIMS[0]), PriceClaimRequest())))["decision"]["basis"]
    assert basis["revision"] == 1
    assert basis["evaluatedAt"] == MOMENT
    assert len(basis["tariffDigest"]) == 16
