"""The parts put together: register, tariffs and services, listening on one address."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import grpc
import structlog
import uvloop
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection

from registry.tariffs.tariff_set import TariffSet
from service.register import Register
from service.rpc.interceptor import CallInterceptor
from service.rpc.reading import Reading
from service.rpc.servicers import SERVICES, asynchronous
from service.rpc.writes import Writes
from service.settings import Settings

EVERYTHING = ""
log = structlog.get_logger("avtalt.server")


def run(settings: Settings, tariffs: TariffSet, register: Register, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is told the address once calls are taken."""
    try:
        uvloop.run(serve(settings, tariffs, register, ready))
    finally:
        register.close()


async def serve(settings: Settings, tariffs: TariffSet, register: Register, ready: Callable[[str], None]) -> None:
    """Take calls until told to stop, then let those under way finish."""
    writes = Writes(register, allowed=settings.allow_writes)
    server, health, port = await start(settings, Reading(register, tariffs), writes)
    address = f"{settings.host}:{port}"
    with following(register, settings.poll_seconds):
        log.info("serving", address=address, revision=register.snapshot.revision, tariff_digest=tariffs.digest)
        if register.snapshot.revision == 0:
            log.warning("the register holds nothing, so every verdict is unknown")
        ready(address)
        await _told_to_stop()
        log.info("stopping", drain_seconds=settings.drain_seconds)
        await health.enter_graceful_shutdown()
        await server.stop(settings.drain_seconds)


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
    settings: Settings, reading: Reading, writes: Writes, besides: Sequence[grpc.GenericRpcHandler] = ()
) -> tuple[grpc.aio.Server, HealthServicer, int]:
    """A started server with our services and what is to stand beside them, its health service and its port."""
    server = grpc.aio.server(
        interceptors=(CallInterceptor(),),
        options=(
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", settings.max_message_bytes),
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


async def _told_to_stop() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
