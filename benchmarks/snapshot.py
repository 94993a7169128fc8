"""The register in memory, at several sizes and on each kind of database: built, looked up in, advanced, priced from."""

from collections.abc import Sequence

from benchmarks.figures import Figure
from benchmarks.held import Measured, held
from benchmarks.registers import fill
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

PROVIDERS = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9


def figures(
    providers: Sequence[int] = PROVIDERS, backends: Sequence[str] = BACKENDS, rounds: int = ROUNDS
) -> list[Figure]:
    """Every size on every database, each in a process of its own."""
    found: list[Figure] = []
    for number in providers:
        for backend in backends:
            with empty_database(backend) as url:
                if url is None:
                    print(MISSING)
                    continue
                fill(url, number)
                with held(url) as register:
                    measured = [register.round() for _ in range(rounds)]
                    where = f"{number:,} providers, {backend}"
                    found += [*named(where, [register.built]), *named(where, measured)]
    return found


def named(where: str, rounds: Sequence[Measured]) -> list[Figure]:
    """Figures of what was measured in some rounds, each named by where that was and by what it is."""
    found = []
    for name in rounds[0]:
        what, _, unit = name.removesuffix("]").partition(" [")
        found.append(Figure(f"{where}: {what}", unit, tuple(each[name] for each in rounds)))
    return found
