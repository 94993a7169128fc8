"""Many claims in one call: in order, each as it is answered alone, and none failing for another."""

import json
import threading
from datetime import UTC, datetime
from itertools import chain, islice, zip_longest

import grpc
import grpc_testing
import pytest
from google.protobuf.json_format import ParseDict
from google.rpc import code_pb2
from grpc_status import rpc_status
from hypothesis import given, settings
from hypothesis import strategies as st

from avtalt.v1.basis_pb2 import VIEW_BASIC, VIEW_FULL, ReadOptions
from avtalt.v1.claim_pb2 import BilledFee, Claim, ClaimLine
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, BatchPriceClaimsResult, PriceClaimRequest
from registry.tariffs.records import Discipline
from service.errors import ServiceError
from service.limits import MOST_CLAIMS, MOST_MESSAGE_BYTES
from service.register import FixedRegister
from service.rpc import batch_handler, failures, interceptor
from service.rpc.batch_handler import FULL_MESSAGE_BYTES, MOST_RESULTS
from service.rpc.context import read_language
from service.rpc.errors import to_status
from service.rpc.listing import read_options
from service.rpc.reading import Reading
from service.rpc.servicers import SERVICES, find_handler, synchronous
from tests import bad_input
from tests.examples import CLAIMS
from tests.rpc.in_process import serving_here
from tests.rpc.servers import Refusal
from tests.tables import cases

METHOD = "BatchPriceClaims"
GOOD = [ParseDict(json.loads(path.read_text(encoding="utf-8")), Claim()) for path in CLAIMS]
BAD = [
    bad_input.message_of(row.sent).claim
    for parameter in bad_input.rows(for_server=True)
    for row in parameter.values
    if row.sent.startswith("`") or row.sent == "101 lines"
]
MIXED = [claim for claim in chain(*zip_longest(GOOD * 9, BAD)) if claim is not None]
MOST_BYTES_BY_DEFAULT = 4 * 1024 * 1024
SECONDS = 60
READ = ReadOptions(exact_revision=1)
READ.evaluated_at.FromJsonString("2026-09-15T08:00:00Z")


def batch(claims, **fields) -> BatchPriceClaimsRequest:
    return BatchPriceClaimsRequest(claims=claims, **({"read": READ} | fields))


def results(responses) -> list[BatchPriceClaimsResult]:
    return [result for response in responses for result in response.results]


def numbers(found) -> list[int]:
    return [result.claim_number for result in found]


def in_bytes(message) -> bytes:
    return message.SerializeToString(deterministic=True)


def came_of(result) -> bytes:
    return in_bytes(getattr(result, result.WhichOneof("result")))


@pytest.fixture(scope="session")
def reading(demo_snapshot, tariffs) -> Reading:
    """The demo register in memory."""
    return Reading(FixedRegister(demo_snapshot), tariffs, lambda: datetime(2026, 9, 15, tzinfo=UTC))


@pytest.fixture(scope="session")
def here(reading):
    """The handlers called without a server."""

    def ask(method, request):
        return find_handler(method)(request, reading.open(read_options(request)))

    return ask


@pytest.fixture
def server(reading):
    """A server in this process, so that a test can reach into it."""
    with serving_here(reading.register, reading.tariffs) as served:
        yield served


@pytest.mark.parametrize("view", [VIEW_BASIC, VIEW_FULL], ids=["basic", "full"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_result_is_what_the_claim_gives_alone(language, view, call):
    """Good claims and bad ones come in order, each equal to PriceClaim with the same basis, to the byte."""

    def alone(claim) -> bytes:
        try:
            response = call("PriceClaim", PriceClaimRequest(claim=claim, read=READ, language_code=language, view=view))
        except grpc.RpcError as error:
            return in_bytes(rpc_status.from_call(error))
        return in_bytes(response.decision)

    found = results(call(METHOD, batch(MIXED, language_code=language, view=view)))
    assert numbers(found) == list(range(1, len(MIXED) + 1))
    assert {result.WhichOneof("result") for result in found} == {"decision", "error"}
    assert [came_of(result) for result in found] == [alone(claim) for claim in MIXED]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(MIXED), min_size=1, max_size=12), st.sampled_from(["", "nn"]), st.integers(0, 2))
