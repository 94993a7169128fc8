"""What a command loads before it answers: asking a server needs no database, and help needs hardly anything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import cases

ROOT = Path(__file__).parents[2]
LOADED = """
import json, sys
from service.cli.main import main

sys.argv = ["avtalt", *sys.argv[1:]]
code = 0
try:
    main()
except SystemExit as ended:
    code = ended.code or 0
print(json.dumps([code, sorted({module.partition(".")[0] for module in sys.modules})]), file=sys.stderr)
"""

LOADS = cases("""
    case                  | arguments                                                              | loads none of
    help                  | --help                                                                 | sqlalchemy sqlmodel alembic psycopg grpc google avtalt registry
    help of a command     | price --help                                                           | sqlalchemy sqlmodel alembic psycopg grpc google avtalt registry
    a claim               | price docs/examples/physiotherapy.json --target TARGET                 | sqlalchemy sqlmodel alembic psycopg
    a claim explained     | price docs/examples/physiotherapy.json --explain --target TARGET       | sqlalchemy sqlmodel alembic psycopg
    two claims compared   | price docs/examples/physiotherapy.json --against-date 2026-07-01 --target TARGET | sqlalchemy sqlmodel alembic psycopg
    a diary               | price docs/examples/diary.csv --target TARGET                          | sqlalchemy sqlmodel alembic psycopg
    a diary of JSON       | price docs/examples/diary.jsonl --json --target TARGET                 | sqlalchemy sqlmodel alembic psycopg
    a message of claims   | price docs/examples/kuhr.json --target TARGET                          | sqlalchemy sqlmodel alembic psycopg
    help of repricing     | reprice --help                                                         | sqlalchemy sqlmodel alembic psycopg grpc google avtalt registry pyarrow
    a verification        | verify 9000001 --date 2026-09-15 --target TARGET                       | sqlalchemy sqlmodel alembic psycopg
    a provider            | providers get 9000007 --target TARGET                                  | sqlalchemy sqlmodel alembic psycopg
    a fee                 | tariffs fee A3a --date 2026-09-15 --target TARGET                      | sqlalchemy sqlmodel alembic psycopg
    a price list          | pricelist 9000001 --date 2026-09-15 --target TARGET                    | sqlalchemy sqlmodel alembic psycopg
    the state of a server | status --target TARGET                                                 | sqlalchemy sqlmodel alembic psycopg
    a claim answered here | price docs/examples/physiotherapy.json --embedded                      | alembic psycopg
""")


def loaded_by(arguments: list[str]) -> set[str]:
    """The top-level packages that are loaded when a command has ended well, in an interpreter of its own."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    code, packages = json.loads(run.stderr.splitlines()[-1])
    assert code == 0, run.stderr
    return set(packages)


@pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)  # the server's, which the command knows nothing of
@pytest.mark.parametrize("row", LOADS)
def test_a_command_loads_only_what_it_needs(row, demo_target):
    loaded = loaded_by(row["arguments"].replace("TARGET", demo_target).split())
    assert loaded & set(row["loads none of"].split()) == set()
    assert "service" in loaded


def test_a_command_that_needs_a_database_is_seen_to_load_it(tmp_path):
    assert {"sqlalchemy", "alembic"} <= loaded_by(["migrate", "--database", f"sqlite:///{tmp_path}/register.db"])
