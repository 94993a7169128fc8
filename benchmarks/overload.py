"""
A server that is offered three times the calls that it can answer: how long those take that it accepts.

The calls are for claims that are like none before, with their derivations, so that
the client has the time to offer so many; it has a core of its own where there are
two. They come at their own pace, not when others are answered, as those of many
clients do who know nothing of each other. Nobody tries a refused call again.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import Any

from avtalt.v1.basis_pb2 import VIEW_FULL
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from benchmarks.channels import channels_to
from benchmarks.claims import strangers
from benchmarks.figures import Figure, ratio
from benchmarks.load import percentiles, times
from benchmarks.pace import as_answered, at_a_pace
from benchmarks.server import measured_server
from service.settings import Settings

PRICE = "/avtalt.v1.ClaimPricingService/PriceClaim"
TIMES, SECONDS, ROUNDS = 3, 5.0, 5
CLAIMS = 10_000
CHANNELS = 32
"""A client keeps back what is more than a hundred calls on one connection; nothing may wait in the client here."""

FIRST_MOMENT, DAY = 1_790_000_000, 86_400
"""Seconds of the epoch; each time that the claims begin again they are asked about on another day."""


def figures(seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """Accepted calls at the capacity and at three times the capacity, side by side."""
    return asyncio.run(_measure(seconds, rounds))


async def _measure(seconds: float, rounds: int) -> list[Figure]:
    most = Settings().max_calls_in_flight
    speeds, full, over, refusals = [], [], [], []
    with measured_server() as (target, pid), _cores_apart(pid):
        async with channels_to(target, CHANNELS) as channels:
            requests = _requests()
            asks: Iterator[Any] = cycle([channel.unary_unary(PRICE) for channel in channels])
            for number in range(rounds + 1):
                at_capacity = await as_answered(asks, requests, most, seconds)
                speed = len(at_capacity.accepted) / seconds
                beyond = await at_a_pace(asks, requests, TIMES * speed, seconds)
                if number:  # the first one warms up
                    speeds.append(speed)
                    full.append(percentiles(at_capacity.accepted))
                    over.append(percentiles(beyond.accepted))
                    refusals.append((beyond, percentiles(beyond.refused)))
    return _figures(most, speeds, full, over, refusals, seconds)


def _figures(most: int, speeds: Any, full: Any, over: Any, refusals: Any, seconds: float) -> list[Figure]:
    name = f"{TIMES} times the capacity"
    shares = tuple(len(seen.refused) / len(seen.refused + seen.accepted) for seen, _ in refusals)
    answered = Figure(f"accepted at {name}", "calls/s", tuple(len(seen.accepted) / seconds for seen, _ in refusals))
    at_capacity, beyond = times(f"{most} in flight", full), times(f"accepted at {name}", over)
    return [
        Figure(f"capacity, {most} in flight", "calls/s", tuple(speeds)),
        answered,
        Figure(f"refused at {name}", "", shares),
        *at_capacity,
        *beyond,
        *times(f"refused at {name}", [each for _, each in refusals]),
        ratio(f"accepted at {name} / at the capacity, p99", beyond[-1], at_capacity[-1]),
    ]


def _requests() -> Iterator[bytes]:
    """Requests of which no two are answered alike, without end."""
    claims = list(strangers(CLAIMS).claims)
    for turn in count():
        for claim in claims:
            request = PriceClaimRequest(claim=claim, view=VIEW_FULL)
            request.read.evaluated_at.seconds = FIRST_MOMENT + turn * DAY
            yield request.SerializeToString()


@contextmanager
def _cores_apart(server: int) -> Iterator[None]:
    """The client on one core and the server on another, where there are two."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        ours, its, *_ = sorted(before)
        os.sched_setaffinity(0, {ours})
        for thread in Path(f"/proc/{server}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {its})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
