"""Does no row stand twice where a name or a number stands for one row?"""

from collections.abc import Callable, Iterator
from typing import Any

from registry.tariffs import files
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.makers import FileKind

KEYS: tuple[tuple[FileKind, Callable[[Any], object]], ...] = (
    (files.ACTS, lambda act: act.act_id),
    (files.IRREGULARITIES, lambda row: (row.discipline, row.fee_code, row.first_date, row.irregularity)),
    (files.DISPUTES, lambda dispute: dispute.dispute_id),
    (files.SUCCESSORS, lambda successor: (successor.discipline, successor.fee_code)),
    (files.REGIONS, lambda region: region.organisation_number),
    (files.COUNTRIES, lambda country: country.country_code),
    (files.COUNTRIES, lambda country: country.name),
)


def check_unique(known: Known) -> Iterator[Problem]:
    """What identifies a row identifies one; the later row is blamed, and the earlier one too."""
    for kind, key in KEYS:
        seen: dict[object, int] = {}
        for row in known.tables.of(kind):
            earlier = seen.setdefault(key(row.record), row.line)
            if earlier != row.line:
                yield row.problem(f"line {earlier} has the same already")
                yield Problem(row.file, earlier, f"line {row.line} has the same")
