"""The stated gaps after an import: what is on record now is missing no longer."""

from registry.tariffs import files
from registry.tariffs.checks.gaps import missing_days
from registry.tariffs.days import Days
from registry.tariffs.known import known
from registry.tariffs.open_data.book import Book, Cells, period_of, told
from registry.tariffs.open_data.outcomes import Step, cells_between
from registry.tariffs.records import Discipline, Gap

SHOWN = ("fee_code", "first_date", "last_date")
GONE: Cells = dict.fromkeys(SHOWN, "")


def narrow_gaps(book: Book, discipline: Discipline) -> list[Step]:
    """
    Take from each gap of a discipline the days on which nothing is missing any more.

    A gap about the whole discipline stays as long as one code is missing.
    """
    sheet, there, steps = book.of(files.GAPS), [], []
    rows = known(book.tables())
    for row, placed in zip(sheet.rows, rows.tables.of(files.GAPS), strict=True):
        gap: Gap = placed.record
        left = [row]
        if gap.discipline is discipline and gap.missing != "CEILING":
            left = _cut(row, Days.of(gap.period) & missing_days(rows, gap))
        if left != [row]:
            steps += [Step(sheet.kind.name, gap.period, cells_between(row, after, SHOWN)) for after in left or [GONE]]
        there += left
    sheet.rows[:] = there
    return steps


def _cut(row: Cells, days: Days) -> list[Cells]:
    """The row once for each run of days; the very row when nothing is cut off."""
    if days == Days.of(period_of(row)):
        return [row]
    return [{**row, "first_date": told(run.first_date), "last_date": told(run.last_date)} for run in days.periods()]
