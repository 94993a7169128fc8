"""
Around every call: whether it is taken, an error becomes a status, and one line goes to the log.

The log has method, status and time, and nothing of the request.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import grpc
import structlog
from grpc_status import rpc_status

from service.rpc.admission import Admission
from service.rpc.errors import known_failure, status_code, to_status
from service.rpc.failures import unforeseen
from service.texts.catalogue import LANGUAGES, Catalogue, catalogue

ERROR_LANGUAGE = "en"
OWN = "/avtalt."
log = structlog.get_logger("avtalt.rpc")


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Refuses calls above the limit, turns errors into statuses and logs each call of our own services."""

    def __init__(self, admission: Admission) -> None:
        """Take calls as `admission` lets them in."""
        self._admission = admission
        # Whatever a method is, its call is refused without its request being read.
        self._refusing: Any = grpc.stream_unary_rpc_method_handler(admission.refuse)

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Wrap the handlers of our own services; leave health and reflection alone."""
        handler = await continuation(handler_call_details)
        method: str = handler_call_details.method
        if handler is None or not method.startswith(OWN):
            return handler
        if not self._admission.has_place(stream=_is_stream(handler)):
            return self._refusing
        guarded = _guarded(handler, method, self._admission)
        if guarded is None:
            return handler
        make, answer = guarded
        return make(
            answer,
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _is_stream(handler: Any) -> bool:
    """Whether a call lasts, since messages come or go one after the other."""
    return bool(handler.request_streaming or handler.response_streaming)


def _guarded(
    handler: Any, method: str, admission: Admission
) -> tuple[Callable[..., Any], Callable[[Any, Any], Any]] | None:
    """What a handler is made with and what it does, guarded; absent for a kind of call that we do not have."""
    if handler.unary_unary is not None:
        return grpc.unary_unary_rpc_method_handler, _guard(method, handler.unary_unary, admission, stream=False)
    if handler.stream_unary is not None:
        return grpc.stream_unary_rpc_method_handler, _guard(method, handler.stream_unary, admission, stream=True)
    if handler.unary_stream is not None:
        return grpc.unary_stream_rpc_method_handler, _guard_stream(method, handler.unary_stream, admission)
    return None


def _guard(
    method: str, answer: Callable[[Any, Any], Awaitable[Any]], admission: Admission, *, stream: bool
) -> Callable[[Any, Any], Awaitable[Any]]:
    async def guarded(request: Any, call: Any) -> Any:
        started = time.perf_counter()
        admission.enter(stream=stream)
        try:
            response = await answer(request, call)
        except Exception as failure:
            await _refuse(method, failure, request, call, started)
        else:
            _log_call(method, "OK", started)
            return response
        finally:
            admission.leave(stream=stream)

    return guarded


def _guard_stream(
    method: str, answer: Callable[[Any, Any], AsyncGenerator[Any, None]], admission: Admission
) -> Callable[[Any, Any], AsyncGenerator[Any, None]]:
    async def guarded(request: Any, call: Any) -> AsyncGenerator[Any, None]:
        started = time.perf_counter()
        admission.enter(stream=True)
        try:
            async with aclosing(answer(request, call)) as responses:
                async for response in responses:
                    yield response
        except (asyncio.CancelledError, GeneratorExit):
            _log_call(method, "CANCELLED", started)
            raise
        except Exception as failure:
            await _refuse(method, failure, request, call, started)
        else:
            _log_call(method, "OK", started)
        finally:
            admission.leave(stream=True)

    return guarded


async def _refuse(method: str, failure: Exception, request: Any, call: Any, started: float) -> None:
    """End a call with the status of what went wrong."""
    error = known_failure(failure)
    if error is None:
        error = unforeseen(failure, method)
    else:
        _log_call(method, status_code(error.reason).name, started)
    await call.abort_with_status(rpc_status.to_status(to_status(error, _texts(request))))


def _texts(request: Any) -> Catalogue:
    """The language asked for, if the request names one that has texts."""
    code = getattr(request, "language_code", "")
    return catalogue(code if code in LANGUAGES else ERROR_LANGUAGE)


def _log_call(method: str, status: str, started: float) -> None:
    log.info("call", method=method, status=status, microseconds=round((time.perf_counter() - started) * 1e6))
