"""
Calls at half of what a server can answer, with and without a write every tenth of a second by another process.

The server follows its database and moves its snapshot on with each write.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.channels import channels_to
from benchmarks.claims import patients
from benchmarks.figures import Figure, ratio
from benchmarks.load import percentiles, times
from benchmarks.pace import as_answered, at_a_pace
from benchmarks.processes import served, working_beside
from benchmarks.registers import fill
from benchmarks.server import PRICE
from registry.period import Period
from registry.records import Coverage, CoverageKind
from registry.store import Store

PROVIDERS, CHANNELS, IN_FLIGHT = 10_000, 4, 8
SECONDS, ROUNDS = 5.0, 5
SECONDS_BETWEEN_WRITES = 0.1
HALF = 0.5


def figures(providers: int = PROVIDERS, seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """How long calls take with writes beside them and without, in turn."""
    with TemporaryDirectory(prefix="avtalt-bench-") as folder:
        url = f"sqlite:///{folder}/register.db"
        fill(url, providers)
        with served(url) as target:
            return asyncio.run(_measure(target, url, seconds, rounds))


async def _measure(target: str, url: str, seconds: float, rounds: int) -> list[Figure]:
    speeds, quiet, beside, refused = [], [], [], list[float]()
    requests = cycle([each.SerializeToString() for each in patients(1_000)])
    async with channels_to(target, CHANNELS) as channels:
        asks: Iterator[Any] = cycle([channel.unary_unary(PRICE) for channel in channels])
        for _ in channels:
            await next(asks)(next(requests), wait_for_ready=True)
        for number in range(rounds + 1):
            speed = len((await as_answered(asks, requests, IN_FLIGHT, seconds)).accepted) / seconds
            alone = await at_a_pace(asks, requests, HALF * speed, seconds)
            with working_beside("benchmarks.writes", url):
                written = await at_a_pace(asks, requests, HALF * speed, seconds)
            if number:
                speeds.append(speed)
                quiet.append(percentiles(alone.accepted))
                beside.append(percentiles(written.accepted))
                refused.append(float(len(alone.refused) + len(written.refused)))
    without, with_writes = times("half load, no writes", quiet), times("half load, a write every 100 ms", beside)
    return [
        Figure(f"capacity, {IN_FLIGHT} in flight", "calls/s", tuple(speeds)),
        Figure("refused at half load", "calls", tuple(refused)),
        *without,
        *with_writes,
        *(
            ratio(f"a write every 100 ms / no writes, {each.name.rpartition(', ')[2]}", each, other)
            for each, other in zip(with_writes, without, strict=True)
        ),
    ]


def write(url: str) -> None:
    """Write every tenth of a second until killed; a line is told for each."""
    store, due, number = Store(url), time.monotonic(), 0
    while True:
        number += 1
        told = Coverage(CoverageKind.MUNICIPAL_FUNDING, "0301", Period(), f"write {number}")
        store.write([told], note="benchmark")
        print(number, flush=True)
        due += SECONDS_BETWEEN_WRITES
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    write(sys.argv[1])
