"""The pricing of three fee codes as a decision graph and as an expression of GoRules Zen, made from our own tariff."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
"""A fee of the day: its code, user fee and refund in øre, and the honorarium that they come to."""


def decision_graph(fees: Sequence[Row]) -> dict[str, Any]:
    """A decision table, gone through once for each line, with two rows a fee: without and with an exemption card."""
    table = {
        "hitPolicy": "first",
        "executionMode": "loop",
        "inputField": "lines",
        "outputPath": "lines",
        "inputs": [_column("code", "code"), _column("card", "card")],
        "outputs": [_column("patient", "patient_ore"), _column("helfo", "helfo_ore")],
        "rules": [rule for fee in fees for rule in _rules(fee)],
    }
    sums = [{"id": name, "key": name, "value": f"sum(map(lines, #.{name}))"} for name in ("patient_ore", "helfo_ore")]
    nodes = [
        _node("asked", "inputNode"),
        _node("fees", "decisionTableNode", table),
        _node("sums", "expressionNode", {"expressions": sums}),
        _node("answer", "outputNode"),
    ]
    return {"nodes": nodes, "edges": [_edge(a["id"], b["id"]) for a, b in pairwise(nodes)]}


def expression(fees: Sequence[Row]) -> str:
    """The same in one expression, without a table."""
    patient = _chosen(f"#.code == '{fee['code']}' ? (#.card ? 0 : {fee['user_fee_ore']})" for fee in fees)
    helfo = _chosen(
        f"#.code == '{fee['code']}' ? (#.card ? {fee['honorarium_ore']} : {fee['refund_ore']})" for fee in fees
    )
    return f"{{patient_ore: {patient}, helfo_ore: {helfo}}}"


def _chosen(cases: Iterable[str]) -> str:
    """The sum over the lines of the first case that is so; there must be one."""
    return f"sum(map(lines, #.count * ({' : '.join(cases)} : null)))"


def _rules(fee: Row) -> list[dict[str, str]]:
    """Whoever holds a card pays nothing, and Helfo pays the whole honorarium."""
    shares = {"false": (fee["user_fee_ore"], fee["refund_ore"]), "true": (0, fee["honorarium_ore"])}
    return [
        {
            "_id": f"{fee['code']} {card}",
            "code": f"'{fee['code']}'",
            "card": card,
            "patient": f"count * {patient}",
            "helfo": f"count * {helfo}",
        }
        for card, (patient, helfo) in shares.items()
    ]


def _column(name: str, field: str) -> dict[str, str]:
    return {"id": name, "name": name, "field": field}


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, **({"content": content} if content else {})}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source} {target}", "type": "edge", "sourceId": source, "targetId": target}
