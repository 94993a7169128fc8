"""`python -m tests.second_pricer`: random claims, priced twice; the first one that differs is told."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.second_pricer.comparing import compare

CHUNK = 500


def main() -> None:
    """Compare, and say what came of it; exit code 1 when the two pricers differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.second_pricer", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    started, compared = time.monotonic(), 0
    sizes = [min(CHUNK, chosen.claims - done) for done in range(0, chosen.claims, CHUNK)]
    seeds = [f"{chosen.seed}.{number}" for number in range(len(sizes))]
    with ProcessPoolExecutor(chosen.processes) as pool:
        for found in pool.map(compare, sizes, seeds):
            compared += found.equal
            _progress(compared, chosen.claims)
            if found.difference:
                pool.shutdown(wait=False, cancel_futures=True)
                sys.exit(f"\nThe two pricers differ.\n{found.difference}")
    print(f"{compared} claims priced twice, seed {chosen.seed}: all equal. {time.monotonic() - started:.0f} seconds.")


def _progress(done: int, of: int) -> None:
    """One line that is written over, for whoever watches a terminal."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of}", end="\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
