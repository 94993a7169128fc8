"""
One register held in memory by a process of its own, and what is done with it, a round at a time.

The process waits between rounds. So registers of several sizes are measured in
turn, and what else the machine does meanwhile meets all of them.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.claims import three_lines
from registry.loading import load_snapshot
from registry.records import Performer
from registry.revisions import Revision
from registry.snapshot import Snapshot, advance
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim

SAMPLE, CLAIMS, ADVANCES = 5_000, 2_000, 50
MICRO, NANO = 1e6, 1e9

Measured = dict[str, float]
"""Numbers by the name of what was measured, which ends with the unit in brackets."""

BUILT, PROCESSOR, MEMORY = "built [s]", "built, processor [s]", "memory of a provider [bytes]"
LOOK_UP, AGAIN, ADVANCED, CORE = "looked up [ns]", "looked up again [ns]", "advanced [µs]", "core, priced anew [µs]"


class Held:
    """A register in memory of another process: what building it took, and rounds of what is done with it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Wait until it is built."""
        self._process = process
        self.built: Measured = self._told()

    def round(self) -> Measured:
        """Do everything once more, and tell what each took; times are of the processor."""
        if self._process.stdin is None:
            raise RuntimeError("the register's process has no standard input")
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return self._told()

    def _told(self) -> Measured:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the process that held a register in memory has ended")
        told: Measured = json.loads(line)
        return told


@contextmanager
def held(url: str) -> Iterator[Held]:
    """The newest revision of the register at a URL, in a process of its own until the end of the block."""
    command = [sys.executable, "-m", "benchmarks.held", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Held(process)


def main(url: str) -> None:
    """Build the snapshot at a URL and tell what it took; then a round for each line that is read."""
    snapshot, built = _build(url)
    _tell(built)
    rounds = _rounds(snapshot)
    for _ in sys.stdin:
        _tell({name: work() for name, work in rounds.items()})


def _build(url: str) -> tuple[Snapshot, Measured]:
    store = Store(url)
    store.newest()
    before, wall, processor = _memory(), time.perf_counter(), time.process_time()
    snapshot = load_snapshot(store)
    took = time.perf_counter() - wall, time.process_time() - processor
    grown = (_memory() - before) / snapshot.providers
    store.close()
    return snapshot, dict(zip((BUILT, PROCESSOR, MEMORY), (*took, grown), strict=True))


def _rounds(snapshot: Snapshot) -> dict[str, Callable[[], float]]:
    """What is done in each round, by name: one look-up, one revision taken over, one claim priced."""
    numbers, claims = _sample(snapshot, SAMPLE), _claims(snapshot)
    first = numbers[0]
    old = _performer(snapshot, first)
    new, revision, tariffs = replace(old, name="Somebody else"), Revision(2, snapshot.record_time, ""), read_tariffs()
    return {
        LOOK_UP: partial(_each, lambda: [snapshot.performer(each) for each in numbers], NANO / len(numbers)),
        AGAIN: partial(_each, lambda: [snapshot.performer(first) for _ in numbers], NANO / len(numbers)),
        ADVANCED: partial(
            _each, lambda: [advance(snapshot, [old], [new], revision) for _ in range(ADVANCES)], MICRO / ADVANCES
        ),
        CORE: partial(_each, lambda: [price_claim(claim, snapshot, tariffs) for claim in claims], MICRO / len(claims)),
    }


def _each(work: Callable[[], object], factor: float) -> float:
    """The seconds of the processor that some work takes, times a factor."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * factor


def _claims(snapshot: Snapshot) -> list[Any]:
    """Three-line claims, each of another performer, whoever has a practice."""
    tariffs, request, claims = read_tariffs(), three_lines(), []
    for number in _sample(snapshot, CLAIMS):
        entry = snapshot.performer(number)
        if entry and entry.affiliations:
            request.claim.performer.hpr_number = number
            request.claim.performer.practice_id = entry.affiliations[0].practice_id
            claims.append(read_claim(request.claim, tariffs.region_numbers))
    return claims


def _sample(snapshot: Snapshot, count: int) -> list[str]:
    """Some of the performers, whichever those are."""
    return random.Random(1).choices(sorted(snapshot.performers), k=count)


def _performer(snapshot: Snapshot, number: str) -> Performer:
    entry = snapshot.performer(number)
    if entry is None:
        raise LookupError(number)
    return entry.performer


def _memory() -> int:
    """The memory that this process holds now, in bytes, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _tell(told: Measured) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
