"""
Is the register complete here, and has it been refreshed?

Only where a source is complete does an absent record prove that there is none.
A source that may be so many days old is relied on for days up to the one it was
last confirmed on, and for later days until it has become too old.
"""

from collections.abc import Iterable
from datetime import date

from registry.records import NATIONAL_AREA, Coverage, CoverageKind
from registry.snapshot import Snapshot
from registry.structs import struct


@struct(frozen=True, slots=True)
class Completeness:
    """
    Whether the register is complete, in which areas that was asked, and until when it is.

    `stale` is the coverage that would make it complete, had it been refreshed;
    absent when none would.
    """

    complete: bool
    areas: tuple[str, ...]
    valid_until: date | None = None
    stale: Coverage | None = None


def completeness(snapshot: Snapshot, kind: CoverageKind, areas: Iterable[str], day: date) -> Completeness:
    """Whether the register is complete for a kind of fact in every one of the areas on a day."""
    asked = tuple(areas)
    ends: list[date] = []
    stale = None
    for area in asked:
        rows = covering(snapshot, kind, area, day)
        if not rows:
            return Completeness(False, asked)
        fresh = [row for row in rows if not is_stale(snapshot, row, day)]
        stale = stale or (None if fresh else rows[0])
        if fresh and fresh[0].period.last_date:
            ends.append(fresh[0].period.last_date)
    return Completeness(bool(asked) and stale is None, asked, min(ends, default=None), stale)


def covering(snapshot: Snapshot, kind: CoverageKind, area: str, day: date) -> list[Coverage]:
    """The coverage of an area on a day, its own before the nation's."""
    rows = snapshot.coverage(kind, area)
    if area != NATIONAL_AREA:
        rows += snapshot.coverage(kind, NATIONAL_AREA)
    return [row for row in rows if row.period.covers(day)]


def is_stale(snapshot: Snapshot, row: Coverage, day: date, confirmed: date | None = None) -> bool:
    """
    Whether a coverage is too old to be relied on for a day.

    `confirmed` is a day on which a single record was confirmed by itself, which
    may be later than the day of the whole source.
    """
    moment = snapshot.evaluated_at
    if moment is None or row.max_age_days is None:
        return False
    until = row.fresh_until(confirmed)
    if until is None or any(day <= each for each in (row.last_confirmed, confirmed) if each):
        return False
    return moment.date() > until


def stale_coverage(
    snapshot: Snapshot, kind: CoverageKind, areas: Iterable[str], day: date, confirmed: date | None = None
) -> Coverage | None:
    """The coverage that makes a record of one of the areas too old to be relied on; absent when none does."""
    for area in areas:
        rows = covering(snapshot, kind, area, day)
        if rows and all(is_stale(snapshot, row, day, confirmed) for row in rows):
            return rows[0]
    return None
