"""One committed write to the register, numbered in order of commit."""

from datetime import UTC, datetime

from registry.structs import struct


@struct(frozen=True, slots=True)
class Revision:
    """
    A revision: its number, when it was recorded and why.

    Numbers start at 1 and have no gaps. `record_time` is in UTC and rises
    strictly with the number, so "known at" has exactly one answer.
    """

    number: int
    record_time: datetime
    note: str


NOTHING_RECORDED = Revision(0, datetime.fromtimestamp(0, UTC), "nothing recorded")
"""Stands for a register before its first revision."""
