"""Repetitions, companions and combinations of a fee code, as the document has them, put into its rules."""

from collections.abc import Callable
from datetime import date

from registry.period import Period, last_before
from registry.tariffs.open_data.book import Cells, Sheet, period_of, told
from registry.tariffs.open_data.combinations import Combinations
from registry.tariffs.open_data.offers import Offer, OfferError
from registry.tariffs.open_data.outcomes import Step, cells_between, change_row
from registry.tariffs.open_data.placing import Action, find_place, nearest
from registry.tariffs.open_data.terms import Terms
from registry.tariffs.records import CombinationMode

SHOWN = ("last_date", "mode", "codes", "repetitions", "companions", "act_id")
STATED = "stated"

# The codes that are in the tariff on all days of a period, and on some.
Alive = Callable[[Period], tuple[frozenset[str], frozenset[str]]]


def merge_rule(sheet: Sheet, offer: Offer, terms: Terms, alive: Alive) -> list[Step]:
    """Put what an offer says about its code's rule into the rows; raises `OfferError` where that takes guessing."""
    rows = sheet.of_code(offer.fee_code)
    place = find_place(rows, offer.period, lambda row: _agrees(row, offer, alive), terms.earliest)
    if place.action is Action.NONE:
        return []
    if place.row is None and offer.combinations is None:
        raise OfferError("nothing is said about its combinations, and nothing is on record for these days")
    if place.action is Action.REPLACE and place.row:
        return [change_row(sheet, place.row, _with_rule(place.row, offer, terms, alive), SHOWN)]
    steps = []
    if place.action is Action.FOLLOW and place.row and offer.period.first_date:
        last = told(last_before(offer.period.first_date))
        steps.append(change_row(sheet, place.row, {**place.row, "last_date": last}, SHOWN))
    like = nearest(rows, offer.period) or dict.fromkeys(sheet.kind.columns, "")
    new = _with_rule({**like, "remarks": ""}, offer, terms, alive)
    sheet.insert(new)
    return [*steps, Step(sheet.kind.name, offer.period, cells_between({**like, "last_date": ""}, new, SHOWN))]


def end_rules(sheet: Sheet, fee_code: str, last: date) -> list[Step]:
    """Let the rules of a code end with it; a rule that would start later is taken away."""
    steps = []
    for row in sheet.of_code(fee_code):
        period = period_of(row)
        if period.starts_after(last):
            sheet.rows.remove(row)
        elif not period.ends_before(last) and period.last_date != last:
            steps.append(change_row(sheet, row, {**row, "last_date": told(last)}, SHOWN))
    return steps


def _agrees(row: Cells, offer: Offer, alive: Alive) -> bool:
    """Whether a rule says what an offer says; what the offer does not say is not asked."""
    on_all_days, _ = alive(_common(period_of(row), offer.period))
    if offer.repetitions is not None and row["repetitions"] != str(offer.repetitions):
        return False
    companions = frozenset(row["companions"].split())
    if offer.companions is not None and companions & on_all_days != offer.companions & on_all_days:
        return False
    if offer.combinations is None:
        return True
    others = on_all_days - {offer.fee_code}
    return _combinations(row).only(others) == offer.combinations.only(others)


def _with_rule(row: Cells, offer: Offer, terms: Terms, alive: Alive) -> Cells:
    combinations = offer.combinations or (_combinations(row) if row["mode"] else None)
    companions = frozenset(row["companions"].split()) if offer.companions is None else offer.companions
    if combinations is None:
        raise OfferError("nothing is said about its combinations")
    _check_alive(combinations.codes | companions, offer, alive)
    on_all_days, _ = alive(offer.period)
    combinations, companions = combinations.only(on_all_days - {offer.fee_code}), companions & on_all_days
    after = {
        **row,
        "fee_code": offer.fee_code,
        "first_date": told(offer.period.first_date),
        "last_date": told(offer.period.last_date),
        "mode": combinations.mode.value,
        "codes": _listed(combinations.codes, row["codes"]),
        "companions": _listed(companions, row["companions"]),
        "companion_basis": (row["companion_basis"] or STATED) if companions else "",
        "act_id": terms.act.act_id,
    }
    if offer.repetitions is not None:
        after["repetitions"] = str(offer.repetitions)
    return after


def _combinations(row: Cells) -> Combinations:
    return Combinations(CombinationMode(row["mode"]), frozenset(row["codes"].split()))


def _check_alive(codes: frozenset[str], offer: Offer, alive: Alive) -> None:
    """A code that comes or goes within the days would need a rule for each part of them."""
    on_all_days, on_some = alive(offer.period)
    partly = sorted(codes & on_some - on_all_days)
    if partly:
        raise OfferError(
            f"its rule names {' '.join(partly)}, in the tariff on only some of these days: split it by hand"
        )


def _listed(codes: frozenset[str], before: str) -> str:
    """The codes as a cell, those that stood there before in their old order."""
    old = [code for code in before.split() if code in codes]
    return " ".join([*old, *sorted(codes - set(old))])


def _common(one: Period, other: Period) -> Period:
    """The days that two periods which meet have in common."""
    firsts = [day for day in (one.first_date, other.first_date) if day]
    lasts = [day for day in (one.last_date, other.last_date) if day]
    return Period(max(firsts, default=None), min(lasts, default=None))
