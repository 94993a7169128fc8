"""A question put to a server, or answered here by the same handlers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
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
    from service.rpc.listing import read_options
    from service.rpc.servicers import find_handler, reads_the_store

    with embedded_reading(asking.database, stored=reads_the_store(method)) as reading:
        return find_handler(method)(request, reading.open(read_options(request)))


@contextmanager
def embedded_reading(database: str | None, *, stored: bool) -> Iterator[Any]:
    """
    The register of a database, or the demo register, with the tariffs that are shipped.

    The demo register is in memory, or for what has to be `stored` to be
    answered, in a database that is gone afterwards.
    """
    from registry.tariffs.reader import read_tariffs
    from service.cli.databases import open_register
    from service.register import FixedRegister
    from service.rpc.reading import Reading

    with ExitStack() as stack:
        if database is None:
            complain(phrase("DEMO_REGISTER"))
        if database is None and not stored:
            yield Reading(FixedRegister(_demo_snapshot()), read_tariffs())
            return
        register = open_register(database or stack.enter_context(_demo_database()))
        stack.callback(register.close)
        yield Reading(register, read_tariffs())


def _demo_snapshot() -> Any:
    from registry.demo.generator import demo_register
    from registry.revisions import NOTHING_RECORDED, Revision
    from registry.snapshot import Snapshot

    return Snapshot.of(demo_register(), Revision(1, NOTHING_RECORDED.record_time, "demo register"))


@contextmanager
def _demo_database() -> Iterator[str]:
    """The URL of a demo register that is gone after the block."""
    from registry.demo.generator import demo_records
    from registry.migrate import migrate
    from registry.store import Store

    with TemporaryDirectory(prefix="avtalt-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        migrate(url)
        store = Store(url)
        store.write(demo_records(), note="demo register")
        store.close()
        yield url


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
