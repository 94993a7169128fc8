"""Diaries of several sizes in one call each, and unary calls beside them: claims per second through gRPC."""

import asyncio
import time
from statistics import median

import grpc
from rich.console import Console
from rich.table import Table

from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsResponse
from benchmarks.claims import diary, three_lines
from benchmarks.load import processor_seconds, send
from benchmarks.server import measured_server

BATCH = "/avtalt.v1.ClaimPricingService/BatchPriceClaims"
UNARY = "/avtalt.v1.ClaimPricingService/PriceClaim"
SIZES = (1, 10, 100, 1_000, 10_000)
CLAIMS = 10_000
ROUNDS = 3


def main() -> None:
    """Measure each size, and print."""
    table = Table("claims in one call", "claims per second", "server µs per claim", "seconds per call")
    for (name, size), rounds in asyncio.run(measure()).items():
        speed, processor = (median(values) for values in zip(*rounds, strict=True))
        seconds = f"{size / speed:,.4f}" if name != UNARY else ""
        table.add_row(
            f"{size:,}" if name != UNARY else "PriceClaim, 32 in flight", f"{speed:,.0f}", f"{processor:,.0f}", seconds
        )
    Console(width=100).print(table)


async def measure() -> dict[tuple[str, int], list[tuple[float, float]]]:
    """For each method and size, claims per second and processor time per claim, from several rounds in turn."""
    with measured_server() as (target, pid):
        found: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for _ in range(ROUNDS):
            unary = await send(target, UNARY, three_lines().SerializeToString(), CLAIMS // 2, pid)
            pair = (unary.calls_per_second, unary.server_microseconds)
            found.setdefault((UNARY, 1), []).append(pair)
            for size in SIZES:
                found.setdefault((BATCH, size), []).append(await one_after_another(target, size, pid))
        return found


async def one_after_another(target: str, size: int, pid: int) -> tuple[float, float]:
    """Diaries of a size sent one after another; every claim must be answered."""
    calls = max(1, CLAIMS // size // (10 if size == 1 else 1))
    request = diary(size).SerializeToString()
    async with grpc.aio.insecure_channel(target) as channel:
        ask = channel.unary_stream(BATCH)
        used, started = processor_seconds(pid), time.perf_counter()
        for _ in range(calls):
            answered = 0
            async for message in ask(request):
                answered += len(BatchPriceClaimsResponse.FromString(message).results)
            if answered != size:
                raise RuntimeError(f"{answered} of {size} claims were answered")
        seconds = time.perf_counter() - started
    return size * calls / seconds, (processor_seconds(pid) - used) / (size * calls) * 1e6
