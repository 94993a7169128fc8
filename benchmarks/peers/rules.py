"""Our core and handler beside rule engines: the same claim, and the same øre, or no figures."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks.claims import patients, three_lines
from benchmarks.figures import Figure, ratio
from benchmarks.peers import environment
from benchmarks.peers.question import Effort, our_answers, question
from benchmarks.server import demo_context
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim
from service.rpc.servicers import wire_handler

PEERS = {"in_zen": "GoRules Zen", "in_openfisca": "OpenFisca"}
UNIT, MICRO = "µs/claim", 1e6
CORE = "avtalt, core, priced anew"
FULL_EFFORT = Effort()


def figures(effort: Effort = FULL_EFFORT) -> list[Figure]:
    """Microseconds of the processor for a claim, ours first; raises when a peer's answer is not ours to the øre."""
    found = _ours(effort)
    asked, expected = question(effort), our_answers()
    for program, name in PEERS.items():
        for way, told in environment.ask(program, asked).items():
            if told["answers"] != expected:
                raise RuntimeError(f"{name}, {way}: {told['answers']} øre, and we answer {expected}")
            found.append(Figure(f"{name}, {way}", UNIT, tuple(told["rounds"])))
    return [*found, *(ratio(f"{each.name} / {CORE}", each, found[0]) for each in found[1:])]


def _ours(effort: Effort) -> list[Figure]:
    context = demo_context()
    claim, handle = read_claim(three_lines().claim, context.tariffs.region_numbers), wire_handler("PriceClaim")
    others = list(patients(effort.times))

    def core() -> Any:
        for _ in range(effort.times):
            price_claim(claim, context.snapshot, context.tariffs)

    def handler() -> Any:
        for request in others:
            handle(request, context)

    ways: dict[str, Callable[[], Any]] = {CORE: core, "avtalt, the whole handler, other patients": handler}
    return [Figure(name, UNIT, _rounds(work, effort)) for name, work in ways.items()]


def _rounds(work: Callable[[], Any], effort: Effort) -> tuple[float, ...]:
    found = []
    for _ in range(effort.rounds):
        started = time.process_time()
        work()
        found.append((time.process_time() - started) / effort.times * MICRO)
    return tuple(found)
