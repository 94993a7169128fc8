"""`docs/rules.md` in step: each rule with a paragraph, the code that applies it, and an example that rests on it."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from avtalt.v1 import derivation_pb2
from avtalt.v1.basis_pb2 import VIEW_FULL
from avtalt.v1.derivation_pb2 import Step
from service.pricing.trace import Rule
from tests.worked_examples.examples import examples, priced

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| `(\S+)` \| `(\w+)`: (.+) \|$", re.M)
LINK = re.compile(r"^\[(\S+)\]: (\S+)$", re.M)
ACT = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class RuleRow:
    """A row of the page; paragraphs are the acts and where in them."""

    rule: str
    says: str
    paragraphs: tuple[str, ...]
    module: str
    table: str
    case: str

    @property
    def acts(self) -> set[str]:
        """The acts of its paragraphs."""
        return {act for paragraph in self.paragraphs for act in ACT.findall(paragraph)}


ROWS = [RuleRow(rule, says, tuple(law.split("; ")), *rest) for rule, says, law, *rest in ROW.findall(PAGE)]
LINKS = dict(LINK.findall(PAGE))

TABLE = re.compile(r"^\| [a-z, ]+ \| `(\w+)` \| .+ \|$", re.M)

by_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.table}: {row.case}")


def test_every_rule_has_a_row_and_every_line_of_the_table_is_one():
    """The rules of the trace are those of the page, and no line of the table is left unread."""
    assert {row.rule for row in ROWS} == {rule.value for rule in Rule}
    assert len(ROWS) == len(re.findall(r"^\| `", PAGE, re.M))


@by_row
def test_module(row):
    """The module exists and names the rule."""
    assert f"Rule.{row.rule}" in (ROOT / row.module).read_text(encoding="utf-8")


def test_every_act_is_cited_where_the_rules_are_kept():
    """Every act has its address on the page; a data file or a module cites the act, and a data file the address."""
    acts = {act for row in ROWS for act in row.acts}
    assert acts == set(LINKS)
    data = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "registry" / "tariffs" / "data").glob("*.csv"))
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "service").rglob("*.py"))
    assert {act for act in acts if act not in data + code} == set()
    assert {url for url in LINKS.values() if url not in data} == set()


@by_row
def test_example(row):
    """The example exists, and its answer rests on the rule and names one of the paragraphs."""
    (example,) = (each for each in examples() if (each.table, each.row["case"]) == (row.table, row.case))
    number = derivation_pb2.Rule.Value(f"RULE_{row.rule}")
    steps = [step for step in priced(example.row, VIEW_FULL).derivation if step.rule == number]
    assert steps
    assert any(names(step, row) for step in steps), [step.legal_bases for step in steps]


def test_every_table_of_examples_is_listed_once():
    """The list of tables on the page is the list of files."""
    assert sorted(TABLE.findall(PAGE)) == sorted({example.table for example in examples()})


def test_what_the_page_on_patients_pages_names_exists():
    """Each table of examples named in `docs/patient_pages.md` is there."""
    named = re.findall(r"`(\w+)\.txt`", (ROOT / "docs" / "patient_pages.md").read_text(encoding="utf-8"))
    assert set(named) <= {example.table for example in examples()}


def names(step: Step, row: RuleRow) -> bool:
    """
    Whether a step names a paragraph of the row.

    One of them may say more of the place than the other.
    """
    said = [part for basis in step.legal_bases for part in basis.text.split("; ")]
    wanted = [ACT.sub(r"\1", paragraph) for paragraph in row.paragraphs]
    return any(one.startswith(other) or other.startswith(one) for one in said for other in wanted)
