"""The parts put together: register, tariffs and services, listening on one address."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import grpc
import structlog
import uvloop
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection

from registry.tariffs.tariff_set import TariffSet
from service.loaded import keep_what_is_loaded
from service.register import Register
from service.rpc.admission import Admission
from service.rpc.backlog import COUNTED
from service.rpc.fields import LARGEST_INT32
from service.rpc.interceptor import CallInterceptor
from service.rpc.reading import Reading
from service.rpc.servicers import SERVICES, asynchronous
from service.rpc.writes import Writes
from service.settings import Settings
from service.sockets import hang_up, stop_listening

EVERYTHING = ""
LAST_WORDS_SECONDS = 0.1
"""How long what was answered last may be on its way before the connections end."""

TURN_SECONDS = 0.0005
"""
How long a batch, which has a thread of its own, goes on while another call waits for its turn.

A call needs several; a turn of Python's own length is ten times as long.
"""

log = structlog.get_logger("avtalt.server")


MOST_CALLS_OF_A_CONNECTION = 100
"""A client keeps further ones back until there is room."""

NEVER = LARGEST_INT32
WAITING = (
    COUNTED,
    ("grpc.max_concurrent_streams", MOST_CALLS_OF_A_CONNECTION),
    # What waits for too long or is too much gRPC would cancel without a word, which nobody tries again.
    ("grpc.server.max_pending_requests", NEVER),
    ("grpc.server.max_pending_requests_hard_limit", NEVER),
    ("grpc.server_max_unrequested_time_in_server", NEVER),
)

Ready = Callable[[str], None]


def run(
    settings: Settings, tariffs: TariffSet, register: Register, ready: Ready, supervisor: int | None = None
) -> None:
    """
    Serve until SIGINT or SIGTERM; `ready` is told the address once calls are taken.

    With a `supervisor`, the reading end of a pipe from it, others serve on the
    same port, and the end of the pipe is a reason to stop too.
    """
    try:
        uvloop.run(serve(settings, tariffs, register, ready, supervisor))
    finally:
        register.close()


async def serve(
    settings: Settings, tariffs: TariffSet, register: Register, ready: Ready, supervisor: int | None = None
) -> None:
    """Take calls until told to stop, then let those under way finish."""
    writes, admission = Writes(register, allowed=settings.allow_writes), Admission(settings.max_calls_in_flight)
    server, health, port = await start(
        settings, Reading(register, tariffs), writes, admission=admission, shared=supervisor is not None
    )
    address = f"{settings.host}:{port}"
    with following(register, settings.poll_seconds):
        log.info("serving", address=address, revision=register.snapshot.revision, tariff_digest=tariffs.digest)
        if register.snapshot.revision == 0:
            log.warning("the register holds nothing, so every verdict is unknown")
        told = _told_to_stop(supervisor)
        keep_what_is_loaded()
        sys.setswitchinterval(TURN_SECONDS)
        ready(address)
        await told.wait()
        log.info("stopping", drain_seconds=settings.drain_seconds)
        await health.enter_graceful_shutdown()
        await drain(port, admission, settings.drain_seconds)
        await server.stop(0)


async def drain(port: int, admission: Admission, seconds: float) -> None:
    """
    Let the calls under way finish, for so long at most, and end all connections.

    While streams are under way, which last, other calls on the same connections
    are answered as ever. After that they are refused until the last one is
    answered, so that a client who tries again does so elsewhere.
    """
    stop_listening(port)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await admission.no_streams()
            admission.close()
            await admission.nothing()
    admission.close()
    await asyncio.sleep(min(seconds, LAST_WORDS_SECONDS))
    hang_up(port)
    await asyncio.sleep(min(seconds, LAST_WORDS_SECONDS))


@contextmanager
def following(register: Register, poll_seconds: float) -> Iterator[None]:
    """Keep the register up with its database in a thread of its own, until the end of the block."""
    stop = threading.Event()
    follower = threading.Thread(target=register.follow, args=(poll_seconds, stop), name="follower", daemon=True)
    follower.start()
    try:
        yield
    finally:
        stop.set()
        follower.join()


async def start(
    settings: Settings,
    reading: Reading,
    writes: Writes,
    besides: Sequence[grpc.GenericRpcHandler] = (),
    *,
    admission: Admission | None = None,
    shared: bool = False,
) -> tuple[grpc.aio.Server, HealthServicer, int]:
    """
    A started server with our services and what is to stand beside them, its health service and its port.

    A `shared` port is one that other processes of ours listen at too.
    """
    server = grpc.aio.server(
        interceptors=(CallInterceptor(admission or Admission(settings.max_calls_in_flight)),),
        options=(
            ("grpc.so_reuseport", int(shared)),
            ("grpc.max_receive_message_length", settings.max_message_bytes),
            *WAITING,
        ),
    )
    server.add_generic_rpc_handlers((*(asynchronous(service, reading, writes) for service in SERVICES), *besides))
    health = HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    names = (
        *(service.name for service in SERVICES),
        reflection.SERVICE_NAME,
        health_pb2.DESCRIPTOR.services_by_name["Health"].full_name,
    )
    reflection.enable_server_reflection(names, server)
    port = server.add_insecure_port(f"{settings.host}:{settings.port}")
    await server.start()
    for name in (EVERYTHING, *names):
        await health.set(name, health_pb2.HealthCheckResponse.SERVING)
    return server, health, port


def _told_to_stop(supervisor: int | None) -> asyncio.Event:
    """Set by SIGINT, by SIGTERM, and by the end of a supervisor, who says nothing else."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)

    def heard() -> None:
        if supervisor is not None and not os.read(supervisor, 1):
            loop.remove_reader(supervisor)
            log.warning("the supervisor is gone")
            stop.set()

    if supervisor is not None:
        loop.add_reader(supervisor, heard)
    return stop
