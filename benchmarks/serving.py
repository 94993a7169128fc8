"""A server of one register, and rounds of calls to it with claims of performers from all over the register."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import grpc

from avtalt.v1.claim_pb2 import Claim
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, PriceClaimRequest
from benchmarks.batch import send_batch
from benchmarks.claims import three_lines
from benchmarks.held import Measured
from benchmarks.load import processor_seconds, send
from benchmarks.registers import performers
from benchmarks.server import PRICE, READY, measured_server
from benchmarks.spread import SPREADS, Performers, other_patients

MICRO = 1e6


@dataclass(frozen=True, slots=True)
class Load:
    """How much is done: in how many rounds, how many calls or claims in each, and of how many performers."""

    in_memory_rounds: int = 9
    rounds: int = 7
    calls: int = 4_000
    in_flight: int = 8
    performers: int = 200
    batch_rounds: int = 3
    batch_claims: int = 10_000
    batch_performers: int = 100

    @property
    def all_performers(self) -> int:
        """How many performers are asked about; those of each round of batches have not been asked about before."""
        return self.performers + self.batch_rounds * self.batch_performers


class Served:
    """A server of one register, and the performers that it is asked about."""

    def __init__(self, target: str, pid: int, found: Performers, load: Load) -> None:
        """Ask the server of an address and a process about some performers."""
        self._target, self._pid, self._load = target, pid, load
        self._batched = found[load.performers :] or found
        claims = other_patients(found[: load.performers], load.calls)
        self._unary = [PriceClaimRequest(claim=claim).SerializeToString() for claim in claims]

    @classmethod
    @contextmanager
    def of(cls, url: str, load: Load) -> Iterator[Self]:
        """The register at a URL, served until the end of the block."""
        with measured_server(url) as (target, pid):
            yield cls(target, pid, performers(url, load.all_performers), load)

    async def unary(self) -> Measured:
        """Ready-made replies, and then claims of other patients; every performer has been asked about before."""
        ready = await self._send(READY, [three_lines().SerializeToString()])
        priced = await self._send(PRICE, self._unary)
        return {
            "ready-made reply [calls/s]": ready[0],
            "PriceClaim [calls/s]": priced[0],
            "PriceClaim [server µs/call]": priced[1],
            "PriceClaim / ready-made, throughput []": priced[0] / ready[0],
            "PriceClaim / ready-made, by server time []": ready[1] / priced[1],
        }

    async def batches(self, number: int) -> Measured:
        """One batch of each spread, of performers that no earlier round has asked about."""
        count = self._load.batch_performers
        found = [self._batched[(number * count + place) % len(self._batched)] for place in range(count)]
        measured: Measured = {}
        for name, spread in SPREADS.items():
            speed, cost = await self._batch(spread(found, self._load.batch_claims))
            measured[f"a batch, {name} [claims/s]"] = speed
            measured[f"a batch, {name} [server µs/claim]"] = cost
        return measured

    async def _send(self, method: str, requests: Sequence[bytes]) -> tuple[float, float]:
        """Calls a second, and the microseconds of the server's processor for each."""
        told = await send(self._target, method, requests, self._load.calls, self._pid, self._load.in_flight)
        return told.calls_per_second, told.server_microseconds

    async def _batch(self, claims: Sequence[Claim]) -> tuple[float, float]:
        """Claims a second, and the microseconds of the server's processor for each."""
        request = BatchPriceClaimsRequest(claims=claims).SerializeToString()
        async with grpc.aio.insecure_channel(self._target) as channel:
            await channel.channel_ready()
            used, started = processor_seconds(self._pid), time.perf_counter()
            await send_batch(channel, request, len(claims))
            seconds = time.perf_counter() - started
            return len(claims) / seconds, (processor_seconds(self._pid) - used) / len(claims) * MICRO
