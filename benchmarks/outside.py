"""
Unary PriceClaim beside a ready-made reply, asked by h2load: what the server does when the client costs little.

One moment is asked about in all calls, so that all answers are of one length.
"""

from typing import Any

import grpc

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest, PriceClaimResponse
from avtalt.v1.decision_pb2 import OUTCOME_APPROVED
from benchmarks.claims import three_lines
from benchmarks.figures import Figure, left_out, ratio
from benchmarks.h2load import MISSING, Answered, WrongAnswersError, find_h2load, run_h2load
from benchmarks.load import percentiles, processor_seconds, times
from benchmarks.server import MOMENT, PRICE, READY, Measured, measured_servers
from benchmarks.unary import READY_MADE, ROUNDS, SAME, WORKERS, even

METHODS = {READY_MADE: READY, SAME: PRICE}
SHAPES = {1: {1: (1, 1), 8: (4, 2), 64: (16, 4)}, 2: {8: (8, 1), 64: (16, 4)}}
"""For each number of workers: calls in flight, and the connections and streams that they come on."""

CALLS = {1: 3_000, 8: 12_000, 64: 12_000}
MOST_TRIES = 20
SECONDS = 30


def figures(calls: dict[int, int] = CALLS, rounds: int = ROUNDS) -> list[Figure]:
    """What a call takes with one and with two workers; nothing where h2load is not installed."""
    if find_h2load() is None:
        left_out(MISSING)
        return []
    found: list[Figure] = []
    for workers, shapes in SHAPES.items():
        with measured_servers(workers) as measured:
            replies = {name: checked_reply(measured.target, method) for name, method in METHODS.items()}
            for in_flight in (each for each in shapes if each in calls):
                found += _compared(measured, replies, in_flight, calls[in_flight], rounds)
    return found


def request_at(moment: int = MOMENT) -> PriceClaimRequest:
    """The ordinary claim, asked about at a moment, so that equal calls have equal answers."""
    request = three_lines()
    request.read.evaluated_at.seconds = moment
    return request


def checked_reply(target: str, method: str) -> bytes:
    """What a server answers to one real client; raises `WrongAnswersError` unless it approves each line."""
    request = request_at()
    with grpc.insecure_channel(target) as channel:
        ask: Any = channel.unary_unary(method)
        reply: bytes = ask(request.SerializeToString(), timeout=SECONDS)
    decision = PriceClaimResponse.FromString(reply).decision
    right = decision.claim_id == request.claim.claim_id and len(decision.lines) == len(request.claim.lines)
    if not right or decision.outcome != OUTCOME_APPROVED:
        raise WrongAnswersError(f"the claim was to be approved, and the answer is {decision}")
    return reply


def _compared(measured: Measured, replies: dict[str, bytes], in_flight: int, calls: int, rounds: int) -> list[Figure]:
    """The figures of each method at one number in flight, and how they compare."""
    found: list[Figure] = []
    speeds, costs = {}, {}
    answered: dict[str, list[tuple[Answered, float]]] = {name: [] for name in replies}
    for number in range(rounds + 1):  # the first one warms up
        for name, reply in replies.items():
            done = _round(measured, METHODS[name], reply, in_flight, calls)
            if number:
                answered[name].append(done)
    where = f"{in_flight} in flight{WORKERS[len(measured.workers)]}, h2load"
    for name, each in answered.items():
        speeds[name] = Figure(f"{name}, {where}", "calls/s", tuple(run.calls_per_second for run, _ in each))
        costs[name] = Figure(f"{name}, {where}", "server µs/call", tuple(cost for _, cost in each))
        found += [speeds[name], costs[name], *times(f"{name}, {where}", [percentiles(run.seconds) for run, _ in each])]
    compared = f"{SAME} / ready-made, {where}"
    found.append(ratio(f"{compared}, throughput", speeds[SAME], speeds[READY_MADE]))
    found.append(ratio(f"{compared}, by server time", costs[READY_MADE], costs[SAME]))
    return found


def _round(measured: Measured, method: str, reply: bytes, in_flight: int, calls: int) -> tuple[Answered, float]:
    """
    One run and the server's microseconds for each call; every answer is checked.

    The system gives connections to workers by chance, and h2load sends as many
    calls on each, so a run in which they came out uneven is made again.
    """
    connections, streams = SHAPES[len(measured.workers)][in_flight]
    options = ("-n", str(calls), "-c", str(connections), "-m", str(streams))
    for _ in range(MOST_TRIES):
        before, used = measured.calls(), processor_seconds(*measured.pids)
        answered = run_h2load(f"http://{measured.target}{method}", request_at().SerializeToString(), *options)
        answered.check(calls, reply)
        cost = (processor_seconds(*measured.pids) - used) / calls * 1e6
        taken = [after - ago for after, ago in zip(measured.calls(), before, strict=True)]
        if even(taken):
            return answered, cost
    raise RuntimeError(f"in {MOST_TRIES} runs the workers never took even parts of the calls")
