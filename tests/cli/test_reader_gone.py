"""A pipe whose reader has had enough: the command ends quietly, and as it would have ended."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import AVTALT
from tests.tables import cases

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

COMMANDS = cases("""
    case             | arguments                                                | code
    an answer        | price physiotherapy.json --embedded                      | 0
    JSON             | price physiotherapy.json --embedded --json               | 0
    a comparison     | price physiotherapy.json --embedded --against-date 2026-07-01 | 0
    a diary          | price diary.csv --embedded                               | 0
    a table          | tariffs list --date 2026-09-15 --embedded                | 0
    help             | --help                                                   | 0
    a failure        | providers get 8999999 --embedded                         | 1
""")


@pytest.mark.parametrize("lines", [0, 1])
@pytest.mark.parametrize("row", COMMANDS)
def test_nobody_reads_any_more(row, lines):
    """Whether the reader is gone before the first line or after it."""
    typed = [str(EXAMPLES / word) if "." in word else word for word in row["arguments"].split()]
    with subprocess.Popen([AVTALT, *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as command:
        assert command.stdout
        assert command.stderr
        for _ in range(lines):
            command.stdout.readline()
        command.stdout.close()
        told = command.stderr.read()
        assert command.wait(timeout=60) == int(row["code"])
    assert "Broken" not in told
    assert "Traceback" not in told
    assert "INTERNAL" not in told
