"""From the start of `avtalt serve` to its first answer, by the size of the register and the number of workers."""

import time
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Any

import grpc

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimResponse
from benchmarks.claims import three_lines
from benchmarks.figures import Figure
from benchmarks.processes import served
from benchmarks.registers import fill
from benchmarks.server import PRICE

PROVIDERS = (60, 10_000, 100_000)
WORKERS = (1, 2)
ROUNDS = 5
SECONDS = 120
AT_ONCE = tuple((f"grpc.{which}_reconnect_backoff_ms", 20) for which in ("initial", "min", "max"))
"""A client that tries again every 20 milliseconds, so that its waiting is not measured."""


def figures(providers: Sequence[int] = PROVIDERS, rounds: int = ROUNDS) -> list[Figure]:
    """The seconds until a claim is answered by a process that was not there."""
    found = []
    with TemporaryDirectory(prefix="avtalt-bench-") as folder:
        for number in providers:
            url = f"sqlite:///{folder}/{number}.db"
            fill(url, number)
            for workers in WORKERS:
                named = "worker" if workers == 1 else "workers"
                values = tuple(first_answer(url, workers) for _ in range(rounds))
                found.append(Figure(f"start to first answer, {number:,} providers, {workers} {named}", "s", values))
    return found


def first_answer(url: str, workers: int) -> float:
    """Start a server, ask it until it answers, and stop it."""
    started = time.perf_counter()
    with served(url, workers) as target, grpc.insecure_channel(target, options=AT_ONCE) as channel:
        ask: Any = channel.unary_unary(PRICE, response_deserializer=PriceClaimResponse.FromString)
        answer = ask(three_lines().SerializeToString(), wait_for_ready=True, timeout=SECONDS)
        seconds = time.perf_counter() - started
    if not answer.decision.lines:
        raise RuntimeError(f"the first answer is {answer.decision}")
    return seconds
