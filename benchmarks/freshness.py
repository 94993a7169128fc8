"""How soon a write that one process has committed is seen by another, on each kind of database."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from benchmarks.figures import Figure, left_out
from benchmarks.load import percentiles, times
from registry.demo.generator import demo_records
from registry.migrate import migrate
from registry.period import Period
from registry.records import Coverage, CoverageKind
from registry.store import Store
from service.logs import set_up_logs
from service.register import Register
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

PROVIDERS = 10_000
WRITES = 400
ROUNDS = 3
LONGEST_PAUSE_SECONDS = 0.03
POLL_SECONDS = 1.0


def figures(
    providers: int = PROVIDERS, writes: int = WRITES, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> list[Figure]:
    """From a commit until it is seen, on SQLite, and on PostgreSQL when its server is installed."""
    found: list[Figure] = []
    for backend in backends:
        with empty_database(backend, fsync=True) as url:
            if url is None:
                left_out(MISSING)
                continue
            seconds = delays(url, providers, writes * rounds)
        parts = [percentiles(seconds[number * writes : (number + 1) * writes]) for number in range(rounds)]
        found += times(f"commit to visible, {backend}, {providers:,} providers", parts)
    return found


def delays(url: str, providers: int, writes: int) -> list[float]:
    """For each write, the seconds from its commit until a process that follows the register answers from it."""
    migrate(url)
    store = Store(url)
    store.write(demo_records(providers), note="start")
    follower = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.freshness", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if follower.stdin is None or follower.stdout is None:
        raise RuntimeError("the follower has no pipes")
    follower.stdout.readline()
    committed: dict[int, float] = {}
    chance = random.Random(1)
    for number in range(writes):
        told = Coverage(CoverageKind.MUNICIPAL_FUNDING, "0301", Period(), f"write {number}")
        revision = store.write([told], note="n").number
        committed[revision] = time.monotonic()
        time.sleep(chance.random() * LONGEST_PAUSE_SECONDS)
    time.sleep(POLL_SECONDS * 2)
    store.close()
    follower.stdin.close()
    seen = [line.split() for line in follower.stdout]
    follower.wait(timeout=30)
    follower.stdout.close()
    reached = [(int(revision), float(moment)) for revision, moment in seen]
    return [delay(revision, start, reached) for revision, start in committed.items()]


def delay(revision: int, committed: float, reached: Sequence[tuple[int, float]]) -> float:
    """
    Seconds from a commit until the follower was at its revision or a later one, by what it told.

    The follower may be there before the writer has looked at the clock. A
    revision that it never reached ends the run.
    """
    moments = [moment for number, moment in reached if number >= revision]
    if not moments:
        raise RuntimeError(f"revision {revision} was never seen")
    return max(0.0, min(moments) - committed)


def follow(url: str) -> None:
    """Follow a register until standard input ends, and tell when each revision was reached."""
    register, stop = Register(url), threading.Event()
    reached: list[tuple[int, float]] = []
    register.on_advance(lambda: reached.append((register.snapshot.revision, time.monotonic())))
    follower = threading.Thread(target=register.follow, args=(POLL_SECONDS, stop))
    follower.start()
    print("following", flush=True)
    with suppress(KeyboardInterrupt):
        sys.stdin.read()
    stop.set()
    follower.join()
    for revision, moment in reached:
        print(revision, moment)
    register.close()


if __name__ == "__main__":
    set_up_logs("json", "warning")
    follow(sys.argv[-1])
