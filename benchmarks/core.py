"""The pricing core alone: one three-line claim, in process."""

import time
from statistics import median

from benchmarks.claims import three_lines
from benchmarks.server import demo_context
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim
from service.rpc.servicers import find_handler

ROUNDS = 15
CLAIMS = 2000


def core_microseconds() -> tuple[float, float]:
    """Microseconds for one claim: the core, and the whole handler with translation and texts."""
    context = demo_context()
    request = three_lines()
    claim = read_claim(request.claim, context.tariffs.region_numbers)
    handle = find_handler("PriceClaim")
    core, whole = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(CLAIMS):
            price_claim(claim, context.snapshot, context.tariffs)
        core.append((time.perf_counter() - started) / CLAIMS * 1e6)
        started = time.perf_counter()
        for _ in range(CLAIMS):
            handle(request, context).SerializeToString()
        whole.append((time.perf_counter() - started) / CLAIMS * 1e6)
    return median(core), median(whole)
