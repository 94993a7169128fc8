"""The archives that are priced again."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

BILLS = (
    ("A3a", 40),
    ("A3a 2xA3b", 25),
    ("A3a A3b", 15),
    ("A3a 2xA3b F1", 10),
    ("A1a", 6),
    ("A8a A8b", 4),
)
"""What is billed on a visit, and how often among a hundred."""

FIRST_DAY, DAYS = date(2024, 7, 1), 900
VISITS_A_DAY = (6, 14)
HEADINGS = (
    *("booking", "hpr_number", "practice_id", "date", "fee_codes", "age", "exemption_card", "user_fees_paid"),
    *("patient_paid", "helfo_paid"),
)


def archive(claims: int, performers: Sequence[tuple[str, str]], seed: int = 1) -> Iterator[tuple[str, ...]]:
    """
    The rows of an archive: so many visits, one a row, as claims come in.

    They come a performer's day after another, of performers (by HPR number and
    practice) and days chosen at random; each patient has an age, a card or not,
    and paid user fees of their own.
    """
    random = Random(seed)
    bills, weights = zip(*BILLS, strict=True)
    number = 0
    while number < claims:
        hpr_number, practice_id = random.choice(performers)
        day = (FIRST_DAY + timedelta(random.randrange(DAYS))).isoformat()
        for bill in random.choices(bills, weights, k=min(random.randint(*VISITS_A_DAY), claims - number)):
            number += 1
            card = random.random() < 0.3
            told = (str(random.randrange(1, 95)), "yes" if card else "no", str(random.randrange(3400)))
            paid = ("0", "238") if card else ("144", "94")
            yield (f"bench-{number}", hpr_number, practice_id, day, bill, *told, *paid)
