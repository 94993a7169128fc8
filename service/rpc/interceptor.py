"""
Around every call: an error becomes a status, and one line goes to the log.

The log has method, status and time, and nothing of the request.
"""

import time
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Any

import grpc
import structlog
from grpc_status import rpc_status

from service.errors import ErrorReason, ServiceError
from service.rpc.errors import known_failure, status_code, to_status
from service.texts.catalogue import LANGUAGES, Catalogue, catalogue

ERROR_LANGUAGE = "en"
OWN = "/avtalt."
log = structlog.get_logger("avtalt.rpc")


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Turns errors into statuses and logs each call of our own services."""

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
        answer, make = handler.unary_unary, grpc.unary_unary_rpc_method_handler
        if answer is None:
            answer, make = handler.stream_unary, grpc.stream_unary_rpc_method_handler
        if answer is None:
            return handler
        return make(
            _guard(method, answer),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _guard(method: str, answer: Callable[[Any, Any], Awaitable[Any]]) -> Callable[[Any, Any], Awaitable[Any]]:
    async def guarded(request: Any, call: Any) -> Any:
        started = time.perf_counter()
        try:
            response = await answer(request, call)
        except Exception as failure:
            error = known_failure(failure)
            if error is None:
                error = ServiceError(ErrorReason.INTERNAL, incident=token_hex(4))
                log.error("call failed", method=method, failure=type(failure).__name__, exc_info=True, **error.data)
            else:
                _log_call(method, status_code(error.reason).name, started)
            await call.abort_with_status(rpc_status.to_status(to_status(error, _texts(request))))
        else:
            _log_call(method, "OK", started)
            return response

    return guarded


def _texts(request: Any) -> Catalogue:
    """The language asked for, if the request names one that has texts."""
    code = getattr(request, "language_code", "")
    return catalogue(code if code in LANGUAGES else ERROR_LANGUAGE)


def _log_call(method: str, status: str, started: float) -> None:
    log.info("call", method=method, status=status, microseconds=round((time.perf_counter() - started) * 1e6))
