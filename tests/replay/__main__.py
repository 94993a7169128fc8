"""`python -m tests.replay`: the whole length of it, on a database of each kind."""

import argparse
import sys
import time

from registry.migrate import migrate
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING
from tests.replay.replay import replay


def main() -> None:
    """Replay, and say what came of it; exit code 1 when a decision came otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--corrections", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=BACKENDS, action="append")
    chosen = parser.parse_args()
    differing = 0
    for backend in chosen.database or BACKENDS:
        started = time.monotonic()
        with empty_database(backend) as url:
            if url is None:
                sys.exit(MISSING)
            migrate(url)
            found = replay(url, chosen.decisions, chosen.corrections, chosen.seed)
        differing += found.differing
        print(
            f"{backend}: {found.decisions} decisions from {found.revisions} revisions, asked for again after "
            f"{found.corrections} corrections and a restart: {found.differing} came otherwise. "
            f"From the newest revision {found.otherwise_now} would be otherwise. "
            f"{time.monotonic() - started:.0f} seconds."
        )
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
