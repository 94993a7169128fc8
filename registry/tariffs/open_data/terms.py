"""What an import is told besides the document: the act, the source, and what the format does not say about a code."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from registry.structs import struct
from registry.tariffs.checks.confirmations import DayOfYear
from registry.tariffs.records import Act, Discipline

COLUMNS = ("fee_code", "opened_by", "patient_rule", "per", "frequency", "nb", "nn", "en")


class TermsError(Exception):
    """What an import is told cannot be used, and why."""


@struct(frozen=True, slots=True)
class Terms:
    """
    The discipline, the act that new and corrected rows cite, and the words that say where the figures are from.

    `told` has, by fee code, the cells that the format lacks. `earliest` is the
    first day on record of the discipline, and `ordinary` are the days of the year
    on which its tariffs start. `lapsing` has the last day of each competence that
    is held under a provision with an end.
    """

    discipline: Discipline
    act: Act
    source: str
    told: Mapping[str, Mapping[str, str]]
    earliest: date
    ordinary: frozenset[DayOfYear]
    lapsing: Mapping[str, date]


def read_told(content: bytes) -> dict[str, dict[str, str]]:
    """The rows of a file that says about codes what the format does not; raises `TermsError`."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header, *rows = [[cell.strip() for cell in cells] for cells in reader if cells] or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TermsError(f"the file of codes cannot be read: {error}") from None
    if tuple(header) != COLUMNS or any(len(cells) != len(COLUMNS) for cells in rows):
        raise TermsError(f"the columns of the file of codes must be {','.join(COLUMNS)}")
    found = [dict(zip(COLUMNS, cells, strict=True)) for cells in rows]
    codes = [row["fee_code"] for row in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise TermsError(f"the file of codes names {' '.join(twice)} twice")
    return {row["fee_code"]: row for row in found}
