"""The tally of an archive as a person reads it, and as a program does."""

from pathlib import Path
from typing import Any

from service.cli.diary.booking import say as say_of_diary
from service.cli.printing import print_table
from service.cli.printing import say as say_line
from service.cli.repricing.job import Basis
from service.cli.repricing.phrases import say
from service.cli.repricing.tally import FEE_CODES, OTHERS, Difference, Key, Side, Sums, Tally
from service.texts.catalogue import Catalogue

MOST_SHOWN = 10
ORDER = ("APPROVED", "PARTLY_APPROVED", "REJECTED", "NOT_COVERED", "NEEDS_INFORMATION", "OUTSIDE_SCHEME", "UNREAD")
SIDES = ("patient", "helfo")
LEFT_OUT = ("not_told", "not_known", "unsettled")


def print_report(found: Tally, texts: Catalogue) -> None:
    """Print what there is of each outcome, what is left out of the sums, and the largest differences."""
    rows = [[say_of_diary(outcome), *_sums(found.outcomes[outcome], texts)] for outcome in _outcomes(found)]
    rows.append([texts.say("headings", "SUM", {}), *_sums(found.all, texts)])
    headings = ("OUTCOME", "CLAIMS", "PATIENT_PAYS", "PATIENT_PAID", "DIFFERENCE")
    names = [say(name) for name in (*headings, "HELFO_PAYS", "HELFO_PAID", "DIFFERENCE")]
    print_table(names, rows, frozenset(range(1, len(names))))
    say_line("\n" + say("DIFFER", count=found.differ, all=found.all.claims))
    for name in SIDES:
        _print_left_out(getattr(found.all, name), name, texts)
    _print_differences(found.largest, texts)


def _outcomes(found: Tally) -> list[str]:
    return [outcome for outcome in ORDER if outcome in found.outcomes]


def _sums(sums: Sums, texts: Catalogue) -> list[str]:
    return [str(sums.claims), *_side(sums.patient, texts), *_side(sums.helfo, texts)]


def _side(side: Side, texts: Catalogue) -> list[str]:
    """The sums of a payer; nothing where nothing is compared."""
    if not side.compared:
        return ["", "", ""]
    return [signed(amount, texts) for amount in (side.pays, side.paid, side.difference)]


def _print_left_out(side: Side, name: str, texts: Catalogue) -> None:
    counts = ((key, getattr(side, key)) for key in LEFT_OUT)
    told = [say(key.upper(), count=count, paid=signed(side.unsettled_paid, texts)) for key, count in counts if count]
    if told:
        say_line(say(f"LEFT_OUT_{name.upper()}", what="; ".join(told)))


def _print_differences(largest: list[tuple[Key, Difference]], texts: Catalogue) -> None:
    if not largest:
        return
    say_line("\n" + say("LARGEST") + "\n")
    rows = [
        [_name(key), str(each.claims), signed(each.patient, texts), signed(each.helfo, texts)]
        for key, each in largest[:MOST_SHOWN]
    ]
    headings = ("BECAUSE", "CLAIMS", "PATIENT", "HELFO")
    print_table([say(name) for name in headings], rows, frozenset({1, 2, 3}))
    if len(largest) > MOST_SHOWN:
        say_line("\n" + say("MORE_GROUPS", count=len(largest) - MOST_SHOWN))


def _name(key: Key) -> str:
    kind, name = key
    return say("OTHERS") if kind == OTHERS else name or say("NO_CODES")


def signed(ore: int, texts: Catalogue) -> str:
    """An amount that may be less than nothing."""
    return f"{'-' if ore < 0 else ''}{texts.kroner(abs(ore))}"


def as_object(found: Tally, basis: Basis) -> dict[str, Any]:
    """All of it for a program, in øre."""
    return {
        "basis": {
            "revision": basis.revision,
            "tariff_digest": basis.tariff,
            "rules_version": basis.rules,
            "tariff_authority": basis.authority,
            "evaluated_at": basis.evaluated_at,
        },
        **_sums_object(found.all),
        "not_read": found.unread,
        "differ": found.differ,
        "outcomes": [{"outcome": name} | _sums_object(found.outcomes[name]) for name in _outcomes(found)],
        "differences": [_difference_object(key, each) for key, each in found.largest],
    }


def _sums_object(sums: Sums) -> dict[str, Any]:
    return {"claims": sums.claims} | {name: _side_object(getattr(sums, name)) for name in SIDES}


def _side_object(side: Side) -> dict[str, int]:
    return {
        "compared": side.compared,
        "pays_ore": side.pays,
        "paid_ore": side.paid,
        "difference_ore": side.difference,
        "differ": side.differ,
        "not_told": side.not_told,
        "not_known": side.not_known,
        "unsettled": side.unsettled,
        "unsettled_paid_ore": side.unsettled_paid,
    }


def _difference_object(key: Key, each: Difference) -> dict[str, Any]:
    kind, name = key
    put_down_to = {kind: name.split() if kind == FEE_CODES else name}
    return {
        **put_down_to,
        "claims": each.claims,
        "patient_difference_ore": each.patient,
        "helfo_difference_ore": each.helfo,
        "gross_ore": each.gross,
    }


def write_report(path: Path, found: Tally, basis: Basis) -> None:
    """Put the report in its place, whole or not at all."""
    import json

    draft = path.with_name(f"{path.name}.new")
    draft.write_text(json.dumps(as_object(found, basis), indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
