"""What `--help` says."""

import subprocess
import sys

import pytest
from pydantic_core import PydanticUndefined

from service.settings import Settings
from tests.tables import cases

LISTED = cases("""
    case      | arguments      | told
    commands  | --help         | serve demo status migrate price reprice verify import export backup restore providers registry tariffs
    nothing   |                | serve demo status migrate price reprice verify import export backup restore providers registry tariffs
    status    | status         | --target --embedded --database --json --language --timeout AVTALT_TARGET
    price     | price          | --target --embedded --database --json --language --authority --evaluated-at --timeout AVTALT_TARGET --format --tariffs --explain --against-date --against-provider --against-practice --against-minutes --against-revision --against-known-at --against-authority --against-tariffs
    reprice   | reprice        | --out --report --database --tariffs --revision --known-at --evaluated-at --authority --language --workers --restart
    verify    | verify         | --date --discipline --practice --requisition --only --hpr --target --embedded --json
    providers | providers      | get list history
    list      | providers list | --date --discipline --municipality --name --competence --agreement --reimbursable --include-unknown --limit --revision --known-at --at-least
    history   | providers history | --revision --known-at --target --embedded --json
    registry  | registry       | status revisions
    import    | import         | --database --target --dry-run --skip-refused --complete-source --fetched --note --request-id --refusals --json
    export    | export         | --database --revision --overwrite
    backup    | backup         | --database
    restore   | restore        | --database --overwrite
    tariffs   | tariffs        | list fee ceiling
    fee       | tariffs fee    | --date --discipline --target --embedded --json --language
    demo      | demo           | --providers --seed --database --host --port
    migrate   | migrate        | --database
""")


@pytest.mark.parametrize("row", LISTED)
def test_help_lists(row, avtalt, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    arguments = row["arguments"].split()
    ended = avtalt(*arguments, *(["--help"] if arguments and arguments != ["--help"] else []))
    printed = ended.shown.split()
    assert set(row["told"].split()) <= {word.strip("[]():,.│") for word in printed}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_a_flag_and_told_with_variable_and_default(name, avtalt, monkeypatch):
    monkeypatch.setenv("COLUMNS", "255")
    printed = avtalt("serve", "--help").shown
    (line,) = [line for line in printed.splitlines() if f"--{name.replace('_', '-')} " in line]
    assert f"AVTALT_{name.upper()}; " in line
    default = Settings.model_fields[name].default
    assert default is not PydanticUndefined
    assert default is None or f"; {default}." in line


def test_help_waits_for_nothing_heavy():
    heavy = "grpc google sqlmodel sqlalchemy alembic pydantic pydantic_settings structlog"
    code = f"import sys, service.cli.main; print(*set('{heavy}'.split()) & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == ""
