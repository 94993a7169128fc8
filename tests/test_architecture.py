"""
The invariants of the README, each kept by a test that is itself seen to fail.

What is loaded is asked of a fresh interpreter; what is read and which figures
stand in the code is asked of the syntax tree.
"""

import ast
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from tests.tables import rows

ROOT = Path(__file__).resolve().parents[1]
TARIFF_DATA = ROOT / "registry" / "tariffs" / "data"


# Who loads what

NEVER_LOADS = rows("""
    package              | never loads
    service.pricing      | grpc google sqlmodel sqlalchemy avtalt
    service.verification | grpc google sqlmodel sqlalchemy avtalt
    registry.records     | grpc google sqlmodel sqlalchemy avtalt service
    registry.period      | grpc google sqlmodel sqlalchemy avtalt service
    registry.snapshot    | grpc google sqlmodel sqlalchemy avtalt service
    registry.tariffs     | grpc google sqlmodel sqlalchemy avtalt service
    registry             | grpc google avtalt service
    service.gateway      | grpc sqlmodel sqlalchemy registry
    service.supervising  | grpc google sqlmodel sqlalchemy avtalt registry
""")

# Alembic runs these files itself, inside a migration; nothing imports them.
RUN_BY_ALEMBIC = "registry.migrations"

LOAD = """
import importlib, json, pkgutil, sys

name, skipped = sys.argv[1:]
package = importlib.import_module(name)
paths = getattr(package, "__path__", None)
for module in pkgutil.walk_packages(paths, name + ".") if paths else ():
    if not module.name.endswith(".__main__") and not module.name.startswith(skipped + "."):
        importlib.import_module(module.name)
print(json.dumps(sorted({module.partition(".")[0] for module in sys.modules})))
"""


