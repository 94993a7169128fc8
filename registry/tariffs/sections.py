"""
The sections of the printed tariff: which fee codes are of one kind of treatment, in printed order.

`act_id` and `where` are the place that a row was read from.
"""

import re

from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.columns import Row, choice, text, word, words
from registry.tariffs.records import Discipline

NUMBER = re.compile(r"[A-Z]*[0-9]*")


@struct(frozen=True, slots=True)
class Section:
    """The fee codes of one kind of treatment, by their printed numbers: A1 stands for A1a, A1at and all other A1."""

    discipline: Discipline
    section: str
    numbers: frozenset[str]
    act_id: str
    where: str

    def has(self, fee_code: str) -> bool:
        """Whether a fee code of the discipline stands in the section."""
        return number_of(fee_code) in self.numbers


def number_of(fee_code: str) -> str:
    """
    The printed number that a fee code stands under.

    >>> number_of("A1at"), number_of("899a"), number_of("G")
    ('A1', '899', 'G')
    """
    found = NUMBER.match(fee_code)
    return found[0] if found else fee_code


def make_section(row: Row) -> Section:
    """A section and its printed numbers."""
    text(row, "codes")
    return Section(
        choice(row, "discipline", Discipline),
        word(row, "section", vocabulary.SECTIONS),
        frozenset(words(row, "codes")),
        text(row, "act_id"),
        text(row, "where"),
    )
