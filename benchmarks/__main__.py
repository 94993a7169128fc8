"""
`make bench`: how fast it is.

`make bench` measures unary PriceClaim beside a ready-made reply, and pricing in
process; ARGS=batch, diaries of 1 to 10,000 claims in one call each, and unary calls
beside them; ARGS=freshness, how soon a write of one process is seen by another;
ARGS=register, a register of a million agreements imported and loaded; ARGS=snapshot,
registers of up to a million providers in memory; ARGS=growth, registers of these sizes
served, side by side; ARGS=reprice, archives of 100,000 and 1,000,000 claims priced
again; ARGS=peers, the same questions put to other programs.
"""

import argparse

from benchmarks import batch, freshness, growth, register, repricing, snapshot, unary
from benchmarks.figures import tell
from benchmarks.peers import compare

FRESHNESS_PROVIDERS = 10_000
WHAT = ("price", "batch", "freshness", "register", "snapshot", "growth", "reprice", "peers")


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument("what", nargs="?", choices=WHAT, default="price")
    parser.add_argument(
        "--providers", type=int, nargs="+", help="for freshness, snapshot and growth: how large the register is"
    )
    parser.add_argument("--agreements", type=int, default=register.AGREEMENTS, help="for register: how many it has")
    parser.add_argument(
        "--claims", type=int, nargs="+", default=repricing.SIZES, help="for reprice: how many there are"
    )
    chosen = parser.parse_args()
    match chosen.what:
        case "batch":
            tell("batch", batch.figures())
        case "freshness":
            freshness.main(*(chosen.providers or [FRESHNESS_PROVIDERS]))
        case "register":
            tell("register", register.figures(chosen.agreements))
        case "snapshot":
            tell("snapshot", snapshot.figures(chosen.providers or snapshot.PROVIDERS))
        case "growth":
            tell("growth", growth.figures(chosen.providers or growth.PROVIDERS))
        case "peers":
            tell("peers", compare.figures())
        case "reprice":
            tell("reprice", repricing.figures(chosen.claims))
        case _:
            tell("price", unary.figures())


if __name__ == "__main__":
    main()
