"""Is the register complete here? Only then does an absent record prove that there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.records import NATIONAL_AREA, CoverageKind
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether the register is complete, in which areas that was asked, and until when it is."""

    complete: bool
    areas: tuple[str, ...]
    valid_until: date | None = None


def completeness(snapshot: Snapshot, kind: CoverageKind, areas: Iterable[str], day: date) -> Completeness:
    """Whether the register is complete for a kind of fact in every one of the areas on a day."""
    asked = tuple(areas)
    ends: list[date] = []
    for area in asked:
        row = next(
            (
                row
                for place in (area, NATIONAL_AREA)
                for row in snapshot.coverage(kind, place)
                if row.period.covers(day)
            ),
            None,
        )
        if row is None:
            return Completeness(False, asked)
        if row.period.last_date:
            ends.append(row.period.last_date)
    return Completeness(bool(asked), asked, min(ends, default=None))
