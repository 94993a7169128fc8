"""
The day of birth in a national identity number, and nothing else of it.

The caller derives an age and lets the number go; no number is kept, and none is
ever part of a text.
"""

import re
from datetime import date

NUMBER = re.compile(r"[0-9]{11}")
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
MODULUS = 11
"""With its check digit, which has the weight 1, each sum is a multiple of it."""

D_NUMBER = 40
"""Added to the day."""

ADDED_TO_THE_MONTH = (80, 40)
"""In a synthetic number, and in an H-number or a synthetic number of another make; the larger first."""

CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)
"""Of which individual numbers and which two digits of the year it is which century."""


def born_on(number: str) -> date | None:
    """
    The day of birth; absent when the number is none, its check digits are wrong, or its day is not in the calendar.

    >>> born_on("47908702367"), born_on("47908702368")
    (datetime.date(1987, 10, 7), None)
    """
    if not NUMBER.fullmatch(number) or not _checks(number):
        return None
    day, month, year = (int(number[place : place + 2]) for place in (0, 2, 4))
    century = _century(int(number[6:9]), year)
    if century is None:
        return None
    try:
        return date(century + year, _month(month), day - D_NUMBER if day > D_NUMBER else day)
    except ValueError:
        return None


def _checks(number: str) -> bool:
    digits = [int(digit) for digit in number]
    return all(
        sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % MODULUS == 0
        for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS)
    )


def _month(told: int) -> int:
    return next((told - added for added in ADDED_TO_THE_MONTH if told > added), told)


def _century(individual: int, year: int) -> int | None:
    return next(
        (century for individuals, years, century in CENTURIES if individual in individuals and year in years), None
    )
