"""
`make bench`: how fast it is.

`make bench` measures unary PriceClaim beside a ready-made reply, pricing in process,
and batches. ARGS chooses one thing:

* `price`: the first two; `outside`: unary calls too, sent by h2load
* `batch`: diaries of 1 to 10,000 claims in one call each, and unary calls beside them
* `overload`: accepted and refused calls at three times the capacity
* `writes`: calls at half load, with a write every tenth of a second and without
* `restarts`: calls answered and failed while workers die and are replaced
* `start`: from the start of a server to its first answer
* `freshness`: how soon a write of one process is seen by another
* `register`: a register of a million agreements imported and loaded
* `snapshot`: registers of up to a million providers in memory
* `growth`: registers of these sizes served, side by side
* `reprice`: archives of 100,000 and 1,000,000 claims priced again
* `peers`: the same questions put to other programs
* `all`: each of these, one after the other
"""

import argparse
from collections.abc import Callable, Sequence

from benchmarks import (
    batch,
    freshness,
    growth,
    outside,
    overload,
    register,
    repricing,
    restarts,
    snapshot,
    starting,
    unary,
    writes,
)
from benchmarks.figures import Figure, tell
from benchmarks.peers import compare

Chosen = argparse.Namespace
FIGURES: dict[str, Callable[[Chosen], Sequence[Figure]]] = {
    "price": lambda _: unary.figures(),
    "batch": lambda _: batch.figures(),
    "outside": lambda _: outside.figures(),
    "overload": lambda _: overload.figures(),
    "writes": lambda chosen: writes.figures(*(chosen.providers or [])[:1]),
    "restarts": lambda chosen: restarts.figures(*(chosen.providers or [])[:1]),
    "start": lambda chosen: starting.figures(chosen.providers or starting.PROVIDERS),
    "freshness": lambda chosen: freshness.figures(*(chosen.providers or [])[:1]),
    "register": lambda chosen: register.figures(chosen.agreements),
    "snapshot": lambda chosen: snapshot.figures(chosen.providers or snapshot.PROVIDERS),
    "growth": lambda chosen: growth.figures(chosen.providers or growth.PROVIDERS),
    "reprice": lambda chosen: repricing.figures(chosen.claims),
    "peers": lambda _: compare.figures(),
}
WITHOUT_ARGS = ("price", "batch")
ALL = "all"


def main() -> None:
    """Measure what is asked for, print it, and keep it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument("what", nargs="?", choices=(*FIGURES, ALL))
    parser.add_argument(
        "--providers",
        type=int,
        nargs="+",
        help="how large the register is, for all that has one of a size of its own",
    )
    parser.add_argument("--agreements", type=int, default=register.AGREEMENTS, help="for register: how many it has")
    parser.add_argument(
        "--claims", type=int, nargs="+", default=repricing.SIZES, help="for reprice: how many there are"
    )
    chosen = parser.parse_args()
    for what in {None: WITHOUT_ARGS, ALL: tuple(FIGURES)}.get(chosen.what, (chosen.what,)):
        tell(what, FIGURES[what](chosen))


if __name__ == "__main__":
    main()
