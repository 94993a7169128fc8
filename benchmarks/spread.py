"""Claims spread over many performers."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from avtalt.v1.claim_pb2 import Claim, ClaimPerformer
from benchmarks.claims import DAYS, FIRST_DAY, REPETITIONS, diary

Performers = Sequence[tuple[str, str]]
"""The HPR number and the practice of each."""


def other_patients(performers: Performers, count: int) -> list[Claim]:
    """Three-line claims of one day, each for another patient, of the performers in turn."""
    claims = list(diary(count).claims)
    for number, claim in enumerate(claims):
        hpr_number, practice_id = performers[number % len(performers)]
        claim.performer.CopyFrom(ClaimPerformer(hpr_number=hpr_number, practice_id=practice_id))
    return claims


def nothing_alike(performers: Performers, count: int) -> list[Claim]:
    """
    The same, and no two of a performer have the same day and repetitions.

    For 2,555 claims of each performer at most: then the days of a year and the
    repetitions are used up.
    """
    claims = other_patients(performers, count)
    for number, claim in enumerate(claims):
        turn = number // len(performers)
        claim.treatment_date = (FIRST_DAY + timedelta(days=turn % DAYS)).isoformat()
        claim.lines[1].fee.count = 1 + turn // DAYS % REPETITIONS
    return claims


SPREADS: dict[str, Callable[[Performers, int], list[Claim]]] = {
    "other patients": other_patients,
    "nothing alike": nothing_alike,
}
