"""What the rule engines are asked: our three-line claim and the tariff of its day, and what we answer ourselves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.claims import TREATMENT_DAY, three_lines
from benchmarks.peers.graph import Row, decision_graph, expression
from benchmarks.server import demo_context
from registry.tariffs.records import Discipline
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim

CARDS = {False: "EXEMPTION_CARD_NOT_HELD", True: "EXEMPTION_CARD_HELD"}
"""Whether the patient holds an exemption card; the claim is asked about both ways."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How often one claim is asked about in a round, how many are asked about at once, and the rounds."""

    times: int = 1_000
    many: int = 100_000
    rounds: int = 7


def question(effort: Effort) -> dict[str, Any]:
    """The question as plain data."""
    fees, codes = _fees(), {line.fee.fee_code for line in three_lines().claim.lines}
    small = [fee for fee in fees if fee["code"] in codes]
    return {
        "day": TREATMENT_DAY,
        "claims": [_claim(card=card) for card in CARDS],
        "fees": fees,
        "whole_graph": decision_graph(fees),
        "small_graph": decision_graph(small),
        "expression": expression(small),
        "times": effort.times,
        "many": effort.many,
        "rounds": effort.rounds,
    }


def our_answers() -> list[list[int | None]]:
    """What the patient and Helfo pay by our core, in øre, without a card and with one."""
    context = demo_context()
    found = []
    for card in CARDS.values():
        request = three_lines()
        request.claim.patient.exemption_card = card  # type: ignore[assignment]
        claim = read_claim(request.claim, context.tariffs.region_numbers)
        paid = price_claim(claim, context.snapshot, context.tariffs).totals.payment
        found.append([paid.patient_pays_ore, paid.helfo_pays_ore])
    return found


def _claim(*, card: bool) -> dict[str, Any]:
    lines = three_lines().claim.lines
    return {"lines": [{"code": line.fee.fee_code, "count": line.fee.count, "card": card} for line in lines]}


def _fees() -> list[Row]:
    """The fees of physiotherapy on the day whose amounts are on record."""
    context = demo_context()
    entries = context.tariffs.day(Discipline.PHYSIOTHERAPY, date.fromisoformat(TREATMENT_DAY)).fees
    fees = [entry.fee for entry in entries.values()]
    return [
        {
            "code": fee.fee_code,
            "user_fee_ore": fee.user_fee_ore,
            "refund_ore": fee.refund_ore,
            "honorarium_ore": fee.honorarium_ore,
        }
        for fee in fees
        if None not in (fee.user_fee_ore, fee.refund_ore, fee.honorarium_ore)
    ]