def loaded_by(package: str, root: Path = ROOT) -> set[str]:
    """Top-level packages that are loaded once every module of a package is imported."""
    run = subprocess.run(
        [sys.executable, "-c", LOAD, package, RUN_BY_ALEMBIC],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{package} cannot be imported by itself:\n{run.stderr}"
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("row", NEVER_LOADS, ids=[row["package"] for row in NEVER_LOADS])
def test_a_package_never_loads_what_is_forbidden_to_it(row):
    assert loaded_by(row["package"]) & set(row["never loads"].split()) == set()


def test_an_import_deep_in_a_package_is_noticed(tmp_path):
    deep = tmp_path / "somewhere" / "inner"
    deep.mkdir(parents=True)
    (tmp_path / "somewhere" / "__init__.py").touch()
    (deep / "__init__.py").touch()
    (deep / "rule.py").write_text("def price():\n    return 1\n")
    assert "grpc" not in loaded_by("somewhere", tmp_path)
    (deep / "rule.py").write_text("import grpc\n")
    assert "grpc" in loaded_by("somewhere", tmp_path)


def test_a_missing_package_fails_loudly(tmp_path):
    with pytest.raises(AssertionError, match="No module named 'nothing_like_it'"):
        loaded_by("nothing_like_it", tmp_path)


# Verification and pricing read nothing

PURE = (ROOT / "service" / "pricing", ROOT / "service" / "verification")

READING_MODULES = {
    *("asyncio", "glob", "http", "importlib", "io", "logging", "os", "pathlib", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib", "uuid"),
}
READING_CALLS = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
CLOCKS = {"now", "today", "utcnow"}


def reads(path: Path) -> list[str]:
    """Where a file reaches for a clock, the environment, a file or the net."""
    found = []
    for node in ast.walk(_parse(path)):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names if _top(alias.name) in READING_MODULES]
                found += [_at(path, node, f"imports {name}") for name in names]
            case ast.ImportFrom(module=str(module), level=0) if _top(module) in READING_MODULES:
                found.append(_at(path, node, f"imports from {module}"))
            case ast.Name(id=name) if name in READING_CALLS:
                found.append(_at(path, node, f"uses {name}"))
            case ast.Attribute(attr=name, value=ast.Name() | ast.Attribute()) if name in CLOCKS:
                found.append(_at(path, node, f"uses {ast.unparse(node)}"))
    return found


def test_verification_and_pricing_read_nothing():
    assert [finding for path in python_files(*PURE) for finding in reads(path)] == []


@pytest.mark.parametrize(
    "offence",
    [
        "import os",
        "import os.path",
        "from pathlib import Path",
        "def f():\n    import time",
        "today = date.today()",
        "import datetime\nnow = datetime.datetime.now()",
        "field(default_factory=date.today)",
        "open('fees.csv')",
    ],
)
def test_reading_is_noticed(tmp_path, offence):
    assert reads(written(tmp_path, offence)) != []


def test_computing_with_given_days_is_no_reading(tmp_path):
    harmless = "from datetime import date, timedelta\nlater = day + timedelta(days=1)"
    assert reads(written(tmp_path, harmless)) == []


# Figures and dates of regulations are data

ORE_PER_KRONE = 100
SMALLEST_DISTINCTIVE_FIGURE = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
FIGURE_COLUMNS = ("honorarium", "refund", "user_fee", "amount", "value")
ISO_DATE = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

# The only numbers in rules: nothing, one, the other one, and powers of ten to count with.
NUMBERS_IN_RULES = {0, 1, 2, 10, 100}

# Numbers that computers are full of, so that they prove nothing outside the rules.
COMPUTING_NUMBERS = {
    12: "months of a year",
    16: "a length in bytes or hexadecimal digits",
    24: "hours of a day",
    32: "a length in bytes",
    60: "seconds, minutes",
    64: "the longest identifier",
    100: "øre of a krone, per cent",
    128: "a length or a count of slots",
    255: "the longest line of text",
    256: "a length or a count of slots",
    1000: "thousandths of a second, a page of rows",
    2048: "a size in bytes",
}

# (file, what stands there): why it is no figure or date of a regulation.
ALLOWED = {
    ("registry/demo/generator.py", "2017"): "made-up agreements start in this year at the earliest",
    ("registry/demo/generator.py", "2025"): "and in this one at the latest",
    ("registry/tariffs/open_data/fees.py", "366"): "the days of the longest year",
    ("registry/backup.py", "30.0"): "how many seconds a copy waits for a writer",
    ("registry/exchange/csv_file.py", "20"): "a power of two",
    ("registry/exchange/csv_file.py", "200"): "how much of a heading is repeated",
    ("registry/exchange/kuhr_list.py", "20"): "a power of two",
    ("registry/exchange/report.py", "10000"): "how many refusals a report keeps",
    ("registry/exchange/report.py", "500"): "how long a problem may be told",
    ("service/cli/import_run.py", "3600.0"): "how many seconds an import may take",
    ("service/cli/import_tables.py", "20"): "how many changes are shown",
    ("registry/engine.py", "30.0"): "how many seconds a writer waits for another one",
    ("registry/writing.py", "5000"): "how many keys are looked up at once",
    ("service/limits.py", "10000"): "how many claims one call prices",
    ("service/rpc/errors.py", "200"): "after how many milliseconds to try again",
    ("service/rpc/listing_handlers.py", "20000"): "how many places one call judges",
    ("service/rpc/writes.py", "500"): "how long a note may be",
    ("service/cli/price_list_sheet.py", "46"): "how many letters a line has",
    ("service/cli/price_list_sheet.py", "58"): "how many letters a line has",
    ("service/cli/price_list_sheet.py", "150"): "how many letters a line has",
    ("service/cli/kuhr/identity.py", "40"): "added to the day or the month of some identity numbers; a year in one",
    ("service/cli/kuhr/identity.py", "80"): "added to the month of a synthetic identity number",
    ("service/cli/kuhr/identity.py", "54"): "two digits of a year in an identity number",
    ("service/cli/kuhr/identity.py", "500"): "an individual number in an identity number",
    ("service/cli/kuhr/identity.py", "900"): "an individual number in an identity number",
    ("service/cli/kuhr/identity.py", "1800"): "the century of an identity number",
    ("service/cli/kuhr/identity.py", "1900"): "the century of an identity number",
    ("service/cli/kuhr/identity.py", "2000"): "the century of an identity number",
    ("service/rpc/read_claim.py", "130"): "the most years that a person is taken to live",
}


def figures_on_record(folder: Path) -> set[Decimal]:
    """Every amount and provision in the data, in kroner and in øre, that is large enough to be told apart."""
    figures = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column, text in row.items():
                    if column and column.startswith(FIGURE_COLUMNS):
                        figures |= _both_units(column, text or "")
    return {figure for figure in figures if figure >= SMALLEST_DISTINCTIVE_FIGURE}


def _both_units(column: str, text: str) -> set[Decimal]:
    """A printed figure as kroner and as øre; nothing when the cell is empty or holds words."""
    try:
        figure = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return set()
    if column.startswith("value"):
        return {figure}
    if column.endswith("_ore"):
        return {figure, figure / ORE_PER_KRONE}
    return {figure, figure * ORE_PER_KRONE}


def regulated(path: Path, figures: set[Decimal], *, strict: bool) -> list[str]:
    """
    Where a file holds what belongs in the data: dates, years, amounts, provisions.

    In rules (`strict`) every number but the ones to count with is refused,
    whether or not the data knows it.
    """
    tree = _parse(path)
    words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[ast.Constant(value=int(year)), *_]) if year >= FIRST_YEAR and _is_day(node):
                found.append((node, "the date", ast.unparse(node)))
            case ast.Constant(value=str(text)) if id(node) not in words:
                found += [(node, "the date", day) for day in ISO_DATE.findall(text)]
                if strict and NUMBER.fullmatch(text) and _refused_in_rules(text):
                    found.append((node, "the number", text))
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as number):
                if strict and _refused_in_rules(str(number)):
                    found.append((node, "the number", str(number)))
                elif not strict and _is_regulated(Decimal(str(number)), figures):
                    found.append((node, "the figure", str(number)))
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    return [_at(path, node, f"{kind} {text}") for node, kind, text in found if (name, text) not in ALLOWED]


