"""Measured servers, started and asked how many calls they took, and what they answer from."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from avtalt.v1.basis_pb2 import ReadOptions
from registry.demo.generator import demo_register
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.tariffs.reader import read_tariffs
from service.register import FixedRegister
from service.rpc.context import Context
from service.rpc.reading import Reading
from service.sockets import reserved

HOST = "127.0.0.1"
PRICE = "/avtalt.v1.ClaimPricingService/PriceClaim"
READY = "/avtalt.bench.Ready/PriceClaim"
MOMENT = 1_790_000_000
"""What ready-made replies are given for, so that all are of one length: seconds of the epoch, on 21 September 2026."""


def demo_reading(providers: int = 60) -> Reading:
    """The demo register and the real tariffs, in memory."""
    revision = Revision(1, datetime.now(UTC), "benchmark")
    return Reading(FixedRegister(Snapshot.of(demo_register(providers), revision)), read_tariffs())


def demo_context(providers: int = 60) -> Context:
    """What a call is answered from that asks for nothing special."""
    return demo_reading(providers).open(ReadOptions())


@dataclass(frozen=True, slots=True)
class Measured:
    """Measured servers at one address, each a process of its own."""

    target: str
    workers: tuple["subprocess.Popen[str]", ...]

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes."""
        return tuple(worker.pid for worker in self.workers)

    def calls(self) -> tuple[int, ...]:
        """How many calls each process has taken so far, by its own count."""
        return tuple(_told(worker) for worker in self.workers)


@contextmanager
def measured_servers(workers: int, database: str | None = None) -> Iterator[Measured]:
    """So many measured servers on one port, until the end of the block; without a database, of a demo register."""
    with reserved(HOST, 0) as port, ExitStack() as stack:
        started = tuple(stack.enter_context(_process(port, database)) for _ in range(workers))
        for worker in started:
            _read(worker)
        yield Measured(f"{HOST}:{port}", started)


@contextmanager
def measured_server(database: str | None = None) -> Iterator[tuple[str, int]]:
    """The address of a measured server and the number of its process."""
    with measured_servers(1, database) as measured:
        yield measured.target, measured.pids[0]


@contextmanager
def _process(port: int, database: str | None) -> Iterator["subprocess.Popen[str]"]:
    """One server, which ends with its standard input."""
    command = [sys.executable, "-m", "benchmarks.ready_made", str(port), *([database] if database else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server
        finally:
            _pipe(server.stdin).close()
            server.wait(timeout=30)


def _told(server: "subprocess.Popen[str]") -> int:
    _pipe(server.stdin).write("calls\n")
    _pipe(server.stdin).flush()
    return _read(server)


def _read(server: "subprocess.Popen[str]") -> int:
    return int(_pipe(server.stdout).readline())


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the measured server has no pipes")
    return pipe
