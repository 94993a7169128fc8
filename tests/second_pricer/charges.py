"""
Charges that the scheme has nothing to do with, and what of them is lawful.

Source: the physiotherapy regulation, chapter III.
"""

from typing import Any

from tests.second_pricer.tables import provision

FORBIDDEN = {"BOOKING_SYSTEM", "TEXT_MESSAGE", "CARD_PAYMENT"}
EQUIPMENT = {"COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT"}
AT_COST = EQUIPMENT | {"CONSUMABLES"}


def judge_charge(line: dict[str, Any], discipline: str, day: str) -> tuple[str, int | None, set[str]]:
    """Coverage of a charge, what the patient pays, and why; absent is not known."""
    kind, amount = line["charge"], line["amount"]
    if discipline != "PHYSIOTHERAPY":
        return "OUTSIDE_SCHEME", amount, set()
    if kind in FORBIDDEN:
        return "NOT_PAYABLE", 0, {"CHARGE_FORBIDDEN"}
    refused = set()
    if kind in EQUIPMENT and line["need"] is False:
        refused.add("CHARGE_NEED_NOT_RECORDED")
    if kind in EQUIPMENT and line["free"] is False:
        refused.add("CHARGE_CHOICE_NOT_FREE")
    if refused:
        return "NOT_PAYABLE", 0, refused
    if amount is None:
        return "OUTSIDE_SCHEME", None, set()
    if kind in AT_COST and line["cost"] is not None and amount > line["cost"]:
        return "OUTSIDE_SCHEME", line["cost"], {"CHARGE_ABOVE_COST"}
    most = provision("dispatch_fee_maximum", day) if kind == "DISPATCH" else None
    if most and amount > int(most["value"]):
        return "OUTSIDE_SCHEME", int(most["value"]), {"CHARGE_ABOVE_MAXIMUM"}
    return "OUTSIDE_SCHEME", amount, set()
