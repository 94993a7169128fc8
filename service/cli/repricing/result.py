"""What came of one claim: a row of the result, with nothing in it that tells who a patient is."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TextIO

from service.texts.catalogue import ORE_PER_KRONE

UNREAD = "UNREAD"
UNSETTLED = "REJECTED"
"""The outcome of a bill that is to be corrected before anybody pays."""

SUMS = ("patient_pays", "helfo_pays", "patient_paid", "helfo_paid")
AMOUNTS = (*SUMS, "patient_difference", "helfo_difference")
WORDS = ("reason", "fee_codes", "decision_id", "problem")
COLUMNS = ("booking", "line", "outcome", *AMOUNTS, *WORDS)
DELIMITER = ";"


@dataclass(frozen=True, slots=True)
class Result:
    """
    A claim by its booking and its first line, and what came of it.

    Amounts are in øre, and absent when not known or not told. What could not be
    read has a problem and no decision.
    """

    booking: str
    line: int
    outcome: str
    patient_pays: int | None = None
    helfo_pays: int | None = None
    patient_paid: int | None = None
    helfo_paid: int | None = None
    reason: str = ""
    fee_codes: str = ""
    decision_id: str = ""
    problem: str = ""

    @property
    def patient_difference(self) -> int | None:
        """What the patient pays, less what was paid; absent when that cannot be said."""
        return self._difference(self.patient_pays, self.patient_paid)

    @property
    def helfo_difference(self) -> int | None:
        """What Helfo pays, less what was paid; absent when that cannot be said."""
        return self._difference(self.helfo_pays, self.helfo_paid)

    def _difference(self, pays: int | None, paid: int | None) -> int | None:
        if pays is None or paid is None or self.outcome == UNSETTLED:
            return None
        return pays - paid

    def cells(self) -> list[str]:
        """It as a row, in the order of `COLUMNS`."""
        return [
            *(self.booking, str(self.line), self.outcome),
            *(_kroner(getattr(self, name)) for name in AMOUNTS),
            *(getattr(self, name) for name in WORDS),
        ]


def read_result(cells: list[str]) -> Result:
    """The result that a row was written from."""
    booking, line, outcome, pays, helfo_pays, paid, helfo_paid, _, _, *words = cells
    return Result(booking, int(line), outcome, _ore(pays), _ore(helfo_pays), _ore(paid), _ore(helfo_paid), *words)


def written(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as they stand in a file."""
    out = io.StringIO()
    csv.writer(out, delimiter=DELIMITER, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def read_results(file: TextIO) -> Iterator[Result]:
    """The results in a file, below its headings."""
    rows = csv.reader(file, delimiter=DELIMITER, strict=True)
    next(rows, None)
    return map(read_result, rows)


def _kroner(ore: int | None) -> str:
    """
    An amount as programs read it.

    >>> _kroner(-1205)
    '-12.05'
    """
    return "" if ore is None else str(Decimal(ore).scaleb(-2))


def _ore(kroner: str) -> int | None:
    return int(Decimal(kroner) * ORE_PER_KRONE) if kroner else None
