"""From the start of `avtalt serve` to its first answer, by the size of the register and the number of workers."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import grpc

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimResponse
from benchmarks.claims import three_lines
from benchmarks.figures import Figure
from benchmarks.registers import fill
from service.sockets import reserved

PROVIDERS = (60, 10_000, 100_000)
WORKERS = (1, 2)
ROUNDS = 5
HOST = "127.0.0.1"
PRICE = "/avtalt.v1.ClaimPricingService/PriceClaim"
SECONDS = 120
AT_ONCE = tuple((f"grpc.{which}_reconnect_backoff_ms", 20) for which in ("initial", "min", "max"))
"""A client that tries again every 20 milliseconds, so that its waiting is not measured."""

AVTALT = Path(sys.executable).parent / "avtalt"


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
    with reserved(HOST, 0) as port:
        target = f"{HOST}:{port}"
    where = ("--database", url, "--port", str(port))
    command = [str(AVTALT), "serve", *where, "--workers", str(workers), "--log-level", "error"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        channel = grpc.insecure_channel(target, options=AT_ONCE)
        try:
            ask: Any = channel.unary_unary(PRICE, response_deserializer=PriceClaimResponse.FromString)
            answer = ask(three_lines().SerializeToString(), wait_for_ready=True, timeout=SECONDS)
            seconds = time.perf_counter() - started
        finally:
            channel.close()
            server.terminate()
    if not answer.decision.lines:
        raise RuntimeError(f"the first answer is {answer.decision}")
    return seconds
