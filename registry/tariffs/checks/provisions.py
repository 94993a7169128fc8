"""Do the provisions hold together: no hole within one, none between one and what takes over?"""

import itertools
from collections.abc import Iterator

from registry.period import Period, last_before, next_after
from registry.tariffs import files, vocabulary
from registry.tariffs.days import Days, describe
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Provision


def check_provisions(known: Known) -> Iterator[Problem]:
    """Every provision is on record, has a value exactly when it has a unit, and changes from one day to the next."""
    for name in vocabulary.PROVISIONS:
        if name not in known.provisions:
            yield Problem(files.PROVISIONS.name, 1, f"the provision {name} is missing")
    for name, rows in known.provisions.items():
        for row in rows:
            provision: Provision = row.record
            if (provision.value is None) != (not provision.unit):
                yield row.problem(f"{name}: value and unit are given together or not at all")
        yield from _check_holes(rows)
    for name, before in vocabulary.TAKES_OVER.items():
        yield from _check_takes_over(known.provisions.get(before, []), known.provisions.get(name, []))


def check_professions(known: Known) -> Iterator[Problem]:
    """Who may requisition in a discipline is told on exactly the days on which one must."""
    for row in known.tables.of(files.PROFESSIONS):
        name = vocabulary.REQUISITION_OF[row.record.discipline]
        asked = known.provision_days.get(name, NO_DAYS)
        if Days.of(row.record.period) != asked:
            yield row.problem(f"{name} is in force on other days: {asked or 'none'}")
            for each in known.provisions.get(name, ()):
                yield each.problem(f"line {row.line} of {row.file} has other days: {describe(row.record.period)}")


def _check_holes(rows: list[Placed]) -> Iterator[Problem]:
    for earlier, later in itertools.pairwise(rows):
        last, first = earlier.record.period.last_date, later.record.period.first_date
        if last and first and next_after(last) < first:
            hole = describe(Period(next_after(last), last_before(first)))
            yield earlier.problem(f"after this row {earlier.record.provision_id} has no row: {hole}")
            yield later.problem(f"before this row {later.record.provision_id} has no row: {hole}")


def _check_takes_over(before: list[Placed], after: list[Placed]) -> Iterator[Problem]:
    if not before or not after:
        return
    ended, started = before[-1], after[0]
    last, first = ended.record.period.last_date, started.record.period.first_date
    if last is None or first is None or next_after(last) != first:
        for row, other in ((ended, started), (started, ended)):
            name, others = row.record.provision_id, other.record.provision_id
            yield row.problem(f"{name} and {others}, line {other.line}, do not follow each other without a hole")
