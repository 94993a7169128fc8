"""What changed between two days: fee codes, their figures and rules, refund categories, provisions and ceilings."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.records import Discipline, Fee, FeeRule, Provision, RefundCategory
from registry.tariffs.tariff_day import FeeEntry
from registry.tariffs.tariff_set import TariffSet

AMOUNTS = ("honorarium_ore", "refund_ore", "user_fee_ore")
FEE_RULES = ("percentage", "minutes", "opened_by", "patient_rule", "per", "frequency", "frequency_count")
PRINTED_RULES = ("mode", "codes", "companions")
FREE = "free"


class Change(StrEnum):
    """
    What happened to a fee code.

    `LOST`: it goes on, but is not on record on the second day. `FOUND`: it is on
    record again on the second day.
    """

    ADDED = "ADDED"
    ENDED = "ENDED"
    CHANGED = "CHANGED"
    LOST = "LOST"
    FOUND = "FOUND"


@struct(frozen=True, slots=True)
class Altered:
    """A field of a record on both days; absent where it has no value or none is on record."""

    name: str
    before: object
    after: object


@struct(frozen=True, slots=True)
class FeeDifference:
    """
    A fee code that is not the same on both days.

    `successor` took its place when it ended; absent when none is on record.
    `before` and `after` are the code on each day, absent where it is not there.
    """

    discipline: Discipline
    fee_code: str
    change: Change
    successor: str | None
    before: FeeEntry | None
    after: FeeEntry | None
    altered: tuple[Altered, ...]


@struct(frozen=True, slots=True)
class CategoryDifference:
    """
    A refund category whose refund is not the same on both days.

    `before` and `after` are the category on each day, absent where it is not there.
    """

    discipline: Discipline
    category: str
    change: Change
    before: RefundCategory | None
    after: RefundCategory | None


def fee_differences(tariffs: TariffSet, discipline: Discipline, first: date, second: date) -> list[FeeDifference]:
    """What changed from one day to a later one, by fee code; nothing when it is the same day."""
    before, after = tariffs.day(discipline, first).fees, tariffs.day(discipline, second).fees
    found = (
        _difference(tariffs, (discipline, code), (first, second), (before.get(code), after.get(code)))
        for code in sorted(before.keys() | after.keys())
    )
    return [difference for difference in found if difference]


def category_differences(
    tariffs: TariffSet, discipline: Discipline, first: date, second: date
) -> list[CategoryDifference]:
    """The refund categories that came, went or got another refund, in the order of the tables."""
    before, after = (tariffs.day(discipline, day).refund_categories for day in (first, second))
    found = []
    for category in {**before, **after}:
        sides = before.get(category), after.get(category)
        rows = tariffs.category_history(discipline, category)
        if _refund(sides[0]) != _refund(sides[1]):
            found.append(CategoryDifference(discipline, category, _change(rows, (first, second), sides), *sides))
    return found


def _refund(category: RefundCategory | None) -> int | None:
    return category.refund_ore if category else None


def provision_differences(tariffs: TariffSet, first: date, second: date) -> list[tuple[str, Altered]]:
    """The provisions that came, went or got another value; each by its identifier."""
    pairs = ((name, tariffs.provision(name, first), tariffs.provision(name, second)) for name in vocabulary.PROVISIONS)
    return [
        (name, Altered(_unit(before, after), *sides))
        for name, before, after in pairs
        if len(set(sides := (_said(before), _said(after)))) > 1
    ]


def ceiling_difference(tariffs: TariffSet, discipline: Discipline, first: date, second: date) -> Altered | None:
    """The ceilings of the two years; absent when they are the same."""
    one, other = tariffs.ceiling(discipline, first), tariffs.ceiling(discipline, second)
    before, after = one.amount_ore if one else None, other.amount_ore if other else None
    return None if before == after else Altered("amount_ore", before, after)


def _difference(
    tariffs: TariffSet,
    key: tuple[Discipline, str],
    days: tuple[date, date],
    sides: tuple[FeeEntry | None, FeeEntry | None],
) -> FeeDifference | None:
    before, after = sides
    altered = tuple(_altered(before, after)) if before and after else ()
    if before and after and not altered:
        return None
    change = _change(tariffs.fee_history(*key), days, sides)
    successor = tariffs.successor(*key) if change is Change.ENDED else None
    return FeeDifference(*key, change, successor, before, after, altered)


def _change(
    rows: Sequence[Fee | RefundCategory], days: tuple[date, date], sides: tuple[object | None, object | None]
) -> Change:
    """A code that is away for a while is lost and found; one that was never there before, or never after, is not."""
    if sides[0] is None:
        return Change.FOUND if not rows[0].period.starts_after(days[0]) else Change.ADDED
    if sides[1] is None:
        return Change.LOST if not rows[-1].period.ends_before(days[1]) else Change.ENDED
    return Change.CHANGED


def _altered(before: FeeEntry, after: FeeEntry) -> Iterator[Altered]:
    """The fields that differ; what is printed about combinations is compared only where it is on record."""
    for name in (*AMOUNTS, *FEE_RULES):
        sides = (getattr(before.fee, name), getattr(after.fee, name))
        if sides[0] != sides[1]:
            yield Altered(name, *sides)
    one, other = before.rule, after.rule
    if one is None or other is None:
        if one is not other:
            yield Altered("rules_on_record", one is not None, other is not None)
        return
    for name in PRINTED_RULES:
        sides = (getattr(one, name), getattr(other, name))
        if sides[0] != sides[1]:
            yield Altered(name, *sides)
    if _count(one) != _count(other):
        yield Altered("max_count", _count(one), _count(other))


def _count(rule: FeeRule) -> int | str | None:
    """How often a code may stand in a claim; absent when it is not on record."""
    return FREE if rule.max_count is None and rule.count_on_record else rule.max_count


def _said(provision: Provision | None) -> int | bool | None:
    """The value of a provision; where it has none, that it holds; absent when it is not in force."""
    if provision is None:
        return None
    return True if provision.value is None else provision.value


def _unit(*provisions: Provision | None) -> str:
    return next((provision.unit for provision in provisions if provision), "")
