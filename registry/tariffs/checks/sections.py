"""Does each printed number stand in one section, and does the section cite the first table that has it?"""

from collections.abc import Iterator

from registry.tariffs import files
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known, first_day
from registry.tariffs.placed import Placed
from registry.tariffs.sections import Section, number_of


def check_sections(known: Known) -> Iterator[Problem]:
    """Numbers are those of fee codes on record, each in one section, and the act is the oldest that a code cites."""
    rows = known.tables.of(files.SECTIONS)
    for row in rows:
        section: Section = row.record
        fees = _fees(known, section)
        unknown = section.numbers - {number_of(fee.record.fee_code) for fee in fees}
        if unknown:
            yield row.problem(f"no fee code of {section.discipline} has the number {' '.join(sorted(unknown))}")
        oldest = min(fees, key=first_day, default=None)
        if oldest and section.act_id != oldest.record.act_id:
            yield row.problem(f"the first table with these codes is {oldest.record.act_id}, not {section.act_id}")
        for other in rows:
            if other is not row and _share(section, other.record):
                yield row.problem(f"line {other.line} has the same section or number")


def _fees(known: Known, section: Section) -> list[Placed]:
    """The rows of all fee codes in the section."""
    return [
        row
        for (discipline, code), rows in known.fees.items()
        if discipline is section.discipline and section.has(code)
        for row in rows
    ]


def _share(one: Section, other: Section) -> bool:
    """Whether two rows are about the same section, or put a number into two."""
    same = one.discipline is other.discipline
    return same and (one.section == other.section or bool(one.numbers & other.numbers))
