"""Unary PriceClaim beside a ready-made reply of the same size from the same server, and the core alone."""

import asyncio

from benchmarks.claims import patients, three_lines
from benchmarks.core import core_figures
from benchmarks.figures import Figure, ratio
from benchmarks.load import Round, send, times
from benchmarks.server import READY, measured_server

PRICE = "/avtalt.v1.ClaimPricingService/PriceClaim"
IN_FLIGHT = (1, 8, 64)
ROUNDS = 5
CALLS = {1: 2_000, 8: 8_000, 64: 8_000}
READY_MADE, SAME, OTHERS = "ready-made reply", "PriceClaim, same claim", "PriceClaim, other patients"


def figures() -> list[Figure]:
    """What a call takes, at several numbers in flight, and what pricing takes by itself."""
    return [*asyncio.run(_calls()), *core_figures()]


async def _calls() -> list[Figure]:
    same, others = [three_lines().SerializeToString()], [each.SerializeToString() for each in patients(1_000)]
    asked = {READY_MADE: (READY, same), SAME: (PRICE, same), OTHERS: (PRICE, others)}
    found: list[Figure] = []
    with measured_server() as (target, pid):
        for in_flight in IN_FLIGHT:
            rounds: dict[str, list[Round]] = {name: [] for name in asked}
            for number in range(ROUNDS + 1):
                for name, (method, requests) in asked.items():
                    measured = await send(target, method, requests, CALLS[in_flight], pid, in_flight)
                    if number:
                        rounds[name].append(measured)
            found += _figures(rounds, in_flight)
    return found


def _figures(rounds: dict[str, list[Round]], in_flight: int) -> list[Figure]:
    """The figures of each method, and how they compare with the ready-made reply."""
    found: list[Figure] = []
    throughput, cost = {}, {}
    for name, measured in rounds.items():
        where = f"{name}, {in_flight} in flight"
        throughput[name] = Figure(where, "calls/s", tuple(each.calls_per_second for each in measured))
        cost[name] = Figure(where, "server µs/call", tuple(each.server_microseconds for each in measured))
        found += [throughput[name], cost[name]]
        found += times(where, [each.milliseconds for each in measured])
    for name in (SAME, OTHERS):
        where = f"{name} / ready-made, {in_flight} in flight"
        found.append(ratio(f"{where}, throughput", throughput[name], throughput[READY_MADE]))
        found.append(ratio(f"{where}, by server time", cost[READY_MADE], cost[name]))
    return found
