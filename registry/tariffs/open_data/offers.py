"""
An entry of the open data as what it offers to a tariff, or why it is refused.

Amounts are kroner, days are written YYYY-MM-DD, and an absent `tildato` is open.
Assumed: that `honorar` is `refusjon` plus `egenandel` (what a patient pays
besides, `pasient_egenbetaling`, does not count towards the card and has no
place in a tariff); that `maks_repetisjoner` counts those beyond the first; and
that `minimum_tidsbruk`, or where it is absent `tidsbruk_per_rep`, are the
minutes that a code stands for.
"""

import re
from datetime import date

from registry.period import Period
from registry.structs import struct
from registry.tariffs.columns import CellError, Row, day, known_ore, text, whole
from registry.tariffs.open_data.combinations import CODE, Combinations, read_codes, read_combinations
from registry.tariffs.open_data.documents import FIELDS, Entry
from registry.tariffs.records import Discipline

AREAS = {
    Discipline.PHYSIOTHERAPY: "FY",
    Discipline.RADIOLOGY: "LR",
    Discipline.LABORATORY: "LR",
}
WHOLE_SHARE = ("", "100")
NOTHING = ("", "0")
POINT_ZERO = re.compile(r"\.0+$", re.ASCII)
DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)", re.ASCII)


@struct(frozen=True, slots=True)
class Offer:
    """
    What an entry says about a fee code in a period.

    `number` is the entry's place in the document. An absent `repetitions`,
    `combinations`, `companions`, `yearly` (how often in a year) or `minutes` is
    not said, and what is on record about it stands.
    """

    number: int
    fee_code: str
    period: Period
    honorarium_ore: int
    refund_ore: int
    user_fee_ore: int
    repetitions: int | None
    combinations: Combinations | None
    companions: frozenset[str] | None
    yearly: int | None
    minutes: int | None


class OfferError(Exception):
    """An entry that cannot be taken up, and why."""


def read_offer(entry: Entry, discipline: Discipline) -> Offer:
    """What an entry offers to a discipline; raises `OfferError` when it does not add up or is about something else."""
    row = dict.fromkeys(FIELDS, "") | dict(entry.fields)
    try:
        _check_area(row, discipline)
        _check_shares(row)
        return _offer(entry.number, row, said=frozenset(entry.fields))
    except (CellError, ValueError) as error:
        raise OfferError(str(error)) from None


def _offer(number: int, row: Row, *, said: frozenset[str]) -> Offer:
    honorarium, refund, user_fee = (_amount(row, name) for name in ("honorar", "refusjon", "egenandel"))
    if honorarium != refund + user_fee:
        raise CellError(f"honorar {row['honorar']} is not refusjon {row['refusjon']} plus egenandel {row['egenandel']}")
    code = text(row, "takstkode")
    if not CODE.fullmatch(code):
        raise CellError(f"takstkode is no fee code: {code}")
    yearly = _count(row, "maks_antall_per_kalender_aar")
    return Offer(
        number=number,
        fee_code=code,
        period=_period(row),
        honorarium_ore=honorarium,
        refund_ore=refund,
        user_fee_ore=user_fee,
        repetitions=_count(row, "maks_repetisjoner"),
        combinations=read_combinations(row["ugyldig_kombinasjon"]) if "ugyldig_kombinasjon" in said else None,
        companions=read_codes(row["krever_takst"]) if "krever_takst" in said else None,
        yearly=_count(row, "maks_antall_per_aar") if yearly is None else yearly,
        minutes=_count(row, "minimum_tidsbruk") or _count(row, "tidsbruk_per_rep"),
    )


def _amount(row: Row, name: str) -> int:
    """An amount with a point or a comma before the øre."""
    comma = DECIMAL_COMMA.fullmatch(row[name])
    return known_ore({name: f"{comma[1]}.{comma[2]}" if comma else row[name]}, name)


def _count(row: Row, name: str) -> int | None:
    """A whole number, also where it is written with a zero after a point."""
    return whole({name: POINT_ZERO.sub("", row[name])}, name)


def _period(row: Row) -> Period:
    """Both days count; the last day of the calendar is an open end too."""
    first = day(row, "fradato")
    last = None if row["tildato"] in ("", date.max.isoformat()) else day(row, "tildato")
    if last and last < first:
        raise CellError(f"tildato {last} is before fradato {first}")
    return Period(first, last)


def _check_area(row: Row, discipline: Discipline) -> None:
    area = text(row, "fagomraade")
    if area not in AREAS.values():
        raise CellError(f"fagomraade {area} is none of a tariff; {discipline} is {AREAS[discipline]}")
    if area != AREAS[discipline]:
        raise CellError(f"fagomraade {area} is not {discipline}, which is {AREAS[discipline]}")


def _check_shares(row: Row) -> None:
    """A repetition that is worth less than the first has no place in a tariff, so it may not be lost in silence."""
    plain = {name: POINT_ZERO.sub("", cell) for name, cell in row.items()}
    repeats = plain["maks_repetisjoner"] not in NOTHING
    if repeats and plain["repetisjonsprosent"] not in WHOLE_SHARE:
        raise CellError(f"a repetition is worth {row['repetisjonsprosent']} per cent, which a tariff cannot say")
    if plain["redusert_ref_fra_repetisjon"] not in NOTHING or plain["redusert_repetisjonsprosent"] not in NOTHING:
        raise CellError("the refund falls from a certain repetition on, which a tariff cannot say")
