"""What Helfo is known to reject, by the reason or assumption that it corresponds to."""

from collections.abc import Iterable, Mapping
from datetime import date

from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.columns import CellError, Row, day, text, word


@struct(frozen=True, slots=True)
class HelfoRejection:
    """
    A code with which Helfo rejects, in which of its interfaces.

    It corresponds to a reason or an assumption (`section` and `code`), for any
    data of these, or only where `data_key` holds `data_value`, and only for
    treatment from `first_date`; absent for any day.
    """

    section: str
    code: str
    data_key: str
    data_value: str
    first_date: date | None
    helfo_code: str
    interface: str
    source: str


class HelfoRejections:
    """All that is known, by reason or assumption."""

    def __init__(self, rows: Iterable[HelfoRejection]) -> None:
        """Index the rows."""
        self._rows: dict[tuple[str, str], list[HelfoRejection]] = {}
        for row in rows:
            self._rows.setdefault((row.section, row.code), []).append(row)

    def of(self, section: str, code: str, data: Mapping[str, str]) -> HelfoRejection | None:
        """How Helfo rejects what a reason or an assumption says; absent when that is not known."""
        return next(
            (
                row
                for row in self._rows.get((section, code), ())
                if (not row.data_key or data.get(row.data_key) == row.data_value) and _is_current(row, data)
            ),
            None,
        )


def _is_current(row: HelfoRejection, data: Mapping[str, str]) -> bool:
    told = data.get("treatment_date")
    return row.first_date is None or told is None or told >= row.first_date.isoformat()


def make_rejection(row: Row) -> HelfoRejection:
    """One correspondence."""
    if bool(row["data_key"]) != bool(row["data_value"]):
        raise CellError("data_key and data_value are given together or not at all")
    return HelfoRejection(
        word(row, "section", vocabulary.ANSWER_SECTIONS),
        text(row, "code"),
        row["data_key"],
        row["data_value"],
        day(row, "first_date") if row["first_date"] else None,
        text(row, "helfo_code"),
        text(row, "interface"),
        text(row, "source"),
    )
