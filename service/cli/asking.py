"""A question put to a server, or answered here by the same handlers."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from google.protobuf.message import Message

from service.cli.failures import RemoteError, complain, speak
from service.cli.options import Asking
from service.cli.phrases import phrase
from service.errors import ErrorReason, ServiceError
from service.limits import MOST_MESSAGE_BYTES

MOST_BYTES = MOST_MESSAGE_BYTES
Put = Callable[[str, Message], Any]
WITHOUT_PROXY = (("grpc.enable_http_proxy", 0),)


def ask(method: str, request: Message, asking: Asking) -> Any:
    """The response to a request, from the server or from the handlers in this process."""
    with session(asking, method) as put:
        return put(method, request)


@contextmanager
def session(asking: Asking, method: str) -> Iterator[Put]:
    """
    A way to put several questions, `method` among them, to the same server or the same register.

    What answers with a stream gives an iterator of responses, to be read while
    the session lasts.
    """
    speak(asking.language)
    for option, given in (("--database", asking.database), ("--tariffs", asking.tariffs)):
        if given and not asking.embedded:
            raise typer.BadParameter("a server has its own; use it together with --embedded", param_hint=option)
    with _answer_here(asking, method) if asking.embedded else _ask_server(asking) as answer:

        def put(method: str, request: Message) -> Any:
            size = request.ByteSize()
            if size > MOST_BYTES:
                raise ServiceError(ErrorReason.MESSAGE_TOO_LARGE, bytes=str(size), most=str(MOST_BYTES))
            return answer(method, request)

        yield put


@contextmanager
def _answer_here(asking: Asking, method: str) -> Iterator[Put]:
    from service.cli.embedded import embedded_reading
    from service.rpc.listing import read_options
    from service.rpc.servicers import find_handler, reads_the_store

    if asking.database is None and not asking.again:
        complain(phrase("DEMO_REGISTER"))
    with embedded_reading(asking.database, stored=reads_the_store(method), tariffs=asking.tariffs) as reading:
        yield lambda method, request: find_handler(method)(request, reading.open(read_options(request)))


@contextmanager
def _ask_server(asking: Asking) -> Iterator[Put]:
    with open_channel(asking.target) as channel:

        def answer(method: str, request: Message) -> Any:
            with told_errors(asking):
                answered = callable_of(channel, method)(request, timeout=asking.timeout)
            return _each(answered, asking) if isinstance(answered, Iterator) else answered

        yield answer


def _each(responses: Iterator[Any], asking: Asking) -> Iterator[Any]:
    """The responses of a stream; what goes wrong on the way is told as for any other call."""
    with told_errors(asking):
        yield from responses


@contextmanager
def open_channel(target: str) -> Iterator[Any]:
    """A channel to a server, not through a proxy."""
    keep_grpc_quiet()
    import grpc

    with grpc.insecure_channel(target, options=WITHOUT_PROXY) as channel:
        yield channel


def callable_of(channel: Any, method: str) -> Any:
    """A method of the contract, by its short name, to be called."""
    from google.protobuf.message_factory import GetMessageClass

    from service.methods import find_method

    descriptor = find_method(method)
    kinds = ["stream" if streams else "unary" for streams in (descriptor.client_streaming, descriptor.server_streaming)]
    return getattr(channel, "_".join(kinds))(
        f"/{descriptor.containing_service.full_name}/{method}",
        request_serializer=GetMessageClass(descriptor.input_type).SerializeToString,
        response_deserializer=GetMessageClass(descriptor.output_type).FromString,
    )


@contextmanager
def told_errors(asking: Asking) -> Iterator[None]:
    """What a server has told, as our own errors."""
    import grpc

    try:
        yield
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
