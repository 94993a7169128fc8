"""Pricing in process: a claim priced anew by the core, by kind, and one answered as an equal one was before."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks.claims import kinds, patients, three_lines
from benchmarks.figures import Figure
from benchmarks.server import demo_context
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.read_claim import read_claim
from service.rpc.servicers import wire_handler

ROUNDS = 15
CLAIMS = 1000


def core_figures() -> list[Figure]:
    """Microseconds of processor time per claim."""
    context = demo_context()
    found = []
    for name, (message, explained) in kinds().items():
        claim = read_claim(message, context.tariffs.region_numbers)

        def price(claim: Any = claim, *, explained: bool = explained) -> Any:
            return price_claim(claim, context.snapshot, context.tariffs, trace=Trace() if explained else SILENT)

        found.append(_timed(f"core, priced anew: {name}", price))
    handle, same, others = wire_handler("PriceClaim"), three_lines(), iter(patients(ROUNDS * CLAIMS))
    found.append(_timed("handler, the same claim", lambda: handle(same, context)))
    found.append(_timed("handler, other patients", lambda: handle(next(others), context)))
    return found


def _timed(name: str, do: Callable[[], Any]) -> Figure:
    values = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(CLAIMS):
            do()
        values.append((time.process_time() - started) / CLAIMS * 1e6)
    return Figure(name, "µs", tuple(values))
