"""What was measured: figures with their spread, printed side by side and kept with the machine named."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).with_name("results")
MEASURED = (
    "protos",
    "service",
    "registry",
    "requirements.txt",
    "benchmarks/*.py",
    "tests/databases.py",
    "tests/supervising",
)
"""What the figures depend on; results that were written a moment ago are no change."""

SMALL = 10
WIDTH = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured in several rounds of one run; `unit` is empty for a ratio."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Median, least and most, as they are printed."""
        digits = 2 if median(self.values) < SMALL else 0
        return tuple(f"{value:,.{digits}f}" for value in (median(self.values), min(self.values), max(self.values)))


def ratio(name: str, above: Figure, below: Figure) -> Figure:
    """How two figures compare, round by round."""
    return Figure(name, "", tuple(a / b for a, b in zip(above.values, below.values, strict=True)))


def tell(what: str, figures: Sequence[Figure]) -> None:
    """Print the figures, and keep them in `results`, one file for each thing that is measured."""
    console = Console(width=WIDTH)
    table = Table("what", "unit", "median", "least", "most", title=f"{what}, on {machine()}")
    for figure in figures:
        table.add_row(figure.name, figure.unit, *figure.told)
    console.print(table)
    RESULTS.mkdir(exist_ok=True)
    kept = {"machine": machine(), "commit": commit(), "figures": [_plain(figure) for figure in figures]}
    path = RESULTS / f"{what}.json"
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"Kept in {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")


def left_out(why: str) -> None:
    """Say loudly that something was not measured."""
    Console(stderr=True, width=WIDTH).print(f"LEFT OUT: {why}", style="bold red")


def machine() -> str:
    """The machine and the Python that measured."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def commit() -> str:
    """The commit that was measured, with a mark when code was changed since; empty outside a checkout."""
    commit = _git("rev-parse", "--short", "HEAD")
    return f"{commit}-dirty" if _git("status", "--porcelain", "--", *(f":/{each}" for each in MEASURED)) else commit


def _git(*command: str) -> str:
    told = subprocess.run(["git", *command], capture_output=True, text=True, check=False, cwd=RESULTS.parent)
    return told.stdout.strip()


def _plain(figure: Figure) -> dict[str, object]:
    values = [round(value, 4) for value in figure.values]
    return {"name": figure.name, "unit": figure.unit, "median": round(median(figure.values), 4), "rounds": values}


def _processor() -> str:
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _lines(path: Path) -> Iterable[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
