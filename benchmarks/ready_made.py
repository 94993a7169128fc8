"""
The measured server, in a process of its own: our services, and beside them a ready-made reply.

The ready-made reply has the same size as a real answer, goes through the same
server with the same interceptors, and costs nothing to make: what is left is
the price of gRPC itself.
"""

import asyncio
import json
import sys
from typing import Any

import grpc
import uvloop
from google.protobuf.timestamp_pb2 import Timestamp
from grpc._cython import cygrpc  # type: ignore[attr-defined]  # what grpcio-channelz reads too, from nowhere else

from avtalt.v1.basis_pb2 import ReadOptions
from benchmarks.claims import three_lines
from benchmarks.server import MOMENT, READY, demo_reading
from registry.tariffs.reader import read_tariffs
from service.loaded import keep_what_is_loaded
from service.logs import set_up_logs
from service.register import Register
from service.rpc.reading import Reading
from service.rpc.servicers import find_handler
from service.rpc.writes import Writes
from service.server import TURN_SECONDS, start
from service.settings import Settings


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


async def main(port: int, database: str | None = None) -> None:
    """
    Serve a register at a port that others like it may share, until standard input ends.

    Tells zero once it serves, and then for each line that it reads the calls it has taken.
    """
    set_up_logs("json", "error")
    reading = Reading(Register(database), read_tariffs()) if database else demo_reading()
    reply = find_handler("PriceClaim")(
        three_lines(), reading.open(ReadOptions(evaluated_at=Timestamp(seconds=MOMENT)))
    ).SerializeToString()
    writes = Writes(reading.register, allowed=False)
    server, _, _ = await start(Settings(port=port), reading, writes, (ReadyMade(reply),), shared=True)
    keep_what_is_loaded()
    sys.setswitchinterval(TURN_SECONDS)
    _tell(0)
    while await asyncio.to_thread(sys.stdin.readline):
        _tell(_calls_taken())
    await server.stop(0)


def _calls_taken() -> int:
    """How many calls have come to the servers of this process, by gRPC's count."""
    return sum(int(each["data"]["callsStarted"]) for each in json.loads(cygrpc.channelz_get_servers(0))["server"])


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), *sys.argv[2:]))
