"""Is there at most one row for each subject and day?"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from registry.tariffs import files
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.makers import FileKind
from registry.tariffs.placed import Placed

Key = Callable[[Any], object]


def _code(row: Any) -> object:
    return row.discipline, row.fee_code


def _treatment(row: Any) -> tuple[object, ...]:
    return row.kind, row.setting, row.method, row.base_minutes if row.exact else None


SUBJECTS: tuple[tuple[FileKind, Key], ...] = (
    (files.PROVISIONS, lambda row: row.provision_id),
    (files.GROUNDS, lambda row: (row.discipline, row.ground)),
    (files.DESCRIPTIONS, _code),
    (files.DISPUTES, _code),
    (files.GAPS, lambda gap: (gap.discipline, gap.fee_code, gap.group, gap.missing)),
    (files.MUNICIPALITIES, lambda row: row.municipality_code),
    (files.MUNICIPALITIES, lambda row: (row.name, row.county_name)),
    (files.PROFESSIONS, lambda row: (row.discipline, row.profession)),
    (files.REFUND_CATEGORIES, lambda row: (row.discipline, row.category)),
    (files.TREATMENTS, lambda row: (*_treatment(row), row.places, row.sizes)),
)


def check_overlaps(known: Known) -> Iterator[Problem]:
    """No two rows about the same have a day in common; both are blamed."""
    tables = known.tables
    yield from _overlaps(tables.fees, _code)
    yield from _overlaps(tables.rules, _code)
    for kind, key in SUBJECTS:
        yield from _overlaps(tables.of(kind), key)


def _overlaps(rows: Iterable[Placed], key: Key) -> Iterator[Problem]:
    groups: dict[object, list[Placed]] = defaultdict(list)
    for row in rows:
        groups[key(row.record)].append(row)
    for group in groups.values():
        group.sort(key=lambda row: row.record.period.first_date or date.min)
        for earlier, later in itertools.pairwise(group):
            if earlier.record.period.meets(later.record.period):
                yield later.problem(f"the days overlap those of line {earlier.line}")
                yield earlier.problem(f"the days overlap those of line {later.line}")
