"""Calls sent at a steady number in flight: how many a second, how long each took, and what it cost the server."""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import grpc

from benchmarks.channels import channels_to
from benchmarks.figures import Figure

IN_FLIGHT = 32
MOST_CHANNELS = 4
CLOCK = os.sysconf("SC_CLK_TCK")
PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of calls: calls a second, the server's microseconds for each, and percentiles of how long they took."""

    calls_per_second: float
    server_microseconds: float
    milliseconds: tuple[float, ...]


def processor_seconds(*pids: int) -> float:
    """The processor time that some processes have used."""
    return sum(_processor_ticks(pid) for pid in pids) / CLOCK


def _processor_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def percentiles(seconds: Sequence[float]) -> tuple[float, ...]:
    """The percentiles of some times, in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return tuple(cuts[percentile - 1] * 1000 for percentile in PERCENTILES)


def times(name: str, rounds: Sequence[Sequence[float]]) -> list[Figure]:
    """The figures of some percentiles, each round's in milliseconds."""
    return [
        Figure(f"{name}, p{percentile}", "ms", tuple(each[place] for each in rounds))
        for place, percentile in enumerate(PERCENTILES)
    ]


async def send(
    target: str, method: str, requests: Sequence[bytes], calls: int, pid: int, in_flight: int = IN_FLIGHT
) -> Round:
    """Send a number of calls on channels of its own; see `send_on`."""
    async with channels_to(target, min(in_flight, MOST_CHANNELS)) as channels:
        return await send_on(channels, method, requests, calls, [pid], in_flight)


async def send_on(
    channels: Sequence[grpc.aio.Channel],
    method: str,
    requests: Sequence[bytes],
    calls: int,
    pids: Sequence[int],
    in_flight: int = IN_FLIGHT,
) -> Round:
    """Send a number of calls, requests and channels in turn; each reply is awaited, and a failed call ends the run."""
    async with asyncio.timeout(300):
        ask: list[Any] = [channel.unary_unary(method) for channel in channels]
        await asyncio.gather(*(each(requests[0]) for each in ask))
        left, took = iter(range(calls)), []

        async def worker() -> None:
            for number in left:
                began = time.perf_counter()
                await ask[number % len(ask)](requests[number % len(requests)])
                took.append(time.perf_counter() - began)

        used, started = processor_seconds(*pids), time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(in_flight)))
        seconds = time.perf_counter() - started
        return Round(calls / seconds, (processor_seconds(*pids) - used) / calls * 1e6, percentiles(took))
