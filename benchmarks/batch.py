"""BatchPriceClaims: claims per second by size, of claims that are alike and that are not; and unary calls beside it."""

import asyncio
import sys
import time
from collections.abc import Callable

import grpc

from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, BatchPriceClaimsResponse
from benchmarks.claims import diary, strangers, three_lines
from benchmarks.figures import Figure
from benchmarks.load import Round, processor_seconds, send, times
from benchmarks.processes import working_beside
from benchmarks.server import PRICE, measured_server

BATCH = "/avtalt.v1.ClaimPricingService/BatchPriceClaims"
SIZES = (1, 10, 100, 1_000, 10_000)
CLAIMS = 10_000
MOST_CALLS = 1_000
ROUNDS = 3
ALIKE, NOT_ALIKE = "other patients", "nothing alike"
SHAPES: dict[str, Callable[[int], BatchPriceClaimsRequest]] = {ALIKE: diary, NOT_ALIKE: strangers}
UNARY_CALLS, UNARY_IN_FLIGHT = 3_000, 4


def figures() -> list[Figure]:
    """What a batch takes, and what unary calls take while one is under way."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    found: list[Figure] = []
    for shape, make in SHAPES.items():
        for size in SIZES:
            claims = make(min(CLAIMS, size * MOST_CALLS)).claims
            parts = (claims[first : first + size] for first in range(0, len(claims), size))
            requests = [BatchPriceClaimsRequest(claims=part).SerializeToString() for part in parts]
            found += await _batches(f"{size:,} claims in a call, {shape}", size, requests)
    return [*found, *await _beside()]


async def _batches(name: str, size: int, requests: list[bytes]) -> list[Figure]:
    """Each round has a server of its own, which knows no claim before it is asked about."""
    rounds = []
    for _ in range(ROUNDS):
        with measured_server() as (target, pid):
            async with grpc.aio.insecure_channel(target) as channel:
                await channel.unary_unary(PRICE)(three_lines().SerializeToString())
                used, started = processor_seconds(pid), time.perf_counter()
                for request in requests:
                    await send_batch(channel, request, size)
                seconds, claims = time.perf_counter() - started, size * len(requests)
                rounds.append((claims / seconds, (processor_seconds(pid) - used) / claims * 1e6))
    speed, cost = zip(*rounds, strict=True)
    return [Figure(name, "claims/s", speed), Figure(name, "server µs/claim", cost)]


async def send_batch(channel: grpc.aio.Channel, request: bytes, size: int) -> None:
    """A batch whose every claim must be answered."""
    answered = 0
    async for message in channel.unary_stream(BATCH)(request):
        answered += len(BatchPriceClaimsResponse.FromString(message).results)
    if answered != size:
        raise RuntimeError(f"{answered} of {size} claims were answered")


async def _beside() -> list[Figure]:
    """Unary calls alone, and beside batches that another process sends one after another."""
    request = [three_lines().SerializeToString()]
    alone: list[Round] = []
    beside: list[Round] = []
    with measured_server() as (target, pid):
        for _ in range(ROUNDS):
            alone.append(await send(target, PRICE, request, UNARY_CALLS, pid, UNARY_IN_FLIGHT))
            with working_beside("benchmarks.batch", target):
                beside.append(await send(target, PRICE, request, UNARY_CALLS, pid, UNARY_IN_FLIGHT))
    return [
        *times("PriceClaim alone", [each.milliseconds for each in alone]),
        *times("PriceClaim beside a batch of 10,000", [each.milliseconds for each in beside]),
    ]


async def _again_and_again(target: str) -> None:
    """Send batches until killed, so that reading their answers is no work of the process that measures."""
    request = diary(CLAIMS).SerializeToString()
    async with grpc.aio.insecure_channel(target) as channel:
        while True:
            await send_batch(channel, request, CLAIMS)
            print("answered", flush=True)


if __name__ == "__main__":
    asyncio.run(_again_and_again(sys.argv[1]))
