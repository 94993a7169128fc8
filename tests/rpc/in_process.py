"""A server in this process, on a real port, over whatever register a test hands it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import grpc

from registry.store import Store
from registry.tariffs.tariff_set import TariffSet
from service.clock import utc_now
from service.register import Register
from service.rpc.reading import Reading
from service.rpc.writes import Writes
from service.server import following, start
from service.settings import Settings
from tests.rpc.servers import Server

WAIT_SECONDS = 0.05


@contextmanager
def serving_here(
    register: Register,
    tariffs: TariffSet,
    wait_seconds: float = WAIT_SECONDS,
    clock: Callable[[], datetime] = utc_now,
) -> Iterator[Server]:
    """A server that takes writes; its event loop runs in a thread of its own until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    settings = Settings(port=0, allow_writes=True)
    starting = start(settings, Reading(register, tariffs, clock, wait_seconds), Writes(register, allowed=True))
    server, _, port = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Server(channel, target=f"127.0.0.1:{port}")
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(0), loop).result()
        asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def opened(database: str, write_wait_seconds: float = WAIT_SECONDS) -> Iterator[Register]:
    """The register at a URL, as a server holds it: it moves on by itself, and a writer waits only briefly."""
    register = Register(database, Store(database, write_wait_seconds))
    try:
        with following(register, poll_seconds=1.0):
            yield register
    finally:
        register.close()
