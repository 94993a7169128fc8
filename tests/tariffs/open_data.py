"""Our own tariffs written in the format of the open data, as JSON and as XML."""

import json
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

from registry.period import Period
from registry.tariffs.days import Days
from registry.tariffs.known import Key, Known
from registry.tariffs.open_data.offers import AREAS
from registry.tariffs.records import CombinationMode, Discipline, Fee, FeeRule
from registry.tariffs.vocabulary import YEARLY

WORDS = {CombinationMode.ALL: "Alle", CombinationMode.ALL_EXCEPT: "Alle unntatt ", CombinationMode.LIST: ""}


def entries(known: Known, discipline: Discipline) -> list[dict[str, object]]:
    """
    Every row with amounts, once for each rule that holds on its days.

    A row that begins in the middle of another one is told from there on: the
    format has no rows about rules alone.
    """
    keys = [key for key in known.fees if key[0] is discipline]
    return [entry for key in keys for entry in _entries(known, key)]


def _entries(known: Known, key: Key) -> Iterator[dict[str, object]]:
    for row in known.fees[key]:
        fee: Fee = row.record
        if None in (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore):
            continue
        for other in known.rules[key]:
            rule: FeeRule = other.record
            for period in (Days.of(fee.period) & Days.of(rule.period)).periods():
                yield _entry(fee, rule, period)


def _entry(fee: Fee, rule: FeeRule, period: Period) -> dict[str, object]:
    combinations = None
    if rule.mode in WORDS:
        combinations = WORDS[rule.mode] + ", ".join(sorted(rule.codes))
    return {
        "takst_id": 1,
        "takstkode": fee.fee_code,
        "fagomraade": AREAS[fee.discipline],
        "fradato": str(period.first_date),
        "tildato": str(period.last_date) if period.last_date else None,
        "honorar": _kroner(fee.honorarium_ore),
        "refusjon": _kroner(fee.refund_ore),
        "egenandel": _kroner(fee.user_fee_ore),
        "maks_repetisjoner": None if rule.max_count is None else rule.max_count - 1,
        "repetisjonsprosent": None if rule.max_count == 1 else 100.0,
        "ugyldig_kombinasjon": combinations,
        "krever_takst": ", ".join(sorted(rule.companions)),
        "maks_antall_per_kalender_aar": fee.frequency_count if fee.frequency in YEARLY else None,
        "minimum_tidsbruk": fee.minutes,
        "beskrivelse": "en tekst",
    }


def _kroner(ore: int | None) -> float:
    return float(Decimal(ore or 0) / 100)


def as_json(found: list[dict[str, object]]) -> bytes:
    """The entries as a JSON document."""
    return json.dumps({"takstkoder": found}, ensure_ascii=False).encode()


def as_xml(found: list[dict[str, object]]) -> bytes:
    """The entries as an XML document; a field without a value has no element."""
    root = ElementTree.Element("takstkoderResponse", xmlns="urn:example")
    for entry in found:
        element = ElementTree.SubElement(root, "takst")
        for name, value in entry.items():
            if value is not None:
                ElementTree.SubElement(element, name).text = str(value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
