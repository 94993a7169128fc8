"""
Proves that nothing acknowledged is lost: `python -m tests.durability --database postgresql --rounds 200 --seed 1`.

Ends with 1 when anything was lost, halved or otherwise wrong.
"""

import argparse
import sys

from tests.databases import BACKENDS
from tests.durability.places import new_place
from tests.durability.rounds import Tally, play


def main() -> int:
    """Play the rounds and print what came of them."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.durability", description="Kill writers and look what is lost."
    )
    parser.add_argument("--database", choices=BACKENDS, default=BACKENDS[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with new_place(asked.database) as place:
        tally = play(place, asked.rounds, asked.seed)
    print(summary(asked.database, tally))
    for violation in tally.violations:
        print(f"{violation.kind}: {violation.text}")
    return 1 if tally.violations else 0


def summary(database: str, tally: Tally) -> str:
    """One paragraph."""
    killed = ", ".join(f"{target} {count} times" for target, count in sorted(tally.killed.items()))
    during = ", ".join(f"{what} {count}" for what, count in tally.killed_in.most_common())
    kinds = [violation.kind for violation in tally.violations]
    wrong = ", ".join(f"{kind} {kinds.count(kind)}" for kind in ("lost", "half", "other"))
    return (
        f"{database}: {tally.rounds} rounds on one register; killed: {killed}; killed during: {during}; "
        f"acknowledged writes: {tally.acknowledged}; written but not acknowledged: {tally.unacknowledged}; {wrong}."
    )


if __name__ == "__main__":
    sys.exit(main())
