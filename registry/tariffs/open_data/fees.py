"""The figures of a fee code, as the document has them, put into its rows."""

from collections.abc import Sequence
from datetime import date

from registry.period import last_before, next_after
from registry.tariffs.checks.confirmations import day_of_year
from registry.tariffs.columns import ORE_PER_KRONE, ore
from registry.tariffs.open_data.book import Cells, Sheet, period_of, told
from registry.tariffs.open_data.offers import Offer, OfferError
from registry.tariffs.open_data.outcomes import Step, cells_between, change_row
from registry.tariffs.open_data.placing import Action, find_place, nearest
from registry.tariffs.open_data.terms import Terms
from registry.tariffs.vocabulary import YEARLY

AMOUNTS = ("honorarium", "refund", "user_fee")
SHOWN = ("last_date", *AMOUNTS, "minutes", "frequency", "frequency_count", "opened_by", "act_id")
ONE_SOURCE = "one_source"
LONGEST_YEAR = 366


def merge_fee(sheet: Sheet, offer: Offer, terms: Terms) -> list[Step]:
    """Put an offer into the rows of its code; raises `OfferError` where that cannot be done without guessing."""
    rows = sheet.of_code(offer.fee_code)
    place = find_place(rows, offer.period, lambda row: _stands(row, offer, terms), terms.earliest)
    if place.action is Action.NONE:
        return []
    _check_act(offer, terms)
    if place.action is Action.REPLACE and place.row:
        after = _with_figures(_as_told(place.row, sheet, offer, terms), offer, terms)
        return [change_row(sheet, place.row, after, SHOWN)]
    steps = []
    if place.action is Action.FOLLOW and place.row and offer.period.first_date:
        steps.append(end_row(sheet, place.row, last_before(offer.period.first_date)))
    like = nearest(rows, offer.period)
    new = _with_figures(_as_told(like, sheet, offer, terms), offer, terms)
    sheet.insert(new)
    before = {**like, "last_date": ""} if like else {}
    return [*steps, Step(sheet.kind.name, offer.period, cells_between(before, new, SHOWN))]


def end_row(sheet: Sheet, row: Cells, last: date) -> Step:
    """Let a row end on a day, through which it is then confirmed."""
    return change_row(sheet, row, {**row, "last_date": told(last), "confirmed_through": told(last)}, SHOWN)


def merge_end(sheet: Sheet, offers: Sequence[Offer]) -> list[Step]:
    """The end of a code that goes on in the record, when the document ends its newest row."""
    rows = sheet.of_code(offers[0].fee_code)
    last = max(offers, key=lambda offer: offer.period.first_date or date.min).period.last_date
    newest = period_of(rows[-1])
    if last is None or newest.last_date is not None or newest.starts_after(last):
        return []
    return [end_row(sheet, rows[-1], last)]


def _stands(row: Cells, offer: Offer, terms: Terms) -> bool:
    """Whether a row has the figures of an offer, which does not say them anew; what is not said is not asked."""
    same = all(ore(row, name) == amount for name, amount in _figures(offer).items())
    minutes = offer.minutes is None or row["minutes"] == str(offer.minutes)
    yearly = offer.yearly is None or (row["frequency"] in YEARLY and row["frequency_count"] == str(offer.yearly))
    return same and minutes and yearly and not _is_renewed(row, offer, terms)


def _is_renewed(row: Cells, offer: Offer, terms: Terms) -> bool:
    """Whether the act prints anew a row that goes on: figures that it confirms are confirmed for longer."""
    there = period_of(row)
    starts_later = there.first_date != offer.period.first_date == terms.act.first_date
    return there.last_date is None and starts_later and there.covers(terms.act.first_date)


def _figures(offer: Offer) -> dict[str, int]:
    amounts = (offer.honorarium_ore, offer.refund_ore, offer.user_fee_ore)
    return dict(zip(AMOUNTS, amounts, strict=True))


def kroner(amount: int) -> str:
    """An amount in øre as a cell: whole kroner, or with two decimals."""
    whole, rest = divmod(amount, ORE_PER_KRONE)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _with_figures(row: Cells, offer: Offer, terms: Terms) -> Cells:
    """A row with the days and figures of an offer, resting on the act and the source of the import."""
    last = offer.period.last_date
    through = last or _eve(offer.period.first_date or terms.earliest, terms)
    after = {
        **row,
        **{name: kroner(amount) for name, amount in _figures(offer).items()},
        "fee_code": offer.fee_code,
        "first_date": told(offer.period.first_date),
        "last_date": told(last),
        "percentage": "",
        "opened_by": _still_held(row["opened_by"], offer, terms),
        "act_id": terms.act.act_id,
        "confidence": ONE_SOURCE,
        "confirmed_through": told(through),
        "note": terms.source,
    }
    if offer.minutes is not None:
        after["minutes"] = str(offer.minutes)
    if offer.yearly is not None:
        if after["frequency"] not in YEARLY:
            raise OfferError(f"{offer.yearly} a year: what that is counted by is not on record; tell it with --codes")
        after["frequency_count"] = str(offer.yearly)
    return after


def _still_held(opened_by: str, offer: Offer, terms: Terms) -> str:
    """The competences that open a code, without those that nobody holds any longer when the row starts."""
    first = offer.period.first_date
    lapsed = {kind for kind, last in terms.lapsing.items() if first and last < first}
    return " ".join(kind for kind in opened_by.split() if kind not in lapsed)


def _eve(first: date, terms: Terms) -> date:
    """The day before the tariff is next adjusted in the ordinary way; the first day itself where no day is ordinary."""
    day = next_after(first)
    for _ in range(LONGEST_YEAR):
        if day_of_year(next_after(day)) in terms.ordinary:
            return day
        day = next_after(day)
    return first


def _as_told(like: Cells | None, sheet: Sheet, offer: Offer, terms: Terms) -> Cells:
    """What a new row has besides its figures: as the row it is like, and as told about the code."""
    words = terms.told.get(offer.fee_code, {})
    cells = {name: cell for name, cell in words.items() if cell and name in sheet.kind.columns}
    if like is None and offer.fee_code not in terms.told:
        raise OfferError("the code is new: tell with --codes who may use it and how it is described")
    places = [row["where"] for row in sheet.rows]
    where = max(places, key=places.count) if places else terms.source
    empty = {**dict.fromkeys(sheet.kind.columns, ""), "where": where, "per": "PATIENT"}
    return {**(like or empty), **cells}


def _check_act(offer: Offer, terms: Terms) -> None:
    if offer.period.first_date != terms.act.first_date:
        started = f"{terms.act.act_id} started on {terms.act.first_date}"
        raise OfferError(f"the row starts on {offer.period.first_date}, and {started}: import it with its own act")
