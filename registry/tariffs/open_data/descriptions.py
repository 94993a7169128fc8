"""The descriptions of codes that are told with an import."""

from registry.period import last_before
from registry.tariffs import files
from registry.tariffs.open_data.book import Book, Cells, period_of, told
from registry.tariffs.open_data.offers import Offer
from registry.tariffs.open_data.outcomes import Step, cells_between
from registry.tariffs.open_data.terms import Terms

LANGUAGES = ("nb", "nn", "en")
SHOWN = ("first_date", "last_date", *LANGUAGES)


def describe_code(book: Book, terms: Terms, offer: Offer) -> list[Step]:
    """Describe a code in the words that are told, from the offer on; nothing when they stand already."""
    fee_code, first = offer.fee_code, offer.period.first_date or terms.earliest
    texts = {name: cell for name, cell in terms.told.get(fee_code, {}).items() if name in LANGUAGES and cell}
    sheet = book.of(files.DESCRIPTIONS)
    own = [row for row in sheet.rows if (row["discipline"], row["fee_code"]) == (terms.discipline.value, fee_code)]
    there = next((row for row in own if period_of(row).covers(first)), None)
    if not texts or (there and all(there[name] == text for name, text in texts.items())):
        return []
    empty: Cells = {**dict.fromkeys(sheet.kind.columns, ""), "discipline": terms.discipline.value, "fee_code": fee_code}
    new = {**(there or empty), **texts}
    step = Step(sheet.kind.name, period_of(new), cells_between(there or {}, new, SHOWN))
    if there is None:
        sheet.rows.append(new)
    elif period_of(there).first_date == first:
        there.update(new)
    else:
        new["first_date"] = told(first)
        there["last_date"] = told(last_before(first))
        sheet.rows.insert(sheet.rows.index(there) + 1, new)
        step = Step(sheet.kind.name, period_of(new), step.cells)
    return [step]