def test_any_mixture_gives_the_single_answers_in_order(here, claims, language, authority):
    """What a claim gives does not depend on what stands beside it, or on whether it stands there twice."""
    terms = {"read": READ, "language_code": language, "tariff_authority": authority}

    def alone(claim) -> bytes:
        try:
            return in_bytes(here("PriceClaim", PriceClaimRequest(claim=claim, **terms)).decision)
        except ServiceError as error:
            return in_bytes(to_status(error, read_language(language)))

    found = results(here(METHOD, batch(claims, **terms)))
    assert numbers(found) == list(range(1, len(claims) + 1))
    assert [came_of(result) for result in found] == [alone(claim) for claim in claims]


def test_all_answers_rest_on_one_state_and_one_moment(call):
    """Without a choice the newest revision and one reading of the clock serve every claim of every message."""
    responses = list(call(METHOD, batch(GOOD * 60, read=None)))
    assert len(responses) > 1
    bases = {in_bytes(result.decision.basis) for result in results(responses)}
    assert bases == {in_bytes(response.basis) for response in responses}
    assert len(bases) == 1


def test_the_basis_is_told_also_where_nothing_can_be_read(call):
    (response,) = call(METHOD, batch([Claim()]))
    assert response.results[0].error.code == code_pb2.INVALID_ARGUMENT
    assert (response.basis.revision, response.basis.evaluated_at) == (1, READ.evaluated_at)


