"""
What comes back because the user fee ceiling of the year was passed.

Source: folketrygdloven sections 5-3 and 22-19.
"""

from tests.second_pricer.tables import ceiling, provision


def refunded_afterwards(discipline: str, day: str, counts: int | None, paid: int | None) -> int | None:
    """
    The part of what counts that lies above the ceiling; absent when it is not known.

    Until the end of 2021 an excess below the minimum was lost.
    """
    if counts == 0:
        return 0
    most = ceiling(discipline, day[:4])
    if counts is None or paid is None or most is None:
        return None
    excess = min(counts, max(0, paid + counts - most))
    least = provision("refund_minimum", day)
    return 0 if least and excess < int(least["value"]) else excess
