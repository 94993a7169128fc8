"""The discipline of a bill, which a message does not tell: the one whose tariff has its fee codes."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from registry.tariffs.files import DESCRIPTIONS
from registry.tariffs.reader import SHIPPED, read_file
from registry.tariffs.records import Discipline

USUAL = Discipline.PHYSIOTHERAPY


def discipline_of(codes: Sequence[str]) -> Discipline:
    """The discipline that most of the codes are of; physiotherapy when none is known."""
    found = Counter(_disciplines()[code] for code in codes if code in _disciplines())
    return found.most_common(1)[0][0] if found else USUAL


@cache
def _disciplines() -> dict[str, Discipline]:
    return {row.record.fee_code: row.record.discipline for row in read_file(SHIPPED, DESCRIPTIONS, [])}
