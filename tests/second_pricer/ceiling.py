"""
What comes back because the user fee ceiling of the year was passed.

Source: folketrygdloven sections 5-3 and 22-19.
"""

from tests.second_pricer.tables import ceiling, provision


def refunded_afterwards(discipline: str, day: str, counts: int | None, paid: int | None) -> int | None:
    """
    What this visit adds to what comes back; absent when it is not known.

    Until the end of 2021 nothing came back while all that was paid above the
    ceiling in the year was less than the minimum.
    """
    if counts == 0:
        return 0
    most = ceiling(discipline, day[:4])
    if counts is None or paid is None or most is None:
        return None
    least = provision("refund_minimum", day)
    back = []
    for total in (paid, paid + counts):
        above = total - most
        too_little = above < 0 or (least is not None and above < int(least["value"]))
        back.append(0 if too_little else above)
    return back[1] - back[0]
