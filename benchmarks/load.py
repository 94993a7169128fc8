"""Calls sent at a steady number in flight, and what they took from the server."""

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

IN_FLIGHT = 32
CHANNELS = 4
CLOCK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """One round of calls: calls a second, and the server's processor time for each, in microseconds."""

    calls_per_second: float
    server_microseconds: float


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


async def send(target: str, method: str, request: bytes, calls: int, pid: int) -> Round:
    """Send a number of equal calls; every reply is awaited, and a failed call ends the run."""
    async with asyncio.timeout(300):
        channels = [
            grpc.aio.insecure_channel(target, options=(("grpc.use_local_subchannel_pool", 1),)) for _ in range(CHANNELS)
        ]
        try:
            ask: list[Any] = [channel.unary_unary(method) for channel in channels]
            await asyncio.gather(*(each(request) for each in ask))
            left = iter(range(calls))

            async def worker(place: int) -> None:
                for _ in left:
                    await ask[place % CHANNELS](request)

            used, started = processor_seconds(pid), time.perf_counter()
            await asyncio.gather(*(worker(place) for place in range(IN_FLIGHT)))
            seconds = time.perf_counter() - started
            return Round(calls / seconds, (processor_seconds(pid) - used) / calls * 1e6)
        finally:
            for channel in channels:
                await channel.close()
