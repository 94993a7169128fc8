"""A server that has as much to do as it takes refuses the rest at once, and takes calls again."""

import signal
import time

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from avtalt.v1.claim_pb2 import BilledFee, Claim, ClaimLine, ClaimPerformer
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from registry.demo.generator import demo_records
from registry.store import Store
from service.cli.asking import callable_of
from service.rpc.admission import Admission
from service.rpc.backlog import PAUSE_SECONDS, SECONDS_BETWEEN_LOOKS, Backlog
from tests.rpc.servers import SECONDS, Refusal, serving
from tests.supervising.load import DOCUMENTED
from tests.tables import cases

ADMITTED = cases("""
    case                                  | most | calls | streams | closed | call taken | stream taken
    nothing under way                     | 4    | 0     | 0       |        | yes        | yes
    one place left                        | 4    | 3     | 0       |        | yes        | yes
    no place left                         | 4    | 4     | 0       |        | no         | no
    streams take half                     | 4    | 0     | 2       |        | yes        | no
    and calls the other half              | 4    | 2     | 2       |        | no         | no
    one place for one stream              | 1    | 0     | 0       |        | yes        | yes
    a server that is being stopped        | 4    | 0     | 0       | yes    | no         | no
""")


@pytest.mark.parametrize("row", ADMITTED)
async def test_what_is_taken(row):
    admission = Admission(int(row["most"]))
    for _ in range(int(row["calls"])):
        admission.enter(stream=False)
    for _ in range(int(row["streams"])):
        admission.enter(stream=True)
    if row["closed"]:
        admission.close()
    taken = (admission.has_place(stream=False), admission.has_place(stream=True))
    assert taken == (row["call taken"] == "yes", row["stream taken"] == "yes")


@pytest.fixture(scope="module")
def register(new_database):
    """A demo register."""
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(), note="a register")
    store.close()
    return url


@pytest.fixture(scope="module")
def busy(register, tmp_path_factory):
    """A server that takes one call at a time."""
    with serving(register, tmp_path_factory.mktemp("log") / "log", "--max-calls-in-flight", "1") as server:
        yield server


def provider() -> GetProviderRequest:
    return GetProviderRequest(hpr_number="9000001")


def under_way(server):
    """A stream of which so little is read that it goes on until the rest is; it takes the only place."""
    claim = Claim(
        discipline="DISCIPLINE_PHYSIOTHERAPY",
        performer=ClaimPerformer(hpr_number="9000001"),
        treatment_date="2026-09-15",
        lines=[ClaimLine(fee=BilledFee(fee_code="A3a"))],
    )
    request = BatchPriceClaimsRequest(claims=[claim] * 10_000)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        stream = server.send("BatchPriceClaims", request, timeout=10 * SECONDS)
        try:
            next(stream)
        except grpc.RpcError:
            continue  # the place is not free yet of the call before
        return stream
    raise AssertionError("the stream was refused for ever")


def test_the_one_too_many_is_refused_at_once_and_taken_later(busy):
    """Reason, hint and status; health answers all the while; whoever tries again as documented sees nothing of it."""
    with grpc.insecure_channel(busy.target, DOCUMENTED) as patient:
        holding = under_way(busy)
        refusal = busy.refused("GetProvider", provider())
        with pytest.raises(grpc.RpcError) as streamed:
            next(busy.send("BatchPriceClaims", BatchPriceClaimsRequest()))
        health = health_pb2_grpc.HealthStub(busy.channel).Check(health_pb2.HealthCheckRequest(), timeout=SECONDS)
        waiting = callable_of(patient, "GetProvider").future(provider(), timeout=SECONDS)
        assert len(list(holding)) > 1
        assert waiting.result().provider.hpr_number == "9000001"
    assert (refusal.status, refusal.reason, refusal.metadata) == ("UNAVAILABLE", "SERVER_BUSY", {"most": "1"})
    assert refusal.detail(error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() > 0
    assert Refusal.of(streamed.value).reason == "SERVER_BUSY"
    assert health.status == health_pb2.HealthCheckResponse.SERVING


class Counted:
    """A clock and a count of calls inside gRPC, both as the test says."""

    def __init__(self, most: int) -> None:
        self.now, self.there = 100.0, 1
        self.backlog = Backlog(most, lambda: self.there, lambda: self.now)

    def handed_out(self, calls: int, under_way: int = 1) -> int:
        """How many of so many calls are too many."""
        return sum(self.backlog.one_too_many(under_way) for _ in range(calls))


def test_what_waits_inside_grpc_above_the_limit_is_too_many_and_one_of_eight_calls_is_answered():
    counted = Counted(most=10)
    assert counted.handed_out(20) == 0
    counted.there, counted.now = 19, counted.now + SECONDS_BETWEEN_LOOKS
    assert [counted.handed_out(1) for _ in range(12)] == [1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 0]


def test_calls_that_grpc_forgot_to_end_count_no_more_after_a_pause():
    counted = Counted(most=10)
    counted.handed_out(1)
    counted.there, counted.now = 1000, counted.now + SECONDS_BETWEEN_LOOKS
    assert counted.handed_out(20) == 18
    counted.now += 2 * PAUSE_SECONDS
    assert counted.handed_out(20, under_way=0) == 0
    counted.there, counted.now = 1015, counted.now + SECONDS_BETWEEN_LOOKS
    assert counted.handed_out(20) == 6


def test_what_waits_inside_grpc_is_counted(busy):
    """A server that is halted answers none of its calls; once it goes on, it refuses some and answers the others."""
    refused: list[str] = []
    calls: list[grpc.Future] = []
    deadline = time.monotonic() + SECONDS
    # What waits is looked at now and then, so that a short halt may pass unseen.
    while not refused and time.monotonic() < deadline:
        calls = begun_while_halted(busy, 40)
        refused = [Refusal.of(error).reason for call in calls if (error := call.exception())]
    assert set(refused) == {"SERVER_BUSY"}
    assert len(refused) < len(calls)


def begun_while_halted(server, count):
    """So many calls, which the server finds waiting when it goes on."""
    assert server.process
    callable_of(server.channel, "GetProvider")(provider(), timeout=SECONDS)
    server.process.send_signal(signal.SIGSTOP)
    try:
        return [server.begin("GetProvider", provider()) for _ in range(count)]
    finally:
        server.process.send_signal(signal.SIGCONT)
