"""How soon a write that one process has committed is seen by another, on each kind of database."""

import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from registry.demo.generator import demo_records
from registry.migrate import migrate
from registry.period import Period
from registry.records import Coverage, CoverageKind
from registry.store import Store
from service.logs import set_up_logs
from service.register import Register
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

WRITES = 400
LONGEST_PAUSE_SECONDS = 0.03
POLL_SECONDS = 1.0
PERCENT = 100


def main(providers: int = 10_000) -> None:
    """Measure on SQLite, and on PostgreSQL when its server is installed."""
    table = Table("commit to visible in another process, ms", "median", "p95", "p99", "most")
    for backend in BACKENDS:
        with empty_database(backend, fsync=True) as url:
            if url is None:
                table.add_row(backend, MISSING, "", "", "")
                continue
            found = sorted(milliseconds(url, providers))
            cuts = quantiles(found, n=PERCENT)
            table.add_row(
                f"{backend}, {providers:,} providers, {len(found)} writes",
                *(f"{value:.1f}" for value in (median(found), cuts[94], cuts[98], found[-1])),
            )
    Console(width=110).print(table)


def milliseconds(url: str, providers: int) -> list[float]:
    """For each write, the time from its commit until a process that follows the register answers from it."""
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
    for number in range(WRITES):
        told = Coverage(CoverageKind.MUNICIPAL_FUNDING, "0301", Period(), f"write {number}")
        revision = store.write([told], note="n").number
        committed[revision] = time.monotonic()
        time.sleep(chance.random() * LONGEST_PAUSE_SECONDS)
    time.sleep(POLL_SECONDS * 2)
    store.close()
    follower.stdin.close()
    seen = [line.split() for line in follower.stdout]
    follower.wait(timeout=30)
    reached = [(int(revision), float(moment)) for revision, moment in seen]
    return [
        max(0.0, min(moment for number, moment in reached if number >= revision) - start) * 1000
        for revision, start in committed.items()
    ]


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
