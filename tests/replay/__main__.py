"""`python -m tests.replay`: the whole length of it, on a database of each kind."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from registry.migrate import migrate
from tests.databases import BACKENDS
from tests.postgres import MISSING, find_server, running_server
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
        with _empty(backend) as url:
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


@contextmanager
def _empty(backend: str) -> Iterator[str]:
    """The URL of a database that is gone afterwards."""
    if backend == "sqlite":
        with tempfile.TemporaryDirectory(prefix="avtalt-replay-") as folder:
            yield f"sqlite:///{folder}/register.db"
        return
    programs = find_server()
    if programs is None:
        sys.exit(MISSING)
    with running_server(programs) as server:
        yield server.format(name="postgres")


if __name__ == "__main__":
    main()
