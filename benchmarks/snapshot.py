"""The register in memory, at several sizes: built, looked up in, advanced, and priced from."""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.claims import three_lines
from registry.demo.generator import demo_records
from registry.loading import load_snapshot
from registry.migrate import migrate
from registry.records import Performer
from registry.revisions import Revision
from registry.snapshot import Snapshot, advance
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

PROVIDERS = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS, SAMPLE, CLAIMS, ADVANCES = 9, 5_000, 2_000, 50
MICRO, NANO = 1e6, 1e9
HEADINGS = ("database", "build s", "CPU s", "bytes", "look-up ns", "again ns", "advance µs", "core µs")


def main(providers: Sequence[int] = PROVIDERS) -> None:
    """Measure every size on every database, each in a process of its own; times but the first are of the processor."""
    table = Table("providers", *HEADINGS, caption="bytes and look-ups are those of one provider")
    for number in providers:
        for backend in BACKENDS:
            with empty_database(backend) as url:
                if url is None:
                    table.add_row(f"{number:,}", backend, MISSING)
                    continue
                _fill(url, number)
                table.add_row(f"{number:,}", backend, *_measured(url))
    Console(width=110).print(table)


def _fill(url: str, providers: int) -> None:
    migrate(url)
    store = Store(url)
    store.write(demo_records(providers), note="benchmark")
    store.close()


def _measured(url: str) -> list[str]:
    """The figures of one register, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.snapshot", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [str(each) for each in json.loads(done.stdout.splitlines()[-1])]


def measure(url: str) -> list[str]:
    """Build the snapshot at a URL, and measure what is done with it."""
    store = Store(url)
    store.newest()
    before, wall, processor = _held(), time.perf_counter(), time.process_time()
    snapshot = load_snapshot(store)
    built = time.perf_counter() - wall, time.process_time() - processor
    grown = (_held() - before) / snapshot.providers
    store.close()
    return [
        *(f"{each:.2f}" for each in built),
        f"{grown:,.0f}",
        *(f"{each:,.0f}" for each in _look_ups(snapshot)),
        f"{_advance(snapshot):.1f}",
        f"{_core(snapshot):.1f}",
    ]


def _look_ups(snapshot: Snapshot) -> tuple[float, float]:
    """Nanoseconds to find one performer of many, and to find the same one again."""
    numbers = _sample(snapshot, SAMPLE)
    first = numbers[0]
    many = _best(lambda: [snapshot.performer(each) for each in numbers])
    again = _best(lambda: [snapshot.performer(first) for _ in numbers])
    return many / SAMPLE * NANO, again / SAMPLE * NANO


def _advance(snapshot: Snapshot) -> float:
    """Microseconds to take over a revision that renames one performer."""
    (number,) = _sample(snapshot, 1)
    old = _performer(snapshot, number)
    new, revision = replace(old, name="Somebody else"), Revision(2, snapshot.record_time, "")
    return _best(lambda: [advance(snapshot, [old], [new], revision) for _ in range(ADVANCES)]) / ADVANCES * MICRO


def _core(snapshot: Snapshot) -> float:
    """Microseconds to price one three-line claim, each of another performer."""
    tariffs, request = read_tariffs(), three_lines()
    claims = []
    for number in _sample(snapshot, CLAIMS):
        entry = snapshot.performer(number)
        if entry and entry.affiliations:
            request.claim.performer.hpr_number = number
            request.claim.performer.practice_id = entry.affiliations[0].practice_id
            claims.append(read_claim(request.claim, tariffs.region_numbers))
    return _best(lambda: [price_claim(claim, snapshot, tariffs) for claim in claims]) / len(claims) * MICRO


def _sample(snapshot: Snapshot, count: int) -> list[str]:
    """Some of the performers, whichever those are."""
    return random.Random(1).choices(sorted(snapshot.performers), k=count)


def _performer(snapshot: Snapshot, number: str) -> Performer:
    entry = snapshot.performer(number)
    if entry is None:
        raise LookupError(number)
    return entry.performer


def _best(work: Callable[[], object]) -> float:
    """The least seconds of the processor that some work takes."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def _held() -> int:
    """The memory that this process holds now, in bytes, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
