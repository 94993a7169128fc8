"""What it costs callers that workers are killed, and that all are replaced one after the other, under load."""

import asyncio
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Any

import grpc

from benchmarks.channels import channels_to
from benchmarks.claims import three_lines
from benchmarks.figures import Figure
from benchmarks.processes import Server, started
from benchmarks.registers import fill
from benchmarks.server import PRICE
from tests.supervising.load import BARE, CONNECTIONS, DOCUMENTED

PROVIDERS, WORKERS = 10_000, 2
ROUNDS = 6
SECONDS = 60.0
LOOK_SECONDS = 0.02
STARTS_SECONDS = 3.0
"""A worker that is there as a process takes calls within so long."""

AFTER_FAILURE_SECONDS = 0.1
CLIENTS = {"the documented retries": DOCUMENTED, "no retries": BARE}


class Calls:
    """How many calls of a kind of client were answered so far, and how many failed."""

    def __init__(self) -> None:
        """None was sent yet."""
        self.answered = self.failed = 0

    def taken(self) -> tuple[int, int]:
        """How many since this was asked last."""
        taken = self.answered, self.failed
        self.answered = self.failed = 0
        return taken


def figures(providers: int = PROVIDERS, rounds: int = ROUNDS) -> list[Figure]:
    """Calls answered and failed around each death of a worker, and around each replacement of all workers."""
    with TemporaryDirectory(prefix="avtalt-bench-") as folder:
        url = f"sqlite:///{folder}/register.db"
        fill(url, providers)
        with started(url, WORKERS) as server:
            return asyncio.run(_measure(server, rounds))


async def _measure(server: Server, rounds: int) -> list[Figure]:
    found = []
    async with asyncio.timeout(SECONDS * (1 + 2 * rounds)), _load(server.target) as load:
        for name, disturb in (("a worker killed", _kill_one), ("all workers replaced", _replace_all)):
            seen: dict[str, list[tuple[int, int]]] = {client: [] for client in load}
            for _ in range(rounds):
                for calls in load.values():
                    calls.taken()
                await disturb(server)
                await asyncio.sleep(STARTS_SECONDS)
                for client, calls in load.items():
                    seen[client].append(calls.taken())
            found += [figure for client, each in seen.items() for figure in _told(f"{name}, {client}", each)]
    return found


def _told(name: str, seen: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    for what, counts in zip(("answered", "failed"), zip(*seen, strict=True), strict=True):
        yield Figure(f"{name}, {what}", "calls", tuple(map(float, counts)))


@asynccontextmanager
async def _load(target: str) -> Any:
    """Calls without a pause, on several connections of each kind of client, for the block."""
    load = {client: Calls() for client in CLIENTS}
    async with AsyncExitStack() as stack:
        senders = []
        for client, options in CLIENTS.items():
            channels = await stack.enter_async_context(channels_to(target, CONNECTIONS, options))
            senders += [asyncio.create_task(_send(each.unary_unary(PRICE), load[client])) for each in channels]
        while not all(calls.answered for calls in load.values()):
            await asyncio.sleep(LOOK_SECONDS)
        try:
            yield load
        finally:
            for sender in senders:
                sender.cancel()
            await asyncio.gather(*senders, return_exceptions=True)


async def _send(ask: Any, calls: Calls) -> None:
    request = three_lines().SerializeToString()
    while True:
        try:
            # Without retries too a call waits for a connection, so that only those fail that were under way on one.
            await ask(request, wait_for_ready=True, timeout=SECONDS)
        except grpc.aio.AioRpcError:
            calls.failed += 1
            await asyncio.sleep(AFTER_FAILURE_SECONDS)
        else:
            calls.answered += 1


async def _kill_one(server: Server) -> None:
    before = server.workers()
    os.kill(min(before), signal.SIGKILL)
    await _until_renewed(server, {min(before)})


async def _replace_all(server: Server) -> None:
    before = server.workers()
    server.process.send_signal(signal.SIGHUP)
    await _until_renewed(server, before)


async def _until_renewed(server: Server, gone: set[int]) -> None:
    """Wait until some workers are gone and as many others there."""
    while len(workers := server.workers()) < WORKERS or workers & gone:
        await asyncio.sleep(LOOK_SECONDS)
