"""Round after round on one register: write, be killed, and look whether everything is there."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from random import Random

from registry.records import Performer
from tests.durability.books import Heap, Intention
from tests.durability.checking import Violation, check
from tests.durability.places import Place
from tests.durability.victims import Victim

MOST_WRITES = 25
LONGEST_DELAY, LONGEST_IMPORT_DELAY = 0.02, 0.4


@dataclass
class Tally:
    """What happened in all rounds, and what went wrong."""

    rounds: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    killed_in: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)


def play(place: Place, rounds: int, seed: int, most_writes: int = MOST_WRITES) -> Tally:
    """Play so many rounds; the same seed aims at the same moments, as far as a clock can."""
    tally, expected = Tally(), list[Intention]()
    with ExitStack() as stack:
        for number, victim in enumerate(_victims(place, rounds, seed, stack), 1):
            _wait(victim, Random(f"{seed} {number}"), most_writes)
            _kill(place, victim, number, tally)
            checked = len(expected)
            _settle(place, victim, number, expected, tally)
            with closing(place.open()) as store:
                tally.violations += check(store, expected, after=checked)
            tally.rounds = number
            if tally.violations:
                return tally
    with closing(place.open()) as store:
        tally.violations += check(store, expected)
    return tally


def _victims(place: Place, rounds: int, seed: int, stack: ExitStack) -> Iterator[Victim]:
    """A writer for each round; the next one gets ready meanwhile, as that takes longer than a round."""
    ready: list[Victim] = []
    for number in range(1, rounds + 1):
        victim = Victim(place.url, place.folder / f"round-{number}", f"{seed}-{number}")
        ready.append(stack.enter_context(closing(victim)))
        yield from ready[-2:-1]
    yield from ready[-1:]


def _wait(victim: Victim, random: Random, most_writes: int) -> None:
    """Let it write until a random moment, which is often in the middle of an import or of a commit."""
    victim.begin()
    aim = random.choice(("anywhere", "import", "import", "commit", "commit"))
    if aim == "import":
        victim.wait_for_import()
    else:
        victim.wait_for_writes(random.randrange(most_writes))
    if aim == "commit":
        victim.wait_for_commit()
    time.sleep(random.uniform(0, LONGEST_IMPORT_DELAY if aim == "import" else LONGEST_DELAY))


def _kill(place: Place, victim: Victim, number: int, tally: Tally) -> None:
    """Kill the writer, or before it what it talks to."""
    target = place.target(number)
    place.strike(target)
    victim.kill()
    tally.killed[target] += 1
    left = victim.unacknowledged
    tally.killed_in[left.what if left else "nothing"] += 1
    tally.acknowledged += len(victim.acknowledged)


def _settle(place: Place, victim: Victim, number: int, expected: list[Intention], tally: Tally) -> None:
    """
    Write at once, and add to what is expected all that must be there before that write.

    The server may still be at the last thing it was told; our write comes after it.
    """
    with closing(place.open()) as store:
        own = store.write([_mark(number)], note=f"round {number}").number
    expected += victim.acknowledged
    left = victim.unacknowledged
    if left and own == left.revision + 1:
        expected.append(left)
        tally.unacknowledged += 1
    withdrawn = Heap.of([_mark(number - 1)] if number > 1 else [])
    recorded = Heap.of([_mark(number)])
    before = expected[-1].believed if expected else Heap()
    expected.append(Intention(own, f"round {number}", "", withdrawn, recorded, before - withdrawn + recorded))


def _mark(number: int) -> Performer:
    """What is recorded between two rounds."""
    return Performer("999999999", f"Demo round {number}", "durability")
