"""The derivation of an answer: every krone of it can be followed to printed figures, laws and terms."""

from collections import Counter

import pytest

from avtalt.v1.basis_pb2 import VIEW_FULL
from avtalt.v1.decision_pb2 import Decision
from avtalt.v1.derivation_pb2 import CONFIDENCE_UNSPECIFIED, Figure, Rule, Step
from tests.tables import cases
from tests.worked_examples.notation import request

CLAIMS = cases("""
    case                      | discipline    | performer | date       | start | patient                                | requisition | lines
    three fee codes           | PHYSIOTHERAPY | 9000001   | 2026-09-15 |       | age=40 card=no paid=3100               |             | A3a, A3b*2, F1
    a card                    | PHYSIOTHERAPY | 9000001   | 2026-09-15 |       | age=40 card=yes                        |             | A3a, A3b*2
    an intern                 | PHYSIOTHERAPY | 9000013   | 2026-09-15 |       | age=40 card=no                         |             | A3at, A3bt
    on a receipt              | PHYSIOTHERAPY | 9000020   | 2020-12-31 |       | age=40 card=no                         |             | A1a
    two examinations          | RADIOLOGY     | 310000027 | 2026-09-15 |       | age=40 card=no paid=0 municipality=0301 | doctor      | examination(ct CT2), examination(mr MR4)
    a sample                  | LABORATORY    | 310000078 | 2026-09-15 |       | age=40 card=no                         | doctor      | sample(blood MB1)
""")


@pytest.mark.parametrize("row", CLAIMS)
def test_the_figures_of_the_steps_add_up_to_the_lines(row, call):
    """Honorarium, refund and user fee of a line are the printed figures of its steps, times the count."""
    decision = explained(row, call)
    for line in decision.lines:
        sums: Counter[str] = Counter()
        for step in decision.derivation:
            if step.line_number == line.line_number and step.rule in (Rule.RULE_FEE, Rule.RULE_REFUND_CATEGORY):
                for figure in step.figures:
                    sums[figure.name] += figure.amount_ore * int(step.data.get("count", "1"))
        refunds = sum(category_refund(step) for step in decision.derivation if step.line_number == line.line_number)
        assert sums["honorarium"] + refunds == line.honorarium_ore
        assert (sums["refund"], sums["user_fee"]) == (line.refund_ore, line.user_fee_ore)


def category_refund(step: Step) -> int:
    """The honorarium of a refund category is its refund."""
    return sum(figure.amount_ore for figure in step.figures) if step.rule == Rule.RULE_REFUND_CATEGORY else 0


@pytest.mark.parametrize("row", CLAIMS)
def test_each_line_ends_with_who_pays_it(row, call):
    """The last step of a line says what patient and Helfo pay, as the line does."""
    decision = explained(row, call)
    for line in decision.lines:
        last = [step for step in decision.derivation if step.line_number == line.line_number][-1]
        assert last.rule == Rule.RULE_WHO_PAYS
        assert last.data["patient_pays_ore"] == str(line.patient_pays_ore)
        assert last.data["helfo_pays_ore"] == str(line.helfo_pays_ore)
        assert last.data["counts_ore"] == str(line.counts_towards_ceiling_ore)


@pytest.mark.parametrize("row", CLAIMS)
def test_every_figure_has_a_source_and_every_law_an_address(row, call):
    """A step names its laws with links, its days hold on the treatment date, and its figures are told from where."""
    for step in explained(row, call).derivation:
        assert all(basis.text and basis.url.startswith("https://") for basis in step.legal_bases), step
        assert (step.first_date or "0") <= row["date"] <= (step.last_date or "9"), step
        assert all(is_sourced(figure) for figure in step.figures), step


def is_sourced(figure: Figure) -> bool:
    """Whether a figure says where it was read; money and provisions also say how well it is established."""
    told = figure.confidence != CONFIDENCE_UNSPECIFIED or figure.name == "maximum_count"
    return bool(figure.source) and told


def test_what_helfo_rejects_is_said(call):
    """A reason and an assumption that correspond to a known rejection name it."""
    card = explained({"performer": "9000001", "date": "2026-09-15", "patient": "age=40 card=yes", "lines": "A3a"}, call)
    assert [each.helfo_rejection.code for each in card.assumptions if each.HasField("helfo_rejection")] == ["710"]
    none = explained({"performer": "9000003", "date": "2026-09-15", "patient": "age=40", "lines": "A3a"}, call)
    (reason,) = none.reasons
    assert (reason.helfo_rejection.code, reason.helfo_rejection.interface) == ("INGEN_TILGANG", "exemption query API")


def explained(row: dict[str, str], call) -> Decision:
    """The answer with its derivation."""
    asked = request(row)
    asked.view = VIEW_FULL
    return call("PriceClaim", asked).decision
