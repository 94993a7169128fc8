"""Writing is off unless a server was started to allow it: nobody gets further than that."""

import pytest
from google.protobuf.message_factory import GetMessageClass

from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from service.rpc.servicers import SERVICES, Way, synchronous
from tests.rpc.newcomers import Newcomer
from tests.rpc.test_refused_writes import BASE

WRITING = [
    (service, method)
    for service in SERVICES
    for method, (_, way) in service.handlers.items()
    if way in (Way.WRITE, Way.RECEIVE)
]
METHODS = [method for _, method in WRITING]


def empty_request(method):
    service = next(service for service, name in WRITING if name == method)
    descriptor = service.descriptor.methods_by_name[method]
    made = GetMessageClass(descriptor.input_type)()
    return iter([made]) if descriptor.client_streaming else made


def test_the_calls_that_write_are_those_of_the_registry_but_three():
    """Whoever adds one finds it here."""
    reading = {"GetRevision", "ListRevisions", "ListCoverage"}
    assert {*METHODS} == {*BASE, "ImportRegistry"}
    assert {*METHODS} == {*WRITING[0][0].handlers} - reading


@pytest.mark.parametrize("method", METHODS)
def test_a_server_that_takes_no_writes_refuses_every_one(method, served):
    """With permission denied, whether or not the request makes sense, and without a word about its fields."""
    before = served.server.call("GetRevision", GetRevisionRequest())
    requests = [empty_request(method)]
    if method in BASE:
        requests.append(Newcomer(served.server).request(method, BASE[method]))
        requests.append(Newcomer(served.server).request(method, BASE[method]))
        requests[-1].write.validate_only = True
    for request in requests:
        refusal = served.later.refused(method, request)
        assert (refusal.status, refusal.reason) == ("PERMISSION_DENIED", "WRITES_NOT_ALLOWED")
        assert refusal.metadata == {}
    assert served.server.call("GetRevision", GetRevisionRequest()) == before


@pytest.mark.parametrize("method", METHODS)
def test_the_synchronous_adapter_never_writes(method):
    """It has no register to write to, and says so in place of failing."""
    service = next(service for service, name in WRITING if name == method)
    details = type("Details", (), {"method": f"/{service.name}/{method}", "invocation_metadata": ()})
    handler = synchronous(service, None).service(details)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="WRITES_NOT_ALLOWED"):
        (handler.unary_unary or handler.stream_unary)(empty_request(method), None)
