"""What reading a file gives for each of its rows."""

from collections.abc import Sequence

from registry.structs import struct


@struct(frozen=True, slots=True)
class ReadRow:
    """
    A row that can become a record: a cell for each column of its kind, an absent one being none.

    `line` is the line of a CSV file on which the row starts, or the place in a
    JSON list, both from 1.
    """

    line: int
    cells: Sequence[str | None]


@struct(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot; `about` is what records of its kind are looked up by, as far as the row has that."""

    line: int
    problem: str
    about: str | None
