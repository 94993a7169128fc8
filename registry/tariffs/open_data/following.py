"""What follows for other rows when a code has ended: nothing may name a code on days on which it is not there."""

from datetime import date

from registry.period import next_after
from registry.tariffs import files
from registry.tariffs.open_data.book import Book, Cells, Sheet, period_of, told
from registry.tariffs.open_data.combinations import Combinations
from registry.tariffs.open_data.outcomes import Step, cells_between, change_row
from registry.tariffs.records import CombinationMode, Discipline

SHOWN = ("first_date", "last_date", "mode", "codes", "companions")
NAMING = ("base_code", "extra_code", "also_extra_codes", "always_codes")


def follow_end(book: Book, discipline: Discipline, fee_code: str, last: date) -> list[Step]:
    """
    Let rules that name an ended code name it no longer, and treatments that become it end.

    Leaving out a code that cannot stand in a claim changes no answer. A rule that
    would then ask for no companion at all is left as it is, for the check to tell.
    """
    steps = []
    for row in list(book.rules(discipline).rows):
        if _goes_on(row, last) and fee_code in (*row["codes"].split(), *row["companions"].split()):
            steps += _rename(book.rules(discipline), row, fee_code, last)
    if discipline is Discipline.PHYSIOTHERAPY:
        sheet = book.of(files.TREATMENTS)
        for row in sheet.rows:
            starts_in_time = not period_of(row).starts_after(last)
            if _goes_on(row, last) and starts_in_time and any(fee_code in row[column].split() for column in NAMING):
                steps.append(change_row(sheet, row, {**row, "last_date": told(last)}, ("last_date",)))
    return steps


def _rename(sheet: Sheet, row: Cells, fee_code: str, last: date) -> list[Step]:
    """The part of a rule after the end of a code, without the code."""
    after = _without(row, fee_code)
    if row["companions"] and not after["companions"]:
        return []
    if period_of(row).starts_after(last):
        return [change_row(sheet, row, after, SHOWN)]
    after["first_date"] = told(next_after(last))
    steps = [
        change_row(sheet, row, {**row, "last_date": told(last)}, SHOWN),
        Step(sheet.kind.name, period_of(after), cells_between(row, after, SHOWN)),
    ]
    sheet.insert(after)
    return steps


def _without(row: Cells, fee_code: str) -> Cells:
    codes = frozenset(row["codes"].split()) - {fee_code}
    named = Combinations(CombinationMode(row["mode"]), codes).only(codes)
    companions = [code for code in row["companions"].split() if code != fee_code]
    kept = [code for code in row["codes"].split() if code in named.codes]
    return {**row, "mode": named.mode.value, "codes": " ".join(kept), "companions": " ".join(companions)}


def _goes_on(row: Cells, last: date) -> bool:
    end = period_of(row).last_date
    return end is None or end > last
