"""
The process that is killed: `python -m tests.durability.writer URL FOLDER SEED`, told to begin by a line.

Before each write it notes its intention in `intentions` in the folder and says
`begins REVISION WHAT`, just before the commit `ends REVISION`, and after it
`done REVISION DIGEST`.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from registry.revisions import NOTHING_RECORDED
from registry.store import Store, WriteRequest
from tests.durability.books import Intention
from tests.durability.plans import Plan, Planner

BEGINS, ENDS, DONE = "begins", "ends", "done"
INTENTIONS = "intentions"


def write_on(store: Store, folder: Path, seed: str) -> None:
    """Write one revision after the other, without end."""
    with (folder / INTENTIONS).open("w") as log:
        for plan, intention in _plans(store, seed):
            log.write(intention.line())
            log.flush()
            print(BEGINS, intention.revision, intention.what, flush=True)
            write(store, plan, intention, folder, partial(print, ENDS, intention.revision, flush=True))
            print(DONE, intention.revision, intention.recorded.digest, flush=True)


def write(
    store: Store, plan: Plan, intention: Intention, folder: Path, at_the_end: Callable[[], None] = lambda: None
) -> None:
    """Carry out a plan as the revision that was intended."""
    expected = intention.revision - 1
    with store.writing(intention.what, request=request(intention), expected_revision=expected) as writing:
        plan.carry_out(writing, folder)
        writing.answer = intention.line().encode()
        at_the_end()


def request(intention: Intention) -> WriteRequest:
    """The name of the write."""
    return WriteRequest(intention.request_id, str(intention.recorded.digest))


def _plans(store: Store, seed: str) -> Iterator[tuple[Plan, Intention]]:
    newest = (store.newest() or NOTHING_RECORDED).number
    planner = Planner(Random(seed), list(store.read(newest)) if newest else [])
    while True:
        newest += 1
        yield planner.next(newest, f"{seed}-{newest}")


if __name__ == "__main__":
    # What takes long, importing all this, is over before it is told to begin.
    sys.stdin.readline()
    write_on(Store(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
