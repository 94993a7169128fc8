"""A question put to a server, or answered here by the same handlers."""

import os
from typing import Any

import typer
from google.protobuf.message import Message

from service.cli.failures import RemoteError, complain, speak
from service.cli.options import Asking
from service.cli.phrases import phrase
from service.errors import ErrorReason, ServiceError

MOST_BYTES = 1024 * 1024
WITHOUT_PROXY = (("grpc.enable_http_proxy", 0),)


def ask(method: str, request: Message, asking: Asking) -> Any:
    """The response to a request, from the server or from the handlers in this process."""
    speak(asking.language)
    if asking.database and not asking.embedded:
        raise typer.BadParameter("a server has its own; use it together with --embedded", param_hint="--database")
    size = request.ByteSize()
    if size > MOST_BYTES:
        raise ServiceError(ErrorReason.MESSAGE_TOO_LARGE, bytes=str(size), most=str(MOST_BYTES))
    return _answer_here(method, request, asking) if asking.embedded else _ask_server(method, request, asking)


def _answer_here(method: str, request: Message, asking: Asking) -> Any:
    from service.rpc.servicers import find_handler

    return find_handler(method)(request, embedded_context(asking.database))


def embedded_context(database: str | None) -> Any:
    """The register of a database, or the demo register in memory, with the tariffs that are shipped."""
    from registry.tariffs.reader import read_tariffs
    from service.rpc.context import Context

    if database:
        from service.cli.databases import open_register

        register = open_register(database)
        try:
            return Context(register.snapshot, read_tariffs())
        finally:
            register.close()
    from registry.demo.generator import demo_register
    from registry.revisions import Revision
    from registry.snapshot import Snapshot
    from service.register import NOTHING_RECORDED

    complain(phrase("DEMO_REGISTER"))
    revision = Revision(1, NOTHING_RECORDED.record_time, "demo register")
    return Context(Snapshot.of(demo_register(), revision), read_tariffs())


def _ask_server(method: str, request: Message, asking: Asking) -> Any:
    keep_grpc_quiet()
    import grpc
    from google.protobuf.message_factory import GetMessageClass

    from service.rpc.servicers import SERVICES

    service = next(service for service in SERVICES if method in service.handlers)
    descriptor = service.descriptor.methods_by_name[method]
    with grpc.insecure_channel(asking.target, options=WITHOUT_PROXY) as channel:
        call = channel.unary_unary(
            f"/{service.name}/{method}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(descriptor.output_type).FromString,
        )
        try:
            return call(request, timeout=asking.timeout)
        except grpc.RpcError as error:
            raise _told(error, asking) from None


def keep_grpc_quiet() -> None:
    """Keep gRPC from writing about sockets to standard error; must come before its import."""
    if not os.environ.get("AVTALT_DEBUG"):
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")


def _told(error: Any, asking: Asking) -> ServiceError:
    """What the server has told, or that it was not reached or did not answer in time."""
    import grpc
    from google.rpc import error_details_pb2
    from grpc_status import rpc_status

    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return _retold(info, str(error.details()))
    if error.code() is grpc.StatusCode.UNAVAILABLE:
        return ServiceError(ErrorReason.SERVER_NOT_REACHED, target=asking.target)
    if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        text = phrase("DEADLINE", target=asking.target, seconds=f"{asking.timeout:g}")
    else:
        text = phrase("OTHER_SERVER", target=asking.target, code=error.code().name)
    return RemoteError(error.code().name, text)


def _retold(info: Any, words: str) -> ServiceError:
    """The server's error in the language of the command; in the server's words if we have none for it."""
    from service.texts.catalogue import catalogue

    data = dict(info.metadata)
    try:
        reason = ErrorReason(info.reason.removeprefix("ERROR_REASON_"))
        catalogue("en").say("errors", reason.value, data)
    except (KeyError, ValueError):
        return RemoteError(info.reason, words)
    return ServiceError(reason, **data)
