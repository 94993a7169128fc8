"""
`make bench`: how fast it is.

`make bench` measures unary PriceClaim beside a ready-made reply, pricing in process,
and batches. ARGS chooses one thing:

* `price`: the first two; `outside`: unary calls too, sent by h2load
* `batch`: diaries of 1 to 10,000 claims in one call each, and unary calls beside them
* `freshness`: how soon a write of one process is seen by another
* `register`: a register of a million agreements imported and loaded
* `snapshot`: registers of up to a million providers in memory
* `reprice`: archives of 100,000 and 1,000,000 claims priced again
* `all`: each of these, one after the other
"""

import argparse
from collections.abc import Callable, Sequence

from benchmarks import batch, freshness, outside, register, repricing, snapshot, unary
from benchmarks.figures import Figure, tell

FIGURES: dict[str, Callable[[], Sequence[Figure]]] = {
    "price": unary.figures,
    "batch": batch.figures,
    "outside": outside.figures,
    "freshness": freshness.figures,
}
PRINTED = ("register", "snapshot", "reprice")
WITHOUT_ARGS = ("price", "batch")
ALL = "all"


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument("what", nargs="?", choices=(*FIGURES, *PRINTED, ALL))
    parser.add_argument("--providers", type=int, help="for freshness and snapshot: how large the register is")
    parser.add_argument("--agreements", type=int, default=register.AGREEMENTS, help="for register: how many it has")
    parser.add_argument(
        "--claims", type=int, nargs="+", default=repricing.SIZES, help="for reprice: how many there are"
    )
    chosen = parser.parse_args()
    for what in {None: WITHOUT_ARGS, ALL: (*FIGURES, *PRINTED)}.get(chosen.what, (chosen.what,)):
        measure(what, chosen)


def measure(what: str, chosen: argparse.Namespace) -> None:
    """Measure one thing, and print it."""
    match what:
        case "freshness":
            tell(what, freshness.figures(chosen.providers or freshness.PROVIDERS))
        case "register":
            register.main(chosen.agreements)
        case "snapshot":
            snapshot.main([chosen.providers] if chosen.providers else snapshot.PROVIDERS)
        case "reprice":
            repricing.main(chosen.claims)
        case _:
            tell(what, FIGURES[what]())


if __name__ == "__main__":
    main()
