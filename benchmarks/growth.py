"""
What grows with the register: building and memory, moving on, pricing, and serving.

The registers of all sizes are asked in turn in one run, so that what else the
machine does meets all of them. Each is on a database that was filled once. The
claims are of performers from all over the register, of as many at each size.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, ratio
from benchmarks.held import Measured, held
from benchmarks.registers import fill
from benchmarks.serving import Load, Served
from benchmarks.snapshot import named

PROVIDERS = (1_000, 10_000, 100_000, 1_000_000)
COMPARED = 10_000
FULL_LOAD = Load()
FILLED = "written to SQLite [s]"


@dataclass(frozen=True, slots=True)
class Sized:
    """A register of one size: its database, and what was measured of it by name, a value for each round."""

    providers: int
    url: str
    rounds: list[list[Measured]]

    @property
    def figures(self) -> list[Figure]:
        """What was measured, named by how large the register is."""
        where = f"{self.providers:,} providers"
        return [figure for rounds in self.rounds for figure in named(where, rounds)]


def figures(providers: Sequence[int] = PROVIDERS, load: Load = FULL_LOAD) -> list[Figure]:
    """Every size, and how the sizes compare."""
    with TemporaryDirectory(prefix="avtalt-bench-") as folder:
        sizes = [_filled(number, f"sqlite:///{Path(folder)}/{number}.db") for number in sorted(set(providers))]
        _in_memory(sizes, load)
        asyncio.run(_served(sizes, load))
    found = {size.providers: size.figures for size in sizes}
    return [*(figure for each in found.values() for figure in each), *compared(found)]


def compared(found: dict[int, list[Figure]]) -> list[Figure]:
    """How all that has several rounds compares with `COMPARED` providers, or with the smallest register without it."""
    base = COMPARED if COMPARED in found else min(found)
    return [
        ratio(f"{figure.name}{figure.unit and f', {figure.unit}'} / {base:,} providers", figure, beside)
        for number, figures_of_size in found.items()
        for figure, beside in zip(figures_of_size, found[base], strict=True)
        if number != base and len(figure.values) > 1
    ]


def _filled(providers: int, url: str) -> Sized:
    started = time.perf_counter()
    fill(url, providers)
    return Sized(providers, url, [[{FILLED: time.perf_counter() - started}]])


def _in_memory(sizes: Sequence[Sized], load: Load) -> None:
    """What is done with a register in memory, each in a process of its own."""
    with ExitStack() as stack:
        registers = [stack.enter_context(held(size.url)) for size in sizes]
        rounds: list[list[Measured]] = [[] for _ in sizes]
        for _ in range(load.in_memory_rounds):
            for register, measured in zip(registers, rounds, strict=True):
                measured.append(register.round())
    for size, register, measured in zip(sizes, registers, rounds, strict=True):
        size.rounds.extend(([register.built], measured))


async def _served(sizes: Sequence[Sized], load: Load) -> None:
    """What a server of each register answers; the first round of unary calls is not counted."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Served.of(size.url, load)) for size in sizes]
        for server in servers:
            await server.unary()
        for size in sizes:
            size.rounds.extend(([], []))
        for _ in range(load.rounds):
            for size, server in zip(sizes, servers, strict=True):
                size.rounds[-2].append(await server.unary())
        for number in range(load.batch_rounds):
            for size, server in zip(sizes, servers, strict=True):
                size.rounds[-1].append(await server.batches(number))
