"""
Unary PriceClaim beside a ready-made reply of the same size from the same server, with one and two workers.

The client is one process. With two workers it is what holds the throughput down
on a machine of two cores; `benchmarks/outside.py` asks with one that costs less.
"""

import asyncio
from collections.abc import Mapping, Sequence

import grpc

from benchmarks.channels import even_channels
from benchmarks.claims import patients, three_lines
from benchmarks.core import core_figures
from benchmarks.figures import Figure, ratio
from benchmarks.load import Round, send_on, times
from benchmarks.server import PRICE, READY, Measured, measured_servers

WORKERS = {1: "", 2: ", two workers"}
ROUNDS = 5
CALLS = {1: 1_500, 8: 6_000, 64: 6_000}
CHANNELS = 4
PATIENTS = 1_000
READY_MADE, SAME, OTHERS = "ready-made reply", "PriceClaim, same claim", "PriceClaim, other patients"

Rounds = dict[str, list[Round]]


def figures() -> list[Figure]:
    """What a call takes, at several numbers in flight, and what pricing takes by itself."""
    calls = [figure for workers in WORKERS for figure in call_figures(workers)]
    return [*calls, *core_figures()]


def call_figures(workers: int, calls: Mapping[int, int] = CALLS, rounds: int = ROUNDS) -> list[Figure]:
    """What a call to so many workers takes, by how many are in flight; `calls` has how many a round sends of each."""
    return asyncio.run(_calls(workers, calls, rounds))


async def _calls(workers: int, calls: Mapping[int, int], rounds: int) -> list[Figure]:
    same, others = [three_lines().SerializeToString()], [each.SerializeToString() for each in patients(PATIENTS)]
    asked = {READY_MADE: (READY, same), SAME: (PRICE, same), OTHERS: (PRICE, others)}
    found: list[Figure] = []
    with measured_servers(workers) as measured:
        for in_flight, count in calls.items():
            gone: Rounds = {name: [] for name in asked}
            async with even_channels(measured, min(in_flight, CHANNELS)) as channels:
                for number in range(rounds + 1):  # the first one warms up
                    for name, (method, requests) in asked.items():
                        done = await _round(measured, channels, method, requests, count, in_flight)
                        if number:
                            gone[name].append(done)
            found += _figures(gone, f"{in_flight} in flight{WORKERS[workers]}")
    return found


async def _round(
    measured: Measured,
    channels: Sequence[grpc.aio.Channel],
    method: str,
    requests: Sequence[bytes],
    count: int,
    in_flight: int,
) -> Round:
    """One round, of which every worker must have taken a part."""
    before = measured.calls()
    done = await send_on(channels, method, requests, count, measured.pids, in_flight)
    taken = [after - ago for after, ago in zip(measured.calls(), before, strict=True)]
    if not even(taken):
        raise RuntimeError(f"the workers did not take even parts of the calls: {taken}")
    return done


def even(taken: Sequence[int]) -> bool:
    """Whether no worker has taken less than half as many calls as another."""
    return min(taken) * 2 >= max(taken)


def _figures(gone: Rounds, where: str) -> list[Figure]:
    """The figures of each method, and how they compare with the ready-made reply."""
    found: list[Figure] = []
    throughput, cost = {}, {}
    for name, rounds in gone.items():
        throughput[name] = Figure(f"{name}, {where}", "calls/s", tuple(each.calls_per_second for each in rounds))
        cost[name] = Figure(f"{name}, {where}", "server µs/call", tuple(each.server_microseconds for each in rounds))
        found += [throughput[name], cost[name], *times(f"{name}, {where}", [each.milliseconds for each in rounds])]
    for name in (SAME, OTHERS):
        compared = f"{name} / ready-made, {where}"
        found.append(ratio(f"{compared}, throughput", throughput[name], throughput[READY_MADE]))
        found.append(ratio(f"{compared}, by server time", cost[READY_MADE], cost[name]))
    return found
