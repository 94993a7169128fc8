"""
Who pays what: one function for each row of the table of cases.

Every answer is what the patient pays at the counter, what Helfo pays, and what
counts towards the ceiling. Absent is not known.
"""

Sum = int | None
Figures = tuple[Sum, Sum, Sum]
Payment = tuple[Sum, Sum, Sum]

NOTHING: Payment = (0, 0, 0)
NOT_KNOWN: Payment = (None, None, None)


def times(figures: Figures, count: int) -> Figures:
    """Honorarium, refund and user fee of several uses."""
    honorarium, refund, user_fee = (None if one is None else one * count for one in figures)
    return honorarium, refund, user_fee


def add(sums: list[Sum]) -> Sum:
    """A sum that is not known when a part is not."""
    return None if None in sums else sum(one for one in sums if one is not None)


def ordinary(figures: Figures, exempt: str) -> Payment:
    """The patient pays the user fee and Helfo the refund; for an exempt patient Helfo pays all."""
    honorarium, refund, user_fee = figures
    return (0, honorarium, 0) if exempt else (user_fee, refund, user_fee)


def employee(figures: Figures, exempt: str) -> Payment:
    """
    The municipality takes the user fee and no refund; Helfo pays it the user fee of card holders only.

    Source: FOR-2011-12-16-1349 sections 11 and 12; folketrygdloven section 5-21.
    """
    _, _, user_fee = figures
    return {"": (user_fee, 0, user_fee), "CARD": (0, user_fee, 0), "GROUND": NOTHING}[exempt]


def on_receipt(figures: Figures, exempt: str) -> Payment:
    """
    Before 2021: the patient pays all and claims afterwards what Helfo would have paid the provider.

    Source: FOR-2020-10-26-2154 sections 7 and 8.
    """
    honorarium, refund, user_fee = figures
    return (honorarium, honorarium, 0) if exempt else (honorarium, refund, user_fee)


def whole_fee(figures: Figures) -> Payment:
    """Not a member, or no referral: the patient pays the whole honorarium of the tariff."""
    return figures[0], 0, 0


def free_price(asking: Sum) -> Payment:
    """No agreement: the provider sets the price, which is known only when it is told."""
    return asking, 0, 0
