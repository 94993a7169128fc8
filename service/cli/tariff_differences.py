"""Differences between two days as a person reads them, and as a program does."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from registry.tariffs.differences import AMOUNTS, Altered, CategoryDifference, Change, FeeDifference
from registry.tariffs.records import RefundCategory
from registry.tariffs.tariff_day import FeeEntry
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue, catalogue

if TYPE_CHECKING:
    from service.cli.tariff_diff import Differences

HEADINGS = ("HONORARIUM", "REFUND", "USER_FEE")
ORE = ("amount_ore", "ORE")


def print_differences(found: "Differences", language: str) -> None:
    """Print a table of fee codes, then ceilings and provisions; one line when nothing differs."""
    texts = catalogue(language)
    if not (found.fees or found.categories or found.ceilings or found.provisions):
        say(phrase("TARIFF_NO_DIFFERENCE", first=found.first, second=found.second))
        return
    if found.fees:
        amounts = [texts.say("headings", heading, {}) for heading in HEADINGS]
        first = [phrase("TARIFF_DISCIPLINE"), phrase("TARIFF_FEE_CODE"), phrase("TARIFF_CHANGE")]
        print_table([*first, *amounts, phrase("TARIFF_RULES")], [_row(each, texts) for each in found.fees])
    if found.fees and found.categories:
        say("")
    if found.categories:
        headings = [phrase(f"TARIFF_{heading}") for heading in ("DISCIPLINE", "CATEGORY", "CHANGE")]
        refund = texts.say("headings", "REFUND", {})
        print_table([*headings, refund], [_category_row(each, texts) for each in found.categories])
    for discipline, altered in found.ceilings:
        say(phrase("TARIFF_CEILING", discipline=texts.word(discipline), change=_values(altered, texts)))
    for provision_id, altered in found.provisions:
        say(f"{provision_id}: {_values(altered, texts)}")  # the id as it stands in the file, for who maintains it


def _row(each: FeeDifference, texts: Catalogue) -> list[str]:
    change = phrase(f"TARIFF_{each.change}")
    if each.successor:
        change = phrase("TARIFF_SUCCEEDED", change=change, successor=each.successor)
    amounts = [_amount(each, name, texts) for name in AMOUNTS]
    rules = "; ".join(_rule(altered, texts) for altered in each.altered if altered.name not in AMOUNTS)
    return [texts.word(each.discipline), each.fee_code, change, *amounts, rules]


def _category_row(each: CategoryDifference, texts: Catalogue) -> list[str]:
    before, after = _refund(each.before), _refund(each.after)
    both = each.change is Change.CHANGED
    refund = _step(before, after, texts) if both else _side(after if before is None else before, texts)
    return [texts.word(each.discipline), each.category, phrase(f"TARIFF_{each.change}"), refund]


def _amount(each: FeeDifference, name: str, texts: Catalogue) -> str:
    """An amount on both days, or on the one day on which the code is there."""
    before, after = (_ore(entry, name) for entry in (each.before, each.after))
    if each.before is None or each.after is None:
        return _side(before if each.after is None else after, texts)
    return _step(before, after, texts)


def _side(ore: int | None, texts: Catalogue) -> str:
    return ABSENT if ore is None else texts.kroner(ore)


def _step(before: int | None, after: int | None, texts: Catalogue) -> str:
    """An amount on both days, with the difference where it changed; what is not on record is a hyphen."""
    sides = [_side(ore, texts) for ore in (before, after)]
    if before == after:
        return sides[0]
    step = f" ({_signed(after - before, texts)})" if before is not None and after is not None else ""
    return f"{sides[0]} → {sides[1]}{step}"


def _rule(altered: Altered, texts: Catalogue) -> str:
    """A rule on both days; of a set of codes only what came and went."""
    name = phrase(f"TARIFF_{altered.name.upper()}")
    if isinstance(altered.before, frozenset) and isinstance(altered.after, frozenset):
        came = [f"+{each}" for each in sorted(altered.after - altered.before)]
        went = [f"−{each}" for each in sorted(altered.before - altered.after)]
        return f"{name} {' '.join((*came, *went))}"
    return f"{name} {_values(altered, texts)}"


def _values(altered: Altered, texts: Catalogue) -> str:
    before, after = (_value(side, altered.name, texts) for side in (altered.before, altered.after))
    return f"{before} → {after}"


def _value(value: object, name: str, texts: Catalogue) -> str:
    if value is None or value == "":
        return ABSENT
    if isinstance(value, bool):
        return phrase("TARIFF_YES" if value else "TARIFF_NO")
    if name in ORE and isinstance(value, int):
        return texts.kroner(value)
    return texts.word(str(value))


def _signed(ore: int, texts: Catalogue) -> str:
    return f"+{texts.kroner(ore)}" if ore > 0 else f"−{texts.kroner(-ore)}"


def _refund(category: RefundCategory | None) -> int | None:
    return category.refund_ore if category else None


def _ore(entry: FeeEntry | None, name: str) -> int | None:
    return getattr(entry.fee, name) if entry else None


def as_object(found: "Differences") -> dict[str, Any]:
    """All of it for a program; amounts in øre, and absent as null."""
    return {
        "first_date": f"{found.first}",
        "second_date": f"{found.second}",
        "fees": [_fee_object(each) for each in found.fees],
        "refund_categories": [_category_object(each) for each in found.categories],
        "ceilings": [{"discipline": each.value, **_sides(altered)} for each, altered in found.ceilings],
        "provisions": [
            {"provision": name, **_sides(altered), "unit": altered.name} for name, altered in found.provisions
        ],
    }


def _fee_object(each: FeeDifference) -> dict[str, Any]:
    return {
        "discipline": each.discipline.value,
        "fee_code": each.fee_code,
        "change": each.change.value,
        "successor": each.successor,
        "before": _amounts(each.before),
        "after": _amounts(each.after),
        "difference": _difference(each),
        "rules": [{"name": a.name, **_sides(a)} for a in each.altered if a.name not in AMOUNTS],
    }


def _category_object(each: CategoryDifference) -> dict[str, Any]:
    return {
        "discipline": each.discipline.value,
        "category": each.category,
        "change": each.change.value,
        "before": _refund(each.before),
        "after": _refund(each.after),
    }


def _amounts(entry: FeeEntry | None) -> dict[str, int | None] | None:
    return {name: _ore(entry, name) for name in AMOUNTS} if entry else None


def _difference(each: FeeDifference) -> dict[str, int] | None:
    """By how much each amount rose; only those that are on record on both days."""
    if each.change is not Change.CHANGED:
        return None
    sides = {name: (_ore(each.before, name), _ore(each.after, name)) for name in AMOUNTS}
    return {name: after - before for name, (before, after) in sides.items() if before is not None and after is not None}


def _sides(altered: Altered) -> dict[str, Any]:
    return {"before": _plain(altered.before), "after": _plain(altered.after)}


def _plain(value: object) -> object:
    return sorted(str(each) for each in value) if isinstance(value, Iterable) and not isinstance(value, str) else value
