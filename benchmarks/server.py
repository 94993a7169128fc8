"""
The measured server, in a process of its own: our services, and beside them a ready-made reply.

The ready-made reply has the same size as a real answer, goes through the same
server with the same interceptors, and costs nothing to make: what is left is
the price of gRPC itself.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import grpc
import uvloop

from avtalt.v1.basis_pb2 import ReadOptions
from benchmarks.claims import three_lines
from registry.demo.generator import demo_register
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.tariffs.reader import read_tariffs
from service.loaded import keep_what_is_loaded
from service.logs import set_up_logs
from service.register import FixedRegister, Register
from service.rpc.context import Context
from service.rpc.reading import Reading
from service.rpc.servicers import find_handler
from service.rpc.writes import Writes
from service.server import start
from service.settings import Settings

READY = "/avtalt.bench.Ready/PriceClaim"


def demo_reading(providers: int = 60) -> Reading:
    """The demo register and the real tariffs, in memory."""
    revision = Revision(1, datetime.now(UTC), "benchmark")
    return Reading(FixedRegister(Snapshot.of(demo_register(providers), revision)), read_tariffs())


def demo_context(providers: int = 60) -> Context:
    """What a call is answered from that asks for nothing special."""
    return demo_reading(providers).open(ReadOptions())


@contextmanager
def measured_server(database: str | None = None) -> Iterator[tuple[str, int]]:
    """The address of a measured server and the number of its process; it serves a demo register without a database."""
    command = [sys.executable, "-m", "benchmarks.server", *([database] if database else [])]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if server.stdin is None or server.stdout is None:
        raise RuntimeError("the measured server has no pipes")
    try:
        yield f"127.0.0.1:{int(server.stdout.readline())}", server.pid
    finally:
        server.stdin.close()
        server.wait(timeout=30)
        server.stdout.close()


class ReadyMade(grpc.GenericRpcHandler):
    """Answers one method with bytes that were made beforehand."""

    def __init__(self, reply: bytes) -> None:
        """Keep the reply."""

        async def answer(_request: bytes, _call: Any) -> bytes:
            return reply

        self._handler: Any = grpc.unary_unary_rpc_method_handler(answer)

    def service(self, handler_call_details: Any) -> Any:
        """The handler of the one method."""
        return self._handler if handler_call_details.method == READY else None


async def main(database: str | None = None) -> None:
    """Serve a register until standard input ends; print the port first."""
    set_up_logs("json", "error")
    reading = Reading(Register(database), read_tariffs()) if database else demo_reading()
    reply = find_handler("PriceClaim")(three_lines(), reading.open(ReadOptions())).SerializeToString()
    writes = Writes(reading.register, allowed=False)
    server, _, port = await start(Settings(port=0), reading, writes, (ReadyMade(reply),))
    keep_what_is_loaded()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await server.stop(0)


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
