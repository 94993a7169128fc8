"""Are the codes opened and closed to education candidates in the tariff on those days, and opened to somebody else?"""

from collections.abc import Iterator

from registry.records import CompetenceKind
from registry.tariffs import files
from registry.tariffs.candidates import CandidateCodes, Effect
from registry.tariffs.checks.other_bills import check_act, check_codes
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline

ORDINARY = CompetenceKind.PHYSIOTHERAPIST


def check_candidates(known: Known) -> Iterator[Problem]:
    """Codes are known on the days of their row, ask for more than an ordinary competence, and stand in one row."""
    rows = known.tables.of(files.CANDIDATE_CODES)
    for row in rows:
        candidate: CandidateCodes = row.record
        codes = sorted(candidate.codes)
        yield from check_act(known, row)
        yield from check_codes(known, row, codes)
        if (candidate.effect is Effect.OPENED) != (candidate.practice_type is not None):
            yield row.problem("codes are opened at practices of a type, and closed at all practices")
        yield from _check_needed(known, row, codes)
        for other in rows:
            if other is not row and _both_about(candidate, other.record):
                yield row.problem(f"line {other.line} is about the same code, practices and days")


def _check_needed(known: Known, row: Placed, codes: list[str]) -> Iterator[Problem]:
    for code in codes:
        for fee in known.fees.get((Discipline.PHYSIOTHERAPY, code), ()):
            if fee.record.period.meets(row.record.period) and ORDINARY in fee.record.opened_by:
                yield row.problem(f"{code} is open to every physiotherapist in line {fee.line} of {fee.file}")


def _both_about(one: CandidateCodes, other: CandidateCodes) -> bool:
    practices = {one.practice_type, other.practice_type}
    together = None in practices or one.practice_type == other.practice_type
    return together and bool(one.codes & other.codes) and one.period.meets(other.period)
