"""
What candidates in an approved education may bill under supervision, and what they may not.

`act_id` and `where` are the place that a row was read from.
"""

from enum import StrEnum
from typing import ClassVar

from registry.period import Period
from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.columns import Row, choice, period, text, word, words
from registry.tariffs.records import Discipline


class Effect(StrEnum):
    """
    What a row does to its fee codes.

    `OPENED`: open to a candidate without a competence of the candidate's own.
    `CLOSED`: closed to a candidate also with one.
    """

    OPENED = "OPENED"
    CLOSED = "CLOSED"


@struct(frozen=True, slots=True)
class CandidateCodes:
    """Fee codes opened or closed to candidates at practices of a type; at all practices when no type is named."""

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    practice_type: str | None
    effect: Effect
    codes: frozenset[str]
    period: Period
    act_id: str
    where: str

    def is_about(self, fee_code: str, practice_type: str | None) -> bool:
        """Whether the row says something of a fee code at practices of a type; an unknown type is no type."""
        return fee_code in self.codes and self.practice_type in (None, practice_type)


def make_candidate_codes(row: Row) -> CandidateCodes:
    """Fee codes for candidates, or not for them."""
    text(row, "codes")
    return CandidateCodes(
        word(row, "practice_type", vocabulary.CANDIDATE_PRACTICES) or None,
        choice(row, "effect", Effect),
        frozenset(words(row, "codes")),
        period(row),
        text(row, "act_id"),
        text(row, "where"),
    )
