"""
Every worked example, priced through a real server to the øre.

All of them on SQLite and a sample on PostgreSQL, as a price never asks the
database; and each in every language with its derivation.
"""

import re

import pytest
from google.protobuf.json_format import MessageToDict

from avtalt.v1.basis_pb2 import VIEW_BASIC, VIEW_FULL
from avtalt.v1.decision_pb2 import Decision, Outcome, Payee
from service.texts.catalogue import LANGUAGES
from tests.worked_examples.examples import Example, examples, priced
from tests.worked_examples.notation import kroner, request

SAMPLE = 10
"""Of so many examples one is also priced on PostgreSQL."""

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


SOURCE = re.compile(
    r"(FOR-\d{4}-\d\d-\d\d-\d+|LOV-\d{4}-\d\d-\d\d-\d+|https://"
    r"|folketrygdloven|helsepersonelloven|pasient- og brukerrettighetsloven|helse- og omsorgstjenesteloven)"
)
ASKED = {"discipline", "performer", "date", "start", "patient", "grounds", "requisition", "authority", "earlier"}
ASKED |= {"bookings", "holder", "same day", "lines"}
EXPECTED = {"outcome", "to", "reasons", "notices", "assumptions", "without", "until", "codes", "provisional"}
EXPECTED |= {"report by", "apply by", "not considered", *AMOUNTS, *ESTIMATE}
COLUMNS = {"case", "source"} | ASKED | EXPECTED


def cases(chosen: tuple[Example, ...]) -> list[object]:
    """Examples as parameters of a test, named by table and case."""
    return [pytest.param(example.row, id=example.name) for example in chosen]


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


@pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", cases(examples()))
def test_example(row, call, documented_keys):
    """The answer has the outcome, the sums, the reasons and the notices that the row expects."""
    check(row, call("PriceClaim", request(row)).decision, documented_keys)


@pytest.mark.parametrize("demo_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("row", cases(examples()[::SAMPLE]))
def test_example_on_postgresql(row, call, documented_keys):
    """The same answer over the other database."""
    check(row, call("PriceClaim", request(row)).decision, documented_keys)


@pytest.mark.parametrize("row", cases(examples()))
def test_derivation(row):
    """The derivation changes nothing in the answer, and each of its steps can be said in every language."""
    for language in LANGUAGES:
        basic, full = (priced(row, view, language) for view in (VIEW_BASIC, VIEW_FULL))
        assert full.derivation
        for step in full.derivation:
            assert step.text, step
            assert not set("{}") & set(step.text), step
        del full.derivation[:]
        assert full == basic


@pytest.mark.parametrize("row", cases(examples()))
def test_source(row):
    """Every row names the act, or the page, that it follows from, and every column of it is one that is read."""
    assert SOURCE.match(row.get("source", "")), row
    assert set(row) <= COLUMNS


def test_a_name_is_that_of_one_example():
    """No table has two rows of the same name, so that a document can name one."""
    names = [example.name for example in examples()]
    assert len(set(names)) == len(names)


def check(row: dict[str, str], decision: Decision, documented_keys: dict[str, dict[str, set[str]]]) -> None:
    """The answer is what the row expects."""
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
    assert not set(row.get("without", "").split()) & {*reasons, *notices, *assumptions}
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