REFUSED = cases("""
    case                    | claims | field                       | status           | reason               | named
    no claims               |      0 |                             | INVALID_ARGUMENT | FIELD_MISSING        | claims
    one claim too many      |  10001 |                             | INVALID_ARGUMENT | TOO_MANY_ITEMS       | claims
    a language of none      |      1 | language_code=xx            | INVALID_ARGUMENT | UNSUPPORTED_LANGUAGE | language_code
    a view of none          |      1 | view=9                      | INVALID_ARGUMENT | UNKNOWN_ENUM_VALUE   | view
    an authority of none    |      1 | tariff_authority=9          | INVALID_ARGUMENT | UNKNOWN_ENUM_VALUE   | tariff_authority
    a revision of none      |      1 | exact_revision=9999         | NOT_FOUND        | REVISION_NOT_FOUND   | read.exact_revision
    another tariff          |      1 | tariff_digest=x             | FAILED_PRECONDITION | TARIFF_DIGEST_NOT_SERVED | read.tariff_digest
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_wrong_with_the_whole_request_ends_the_call(row, call):
    """Nothing is priced then, and the error is the same as for one claim."""
    request = batch([Claim()] * int(row["claims"]))
    name, _, value = row["field"].partition("=")
    if name:
        holder = request if name in request.DESCRIPTOR.fields_by_name else request.read
        setattr(holder, name, value if isinstance(getattr(holder, name), str) else int(value))
    with pytest.raises(grpc.RpcError) as caught:
        list(call(METHOD, request))
    refusal = Refusal.of(caught.value)
    assert (refusal.status, refusal.reason, refusal.field) == (row["status"], row["reason"], row["named"])


def test_ten_thousand_claims_are_answered_in_one_call(call):
    """A whole diary is one message to a server as it is set up, and the results are as many."""
    request = batch(list(islice(iter(GOOD * MOST_CLAIMS), MOST_CLAIMS)))
    assert request.ByteSize() < MOST_MESSAGE_BYTES
    counts, found = set(), []
    for response in call(METHOD, request, timeout=600):
        counts.add(response.claim_count)
        found += numbers(response.results)
        assert len(response.results) <= MOST_RESULTS
    assert counts == {MOST_CLAIMS}
    assert found == list(range(1, MOST_CLAIMS + 1))


def test_no_message_is_too_large_for_a_client_as_it_is_set_up(here, tariffs):
    """Claims as long as they may be, with every derivation, come in messages that any client reads."""
    runs = tariffs.runs(Discipline.PHYSIOTHERAPY)
    codes = sorted({code for run in runs for code in tariffs.day(Discipline.PHYSIOTHERAPY, run).fees})
    claim = Claim()
    claim.CopyFrom(GOOD[0])
    del claim.lines[:]
    claim.lines.extend(ClaimLine(fee=BilledFee(fee_code=code)) for code in (codes * 2)[:100])
    responses = list(here(METHOD, batch([claim] * 4, view=VIEW_FULL)))
    assert len(responses) > 1
    assert max(response.ByteSize() for response in responses) < FULL_MESSAGE_BYTES * 2 < MOST_BYTES_BY_DEFAULT
    assert numbers(results(responses)) == [1, 2, 3, 4]


def test_a_failure_of_ours_in_one_claim_is_no_failure_of_the_others(server, monkeypatch):
    """It is told with an incident that the log has too, without a word of what the claim holds."""
    logged = []
    price_one = batch_handler.price_one

    def fail(claim, terms):
        if claim.claim_id == "breaks":
            raise ZeroDivisionError("secret of the patient")
        return price_one(claim, terms)

    monkeypatch.setattr(batch_handler, "price_one", fail)
    monkeypatch.setattr(failures.log, "error", lambda *told, **data: logged.append((told, data)))
    broken = Claim()
    broken.CopyFrom(GOOD[0])
    broken.claim_id = "breaks"
    found = results(server.call(METHOD, batch([GOOD[0], broken, GOOD[0]], language_code="en")))
    assert [result.WhichOneof("result") for result in found] == ["decision", "error", "decision"]
    assert found[1].error.code == code_pb2.INTERNAL
    (told,) = logged
    assert told[1]["incident"] in found[1].error.message
    assert told[1]["failure"] == "ZeroDivisionError"
    assert not any(word in f"{told} {found[1]}" for word in ("secret", "breaks"))


@pytest.mark.parametrize("ending", ["cancelled by the caller", "past its deadline"])
def test_a_call_that_was_given_up_is_worked_on_no_further(ending, server, monkeypatch):
    """The claims of a message under way are finished, no other is begun, and meanwhile other calls are answered."""
    priced, noticed = [], threading.Event()
    price_one = batch_handler.price_one

    def slow(claim, terms):
        priced.append(claim)
        if len(priced) > MOST_RESULTS:
            assert noticed.wait(SECONDS)
        return price_one(claim, terms)

    def note(_method, status, _started):
        if status == "CANCELLED":
            noticed.set()

    monkeypatch.setattr(batch_handler, "price_one", slow)
    monkeypatch.setattr(interceptor, "_log_call", note)
    deadline = {"timeout": 3} if ending == "past its deadline" else {}
    responses = server.send(METHOD, batch([GOOD[0]] * MOST_CLAIMS), **deadline)
    assert len(next(responses).results) == MOST_RESULTS
    assert server.call("PriceClaim", PriceClaimRequest(claim=GOOD[0])).decision.decision_id
    if ending == "cancelled by the caller":
        responses.cancel()
    with pytest.raises(grpc.RpcError) as caught:
        next(responses)
    assert caught.value.code().name == ("DEADLINE_EXCEEDED" if deadline else "CANCELLED")
    assert noticed.wait(SECONDS)
    # Another batch comes after all that was still to be done for the first.
    list(server.call(METHOD, batch([GOOD[0]])))
    assert len(priced) <= MOST_RESULTS * 3


class Servicer:
    """The streaming method of the service as the testing library looks for it."""

    def __init__(self, service, reading):
        """Take it from the synchronous adapter."""
        details = type("Details", (), {"method": f"/{service.name}/{METHOD}", "invocation_metadata": ()})
        self.BatchPriceClaims = synchronous(service, reading).service(details).unary_stream


def test_the_synchronous_adapter_sends_the_same(reading, here):
    """The testing library's server, which knows no event loop, gives the same messages."""
    service = next(each for each in SERVICES if METHOD in each.handlers)
    servicers = {service.descriptor: Servicer(service, reading)}
    server = grpc_testing.server_from_dictionary(servicers, grpc_testing.strict_real_time())
    method = service.descriptor.methods_by_name[METHOD]
    request = batch(MIXED * 2)
    expected = list(here(METHOD, request))
    sent = server.invoke_unary_stream(method, (), request, None)
    assert len(expected) > 1
    assert [sent.take_response() for _ in expected] == expected
    assert sent.termination()[1] is grpc.StatusCode.OK
