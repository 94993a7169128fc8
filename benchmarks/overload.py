"""
A server that is offered three times the calls that it can answer: how long those take that it accepts.

The calls are for claims that are like none before, with their derivations, so that
the client has the time to offer so many; it has a core of its own where there are
two. They come at their own pace, not when others are answered, as those of many
clients do who know nothing of each other. Nobody tries a refused call again.
"""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

from avtalt.v1.basis_pb2 import VIEW_FULL
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from benchmarks.channels import channels_to
from benchmarks.claims import strangers
from benchmarks.figures import Figure, ratio
from benchmarks.load import percentiles, times
from benchmarks.pace import Seen, as_answered, at_a_pace
from benchmarks.server import MOMENT, PRICE, measured_server
from service.settings import Settings

TIMES, SECONDS, ROUNDS = 3, 5.0, 5
CLAIMS = 10_000
CHANNELS = 32
"""A client keeps back what is more than a hundred calls on one connection; nothing may wait in the client here."""

DAY = 86_400
"""In seconds; each time that the claims begin again they are asked about on another day."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A round: the capacity in calls a second, and what became of the calls at it and beyond it."""

    speed: float
    at_capacity: Seen
    beyond: Seen

    @property
    def share_refused(self) -> float:
        """Which part of the calls beyond the capacity was refused."""
        return len(self.beyond.refused) / len(self.beyond.refused + self.beyond.accepted)


def figures(seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """Accepted calls at the capacity and at three times the capacity, side by side."""
    return asyncio.run(_measure(seconds, rounds))


async def _measure(seconds: float, rounds: int) -> list[Figure]:
    most = Settings().max_calls_in_flight
    found = []
    with measured_server() as (target, pid), _cores_apart(pid):
        async with channels_to(target, CHANNELS) as channels:
            requests = _requests()
            asks: Iterator[Any] = cycle([channel.unary_unary(PRICE) for channel in channels])
            for number in range(rounds + 1):
                at_capacity = await as_answered(asks, requests, most, seconds)
                speed = len(at_capacity.accepted) / seconds
                beyond = await at_a_pace(asks, requests, TIMES * speed, seconds)
                if number:  # the first one warms up
                    found.append(Offered(speed, at_capacity, beyond))
    return _figures(found, most, seconds)


def _figures(rounds: Sequence[Offered], most: int, seconds: float) -> list[Figure]:
    name = f"{TIMES} times the capacity"
    at_capacity = times(f"{most} in flight", [percentiles(each.at_capacity.accepted) for each in rounds])
    beyond = times(f"accepted at {name}", [percentiles(each.beyond.accepted) for each in rounds])
    accepted = tuple(len(each.beyond.accepted) / seconds for each in rounds)
    return [
        Figure(f"capacity, {most} in flight", "calls/s", tuple(each.speed for each in rounds)),
        Figure(f"accepted at {name}", "calls/s", accepted),
        Figure(f"refused at {name}", "", tuple(each.share_refused for each in rounds)),
        *at_capacity,
        *beyond,
        *times(f"refused at {name}", [percentiles(each.beyond.refused) for each in rounds]),
        ratio(f"accepted at {name} / at the capacity, p99", beyond[-1], at_capacity[-1]),
    ]


def _requests() -> Iterator[bytes]:
    """Requests of which no two are answered alike, without end."""
    claims = list(strangers(CLAIMS).claims)
    for turn in count():
        for claim in claims:
            request = PriceClaimRequest(claim=claim, view=VIEW_FULL)
            request.read.evaluated_at.seconds = MOMENT + turn * DAY
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
