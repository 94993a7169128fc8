"""
The three-line claim in GoRules Zen; run in the peers' environment, and knows nothing of ours.

What it does: finds each code in a table, or in an expression, and adds up what
the patient and Helfo pay. What it does not: whether the performer may claim at
all, which the register tells; which tariff holds on the day; limits,
companions and codes that exclude each other; the reasons with their paragraphs,
assumptions and notices. It is compiled, so that an expression costs it little;
a table it reads through from the top for each line.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import zen

MICRO = 1e6


def main() -> None:
    """Read the question, and write the answers and how long each took, in microseconds of the processor."""
    asked = json.load(sys.stdin)
    engine = zen.ZenEngine()
    whole, small = (engine.create_decision(json.dumps(asked[name])) for name in ("whole_graph", "small_graph"))
    compiled = zen.compile_expression(asked["expression"])
    ways: dict[str, Callable[[Any], Any]] = {
        "decision table, the whole tariff of the day": lambda claim: whole.evaluate(claim)["result"],
        "decision table, its three codes only": lambda claim: small.evaluate(claim)["result"],
        "compiled expression, its three codes only": compiled.evaluate,
    }
    json.dump({name: _asked(way, asked["claims"], asked) for name, way in ways.items()}, sys.stdout)


def _asked(way: Callable[[Any], Any], claims: list[Any], asked: Any) -> dict[str, Any]:
    """The answers of one way, and its rounds."""
    told = [way(claim) for claim in claims]
    answers = [[answer["patient_ore"], answer["helfo_ore"]] for answer in told]
    return {"answers": answers, "rounds": [_round(way, claims[0], asked["times"]) for _ in range(asked["rounds"])]}


def _round(way: Callable[[Any], Any], claim: Any, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        way(claim)
    return (time.process_time() - started) / times * MICRO


if __name__ == "__main__":
    main()
