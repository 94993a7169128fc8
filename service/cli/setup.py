"""The set-up checked from the client's side: first the connection, then what the server says of itself."""

from collections.abc import Iterable
from typing import Any

from avtalt import contract
from avtalt.v1.setup_service_pb2 import CheckSetupRequest, CheckSetupResponse, SetupCheck, SetupLayer, SetupState
from service.cli.asking import ask, open_channel, told_errors
from service.cli.failures import RemoteError, words_of
from service.cli.options import Asking
from service.cli.printing import print_table
from service.clock import utc_now
from service.errors import ServiceError
from service.texts.catalogue import Catalogue, catalogue

TEXTS = "setup"
NO_SUCH_METHOD = "UNIMPLEMENTED"


def check(asking: Asking) -> CheckSetupResponse:
    """All layers; the connection first when a server is asked, and alone when there is none."""
    if asking.embedded:
        return _ask(asking)
    connection = _connection(asking)
    if connection.state == SetupState.SETUP_STATE_FAILS:
        return CheckSetupResponse(checks=[connection])
    try:
        response = _ask(asking)
    except ServiceError as error:
        return CheckSetupResponse(checks=[connection, _failed(SetupLayer.SETUP_LAYER_VERSION, error)])
    checks = [connection, *response.checks]
    del response.checks[:]
    response.checks.extend(checks)
    return response


def any_fails(checks: Iterable[SetupCheck]) -> bool:
    """Whether a layer does not work."""
    return any(each.state == SetupState.SETUP_STATE_FAILS for each in checks)


def print_checks(checks: Iterable[SetupCheck], texts: Catalogue) -> None:
    """Print a line for each layer."""
    rows = [
        [
            texts.say(TEXTS, SetupLayer.Name(each.layer).removeprefix("SETUP_"), {}),
            texts.say(TEXTS, SetupState.Name(each.state).removeprefix("SETUP_"), {}),
            each.text,
        ]
        for each in checks
    ]
    print_table([texts.say(TEXTS, heading, {}) for heading in ("LAYER", "STATE", "FOUND")], rows)


def _ask(asking: Asking) -> CheckSetupResponse:
    request = CheckSetupRequest(contract_digest=contract.DIGEST, language_code=asking.language)
    request.client_time.FromDatetime(utc_now())
    response: CheckSetupResponse = ask("CheckSetup", request, asking)
    return response


def _connection(asking: Asking) -> SetupCheck:
    """Whether a server is reached and takes calls, as its health service says."""
    layer = SetupLayer.SETUP_LAYER_CONNECTION
    try:
        with open_channel(asking.target) as channel, told_errors(asking):
            serving = _takes_calls(channel, asking.timeout)
    except ServiceError as error:
        if isinstance(error, RemoteError) and error.reason_name == NO_SUCH_METHOD:
            return _said(asking, SetupState.SETUP_STATE_WARNS, "CONNECTION_NO_HEALTH")
        return _failed(layer, error)
    if serving:
        return _said(asking, SetupState.SETUP_STATE_WORKS, "CONNECTION_SERVING")
    return _said(asking, SetupState.SETUP_STATE_FAILS, "CONNECTION_STOPPING")


def _takes_calls(channel: Any, timeout: float) -> bool:
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    health: Any = health_pb2_grpc.HealthStub(channel)
    response = health.Check(health_pb2.HealthCheckRequest(), timeout=timeout)
    return bool(response.status == health_pb2.HealthCheckResponse.SERVING)


def _said(asking: Asking, state: SetupState.ValueType, code: str) -> SetupCheck:
    """What the connection is like."""
    data = {"target": asking.target}
    text = catalogue(asking.language).say(TEXTS, code, data)
    return SetupCheck(layer=SetupLayer.SETUP_LAYER_CONNECTION, state=state, text=text, data=data)


def _failed(layer: SetupLayer.ValueType, error: ServiceError) -> SetupCheck:
    """A layer that an error tells of."""
    data = {} if isinstance(error, RemoteError) else error.data
    return SetupCheck(layer=layer, state=SetupState.SETUP_STATE_FAILS, text=words_of(error), data=data)
