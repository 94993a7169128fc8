"""
What is refunded for an examination or a sample, by its refund category.

A category of intervention goes with every kind of examination, and PET is nuclear
medicine; any other is of its own kind only.

Source: FOR-2003-06-27-959, the tables of refund categories.
"""

from functools import cache
from typing import Any

from tests.second_pricer.tables import CATEGORIES, Row, holds, ore

Line = dict[str, Any]


@cache
def rows_of_category(discipline: str, category: str) -> list[Row]:
    """Every row that a category ever had in a discipline."""
    return [row for row in CATEGORIES if row["discipline"] == discipline and row["category"] == category]


def wrong_category(discipline: str, line: Line) -> str:
    """Why a line may not be billed with its category; empty when it may, or when none is told."""
    category, kind = line.get("category"), line.get("examination")
    if category is None:
        return ""
    rows = rows_of_category(discipline, category)
    if not rows:
        return "REFUND_CATEGORY_UNKNOWN"
    groups = {row["group"] for row in rows}
    fits = kind is None or kind in groups or "INTERVENTION" in groups or (kind == "NUCLEAR" and "PET" in groups)
    return "" if fits else "REFUND_CATEGORY_OF_OTHER_MODALITY"


def refund_of(discipline: str, line: Line, day: str) -> int | None:
    """The refund of a line on a day; absent when its category is not told or its refund not on record."""
    rows = rows_of_category(discipline, line["category"]) if line.get("category") else []
    for row in rows:
        if holds(row, day):
            return ore(row["refund"])
    return None
