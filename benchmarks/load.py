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


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


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
    """Send a number of calls, the requests in turn; every reply is awaited, and a failed call ends the run."""
    async with asyncio.timeout(300):
        channels = [
            grpc.aio.insecure_channel(target, options=(("grpc.use_local_subchannel_pool", 1),))
            for _ in range(min(in_flight, MOST_CHANNELS))
        ]
        try:
            ask: list[Any] = [channel.unary_unary(method) for channel in channels]
            await asyncio.gather(*(each(requests[0]) for each in ask))
            left, took = iter(range(calls)), []

            async def worker(place: int) -> None:
                for number in left:
                    began = time.perf_counter()
                    await ask[place % len(ask)](requests[number % len(requests)])
                    took.append(time.perf_counter() - began)

            used, started = processor_seconds(pid), time.perf_counter()
            await asyncio.gather(*(worker(place) for place in range(in_flight)))
            seconds = time.perf_counter() - started
            return Round(calls / seconds, (processor_seconds(pid) - used) / calls * 1e6, percentiles(took))
        finally:
            for channel in channels:
                await channel.close()
