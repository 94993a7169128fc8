"""A server that refuses the first calls and passes the others on to a real one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc

ATTEMPTS = "grpc-previous-rpc-attempts"


@dataclass
class Refusing(grpc.GenericRpcHandler):
    """
    Answers `UNAVAILABLE` as often as told, then what the real server answers.

    `attempts` has for each call the number of attempts before it, as the client
    tells it.
    """

    channel: grpc.Channel
    refusals: int = 0
    attempts: list[int] = field(default_factory=list)

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        """Take any unary call."""
        method: str = handler_call_details.method

        def answer(request: bytes, context: grpc.ServicerContext) -> Any:
            self.attempts.append(int(dict(context.invocation_metadata()).get(ATTEMPTS, 0)))
            if len(self.attempts) <= self.refusals:
                context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
            return self.channel.unary_unary(method)(request, timeout=10)

        return grpc.unary_unary_rpc_method_handler(answer)


@contextmanager
def refusing_server(address: str, target: str, refusals: int = 0) -> Iterator[Refusing]:
    """A server at an address until the end of the block, before the real one at a target."""
    with grpc.insecure_channel(target) as channel, ThreadPoolExecutor() as threads:
        handler = Refusing(channel, refusals)
        server = grpc.server(threads)
        server.add_generic_rpc_handlers((handler,))
        server.add_insecure_port(address)
        server.start()
        try:
            yield handler
        finally:
            server.stop(grace=None).wait()
