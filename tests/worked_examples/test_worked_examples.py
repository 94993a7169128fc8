"""Every worked example, priced through a real server to the øre."""

from pathlib import Path

import pytest
from google.protobuf.json_format import MessageToDict

from avtalt.v1.decision_pb2 import Decision, Outcome, Payee
from tests.tables import rows
from tests.worked_examples.notation import kroner, request

HERE = Path(__file__).parent
AMOUNTS = {
    "honorarium": "honorarium_ore",
    "pays": "patient_pays_ore",
    "lowest": "lowest_patient_pays_ore",
    "highest": "highest_patient_pays_ore",
    "helfo": "helfo_pays_ore",
    "counts": "counts_towards_ceiling_ore",
    "afterwards": "refunded_afterwards_ore",
}

ESTIMATE = {
    "most": "highest_refund_ore",
    "refund": "refund_ore",
    "deducted": "deducted_user_fee_ore",
    "eea counts": "counts_towards_ceiling_ore",
    "eea afterwards": "refunded_afterwards_ore",
}


def examples() -> list[object]:
    """Every row of every table, named by table and case."""
    found = []
    for path in sorted(HERE.glob("*.txt")):
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        found += [pytest.param(row, id=f"{path.stem}: {row['case']}") for row in rows(text)]
    return found


def amounts(row: dict[str, str], decision: Decision) -> dict[str, int | None]:
    """The sums that the row has an opinion on, as they are in the answer."""
    totals = decision.totals
    return {
        column: getattr(totals, field) if totals.HasField(field) else None  # type: ignore[arg-type]
        for column, field in AMOUNTS.items()
        if row.get(column)
    }


def estimate(row: dict[str, str], decision: Decision) -> dict[str, int | None]:
    """The sums of the estimate for treatment abroad that the row has an opinion on."""
    told = decision.abroad_estimate
    return {
        column: getattr(told, field) if told.HasField(field) else None  # type: ignore[arg-type]
        for column, field in ESTIMATE.items()
        if row[column]
    }


@pytest.mark.parametrize("row", examples())
def test_example(row, call, documented_keys):
    """The answer has the outcome, the sums, the reasons and the notices that the row expects."""
    decision = call("PriceClaim", request(row)).decision
    codes = MessageToDict(decision, preserving_proto_field_name=True)
    reasons = [reason["code"].removeprefix("REASON_CODE_") for reason in codes.get("reasons", ())]
    notices = [notice["code"].removeprefix("NOTICE_CODE_") for notice in codes.get("notices", ())]
    assumptions = [each["code"].removeprefix("ASSUMPTION_CODE_") for each in codes.get("assumptions", ())]
    assert Outcome.Name(decision.outcome).removeprefix("OUTCOME_") == row["outcome"], reasons
    assert amounts(row, decision) == {column: kroner(row[column]) for column in AMOUNTS if row.get(column)}, reasons
    if row.get("to"):
        assert Payee.Name(decision.totals.helfo_pays_to).removeprefix("PAYEE_") == row["to"]
    assert set(row.get("reasons", "").split()) <= set(reasons)
    assert set(row.get("notices", "").split()) <= set(notices)
    assert set(row.get("assumptions", "").split()) <= set(assumptions)
    for section, prefix in (
        ("reasons", "REASON_CODE_"),
        ("notices", "NOTICE_CODE_"),
        ("assumptions", "ASSUMPTION_CODE_"),
    ):
        for each in codes.get(section, ()):
            assert set(each.get("data", ())) == documented_keys[section][each["code"].removeprefix(prefix)], each
    if row.get("until"):
        assert decision.valid_until == row["until"]
    if "report by" in row:
        assert decision.report_by == row["report by"]
        assert " ".join(each.subject for each in decision.provisional) == row["provisional"]
    if "apply by" in row:
        assert decision.HasField("abroad_estimate") == bool(row["most"])
        assert estimate(row, decision) == {column: kroner(row[column]) for column in ESTIMATE if row[column]}
        assert decision.abroad_estimate.apply_by == row["apply by"]
        assert sorted(decision.not_considered) == sorted(row["not considered"].split())
    if row.get("codes"):
        assert " ".join(_uses(decision)) == row["codes"]


def _uses(decision: Decision) -> list[str]:
    """The fee codes of all lines, with their counts."""
    fees = [fee for line in decision.lines for fee in line.fees]
    return [fee.fee_code if fee.count == 1 else f"{fee.fee_code}*{fee.count}" for fee in fees]
