"""Has every fee code and every refund category a row or a stated gap on every day from its first to its last?"""

import itertools
from collections.abc import Iterator

from registry.period import Period, last_before, next_after
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed


def check_calendar(known: Known) -> Iterator[Problem]:
    """Between two rows of a code there is no day, or a gap says that it is not on record; both rows are blamed."""
    for key, rows in known.fees.items():
        yield from _holes(key[1], rows, known.gap_days(key, "AMOUNTS"))
    for key, rows in known.categories.items():
        yield from _holes(key[1], rows, known.category_gap_days(key))


def _holes(code: str, rows: list[Placed], stated: Days) -> Iterator[Problem]:
    for earlier, later in itertools.pairwise(rows):
        last, first = earlier.record.period.last_date, later.record.period.first_date
        if last is None or first is None or next_after(last) >= first:
            continue
        hole = Days.of(Period(next_after(last), last_before(first))) - stated
        if hole:
            yield earlier.problem(f"after this row {code} has neither a row nor a stated gap: {hole}")
            yield later.problem(f"before this row {code} has neither a row nor a stated gap: {hole}")
