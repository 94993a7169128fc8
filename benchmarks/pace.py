"""Calls that come as those before were answered, or at a pace of their own; and what becomes of them."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc


@dataclass(slots=True)
class Seen:
    """The seconds that calls took, by what became of them."""

    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)


async def as_answered(asks: Iterator[Any], requests: Iterator[bytes], in_flight: int, seconds: float) -> Seen:
    """Calls for so long, as many at once as the server takes, each when one before it was answered."""
    seen, until = Seen(), time.perf_counter() + seconds

    async def caller() -> None:
        while time.perf_counter() < until:
            await _call(next(asks), next(requests), seen)

    await asyncio.gather(*(caller() for _ in range(in_flight)))
    return seen


async def at_a_pace(asks: Iterator[Any], requests: Iterator[bytes], per_second: float, seconds: float) -> Seen:
    """Calls for so long, so many a second, whatever becomes of them."""
    seen, began, calls = Seen(), time.perf_counter(), set[asyncio.Task[None]]()
    for number in range(int(per_second * seconds)):
        early = began + number / per_second - time.perf_counter()
        if early > 0:
            await asyncio.sleep(early)
        calls.add(asyncio.create_task(_call(next(asks), next(requests), seen)))
    await asyncio.gather(*calls)
    return seen


async def _call(ask: Any, request: bytes, seen: Seen) -> None:
    """One call; any failure but a refusal ends the run."""
    began = time.perf_counter()
    try:
        await ask(request)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise
        seen.refused.append(time.perf_counter() - began)
    else:
        seen.accepted.append(time.perf_counter() - began)
