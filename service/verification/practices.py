"""
At which practice is the treatment, when the caller does not say so?

Competence follows the performer and agreements follow the practice, so that
without a practice there may be several answers. None is ever picked.
"""

from datetime import date

from registry.entries import PerformerEntry
from registry.snapshot import Snapshot


def candidate_practices(snapshot: Snapshot, hpr_number: str, day: date) -> tuple[str | None, ...]:
    """
    The practices a performer may treat at on a day.

    Those of the affiliations of the day; without any, those of all affiliations;
    without any of these, those of the performer's agreements. Never empty: an
    unknown practice is the last resort.
    """
    entry = snapshot.performer(hpr_number)
    if entry is None:
        return (None,)
    return (
        tuple(sorted({row.practice_id for row in entry.affiliations if row.period.covers(day)}))
        or tuple(sorted({row.practice_id for row in entry.affiliations}))
        or _of_agreements(entry)
        or (None,)
    )


def _of_agreements(entry: PerformerEntry) -> tuple[str, ...]:
    return tuple(sorted({row.practice_id for row in entry.agreements if row.practice_id}))
