"""
What the tariff says of a fee code and other bills: limits that codes share, and codes that exclude each other all day.

`act_id` and `where` are the place that a row was read from.
"""

from typing import ClassVar

from registry.period import Period
from registry.structs import struct
from registry.tariffs.columns import CellError, Row, period, text, words
from registry.tariffs.records import Discipline


@struct(frozen=True, slots=True)
class SharedLimit:
    """Fee codes whose uses are counted together towards the limit of each."""

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    period: Period
    codes: frozenset[str]
    act_id: str
    where: str


@struct(frozen=True, slots=True)
class SameDayRule:
    """Fee codes that may not be billed for a patient on a day with one of some others, on whatever bill."""

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    period: Period
    codes: frozenset[str]
    others: frozenset[str]
    act_id: str
    where: str


def make_shared_limit(row: Row) -> SharedLimit:
    """Fee codes that are counted together."""
    codes = frozenset(words(row, "codes"))
    if len(codes) < len(("one", "another")):
        raise CellError(f"codes must name at least two codes: {row['codes']!r}")
    return SharedLimit(period(row), codes, text(row, "act_id"), text(row, "where"))


def make_same_day_rule(row: Row) -> SameDayRule:
    """Fee codes that exclude each other all day."""
    for column in ("codes", "other_codes"):
        text(row, column)
    codes, others = frozenset(words(row, "codes")), frozenset(words(row, "other_codes"))
    return SameDayRule(period(row), codes, others, text(row, "act_id"), text(row, "where"))
