"""The tables of worked examples as they stand in the files, and an example priced in this process."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from avtalt.v1.basis_pb2 import View
from avtalt.v1.decision_pb2 import Decision
from registry.demo.generator import demo_register
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.tariffs.reader import read_tariffs
from service.rpc.context import Context
from service.rpc.servicers import find_handler
from tests.tables import rows
from tests.worked_examples.notation import request

HERE = Path(__file__).parent
TODAY = datetime(2026, 9, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """A row of a table; the table is the name of its file without the ending."""

    table: str
    row: dict[str, str]

    @property
    def name(self) -> str:
        """What the example is called in a test report."""
        return f"{self.table}: {self.row['case']}"


@cache
def examples() -> tuple[Example, ...]:
    """Every row of every table; lines that start with # are remarks."""
    found = []
    for path in sorted(HERE.glob("*.txt")):
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        found += [Example(path.stem, row) for row in rows(text)]
    return tuple(found)


@cache
def _demo() -> Context:
    """The demo register in memory, with the tariffs that are shipped."""
    return Context(Snapshot.of(demo_register(), Revision(1, TODAY, "demo")), read_tariffs(), TODAY)


def priced(row: dict[str, str], view: View, language: str = "en") -> Decision:
    """The answer to an example, by the handler itself."""
    asked = request(row)
    asked.view = view
    asked.language_code = language
    decision: Decision = find_handler("PriceClaim")(asked, _demo()).decision
    return decision
