"""
Calls at half of what a server can answer, with and without a write every tenth of a second by another process.

The server follows its database and moves its snapshot on with each write. What is
written is that a source is complete for a municipality, on which the answer to all the
calls rests, so that the first one after each write is priced anew. The same writes to
another register, which this server does not follow, show what the writer costs by
itself on the same machine.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
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
SECONDS, ROUNDS = 2.0, 15
SECONDS_BETWEEN_WRITES = 0.1
HALF = 0.5
NAMES = ALONE, FOLLOWED, OTHER = "no writes", "a write every 100 ms", "as many writes to another register"


def figures(providers: int = PROVIDERS, seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """How long calls take with writes beside them and without, in turn."""
    with TemporaryDirectory(prefix="avtalt-bench-") as folder:
        urls = {name: f"sqlite:///{folder}/{number}.db" for number, name in enumerate((FOLLOWED, OTHER))}
        for url in urls.values():
            fill(url, providers)
        with served(urls[FOLLOWED]) as target:
            return asyncio.run(_measure(target, urls, seconds, rounds))


async def _measure(target: str, urls: Mapping[str, str], seconds: float, rounds: int) -> list[Figure]:
    speeds, refused = [], list[float]()
    took = defaultdict[str, list[tuple[float, ...]]](list)
    requests = cycle([each.SerializeToString() for each in patients(1_000)])
    async with channels_to(target, CHANNELS) as channels:
        asks: Iterator[Any] = cycle([channel.unary_unary(PRICE) for channel in channels])
        for _ in channels:
            await next(asks)(next(requests), wait_for_ready=True)
        for number in range(rounds + 1):
            speed = len((await as_answered(asks, requests, IN_FLIGHT, seconds)).accepted) / seconds
            seen = {}
            for name in (NAMES * 2)[number % len(NAMES) :][: len(NAMES)]:  # none always comes first
                with working_beside("benchmarks.writes", urls[name]) if name in urls else nullcontext():
                    seen[name] = await at_a_pace(asks, requests, HALF * speed, seconds)
            if number:
                speeds.append(speed)
                refused.append(float(sum(len(each.refused) for each in seen.values())))
                for name in NAMES:
                    took[name].append(percentiles(seen[name].accepted))
    return [
        Figure(f"capacity, {IN_FLIGHT} in flight", "calls/s", tuple(speeds)),
        Figure("refused at half load", "calls", tuple(refused)),
        *_compared({name: times(f"half load, {name}", each) for name, each in took.items()}),
    ]


def _compared(found: Mapping[str, list[Figure]]) -> Iterator[Figure]:
    """All figures, and those with writes as ratios to those without."""
    for each in found.values():
        yield from each
    for name in (FOLLOWED, OTHER):
        for with_writes, without in zip(found[name], found[ALONE], strict=True):
            yield ratio(f"{name} / {ALONE}, {without.name.rpartition(', ')[2]}", with_writes, without)


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