def _is_day(node: ast.Call) -> bool:
    """Whether a call makes a day or an instant."""
    return ast.unparse(node.func).rpartition(".")[2] in {"date", "datetime"}


def _refused_in_rules(text: str) -> bool:
    """Whether a number is more than a rule needs to count with."""
    return Decimal(text.replace(",", ".")) not in NUMBERS_IN_RULES


def _is_regulated(number: Decimal, figures: set[Decimal]) -> bool:
    """Whether a number is a year of our time or a figure of the data."""
    if number in COMPUTING_NUMBERS:
        return False
    return number in figures or (FIRST_YEAR < number < LAST_YEAR and number == int(number))


def test_no_figure_or_date_of_a_regulation_stands_in_the_code():
    figures = figures_on_record(TARIFF_DATA)
    assert figures, f"there is no figure in {TARIFF_DATA}/*.csv to compare with"
    found = [
        finding
        for path in python_files(ROOT / "service", ROOT / "registry")
        for finding in regulated(path, figures, strict=any(path.is_relative_to(folder) for folder in PURE))
    ]
    assert found == [], "move it to registry/tariffs/data, or name it in ALLOWED with the reason"


def test_every_exception_is_still_needed():
    stale = [(name, text) for name, text in ALLOWED if text not in _text_of(ROOT / name).replace("_", "")]
    assert stale == []


RECORDED = """\
fee_code,honorarium,refund,user_fee,value
A3a,210,66,144,
B21,"75,50",,,
age,,,,67
"""


@pytest.mark.parametrize(
    ("code", "in_rules", "elsewhere"),
    [
        ("start = date(2017, 7, 1)", True, True),
        ("start = datetime.date(2017, 7, 1)", True, True),
        ("start = date.fromisoformat('2021-01-01')", True, True),
        ("text = f'since 2021-01-01 {name}'", True, True),
        ("if day.year < 2021: pass", True, True),
        ("fee = 144", True, True),
        ("fee = 144_00", True, True),
        ("fee = 75.5", True, True),
        ("fee = 7550", True, True),
        ("age = 67", True, True),
        ("fee = 145", True, False),
        ("share = 0.5", True, False),
        ("share = Decimal('0.45')", True, False),
        ("bits = 64", True, False),
        ("last = lines[-1]", False, False),
        ("ore = 100 * kroner", False, False),
        ("def f():\n    '''From 2021-01-01: 144.'''", False, False),
        ("LIMIT = 1\n'''Said of 2021-01-01.'''", False, False),
        ("code = 'A3a'", False, False),
        ("held = True", False, False),
    ],
)
def test_a_figure_or_date_is_noticed(tmp_path, code, in_rules, elsewhere):
    (tmp_path / "fees.csv").write_text(RECORDED, encoding="utf-8")
    figures = figures_on_record(tmp_path)
    path = written(tmp_path, code)
    assert (bool(regulated(path, figures, strict=True)), bool(regulated(path, figures, strict=False))) == (
        in_rules,
        elsewhere,
    )


def test_figures_are_read_in_both_units(tmp_path):
    (tmp_path / "ore.csv").write_text("code,amount_ore,note\nA,14400,12345\n", encoding="utf-8")
    assert figures_on_record(tmp_path) == {Decimal(14400), Decimal(144)}


# What is generated is not kept


def test_the_generated_package_is_not_committed():
    if not (ROOT / ".git").exists():
        return  # a source archive has no history to look at
    listed = subprocess.check_output(["git", "ls-files", "avtalt"], cwd=ROOT, text=True)
    assert listed == ""


# Helpers


def python_files(*folders: Path) -> Iterator[Path]:
    """Every Python file below the folders, each of which must exist and hold some."""
    for folder in folders:
        files = sorted(folder.rglob("*.py"))
        assert files, f"{folder} holds no Python file"
        yield from files


def written(folder: Path, code: str) -> Path:
    """A file with the given code."""
    path = folder / "offence.py"
    path.write_text(code + "\n", encoding="utf-8")
    return path


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _at(path: Path, node: ast.stmt | ast.expr, what: str) -> str:
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"{name}:{node.lineno}: {what}"


def _top(module: str) -> str:
    return module.partition(".")[0]


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
