"""
How many instructions the core takes for a claim, counted by callgrind.

Instructions are the same on a busy machine and on an idle one, so that a change of the
core shows where a time would not. What is counted is written to `instructions.json`;
`make instructions` counts anew and fails when a kind of claim takes a tenth more than
is recorded there, so that such a change is made knowingly: with the record, in one commit.
"""

import argparse
import json
import os
import pickle
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.claims import kinds
from benchmarks.counted import COUNTED
from benchmarks.server import demo_context
from registry.demo.generator import demo_register
from service.rpc.read_claim import read_claim

RECORD = Path(__file__).with_name("instructions.json")
MOST_MORE = 1.10
"""By how much the instructions of a claim may exceed what is recorded."""

VALGRIND = "valgrind"
TOTAL = re.compile(r"^totals: (\d+)", re.MULTILINE)


def main() -> None:
    """Count, compare with the record or write it, and print."""
    parser = argparse.ArgumentParser(prog="make instructions ARGS=...")
    parser.add_argument("--record", action="store_true", help="write what is counted as the new record")
    chosen = parser.parse_args()
    if shutil.which(VALGRIND) is None:
        print(f"LEFT OUT: nothing was counted, since {VALGRIND} is missing. On Debian: apt install {VALGRIND}")
        sys.exit(1 if os.environ.get("CI") else 0)
    counted = count()
    if chosen.record:
        record = {"python": platform.python_version(), "instructions": counted}
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    _print(counted, recorded["instructions"])
    if recorded["python"] != platform.python_version():
        print(f"The record was made by Python {recorded['python']}, and this is {platform.python_version()}.")
    if found := risen(counted, recorded["instructions"]):
        print(f"Over a tenth more than recorded: {', '.join(found)}.")
        print("Find out why. If it is worth it, record it: make instructions ARGS=--record")
        sys.exit(1)


def risen(counted: Mapping[str, int], recorded: Mapping[str, int]) -> list[str]:
    """The kinds of claim that take more than they may, and those of which there is no record."""
    return [name for name, number in counted.items() if number > recorded.get(name, 0) * MOST_MORE]


def _print(counted: Mapping[str, int], recorded: Mapping[str, int]) -> None:
    table = Table("claim", "instructions", "recorded", "ratio")
    for name, number in counted.items():
        before = recorded.get(name)
        told = (f"{before:,}", f"{number / before:.3f}") if before else ("-", "-")
        table.add_row(name, f"{number:,}", *told)
    Console(width=100).print(table)


def count() -> dict[str, int]:
    """The instructions for each kind of claim."""
    context = demo_context()
    claims = [(read_claim(claim, context.tariffs.region_numbers), explained) for claim, explained in kinds().values()]
    with tempfile.TemporaryDirectory(prefix="avtalt-instructions-") as folder:
        asked = Path(folder, "asked.pickle")
        asked.write_bytes(pickle.dumps((demo_register(), context.tariffs, claims)))
        _run(asked)
        # Each kind of claim is dumped into a file of its own, and the end of the process into one more.
        dumps = [Path(f"{asked}.out.{number}").read_text(encoding="utf-8") for number in range(1, len(claims) + 1)]
    return {name: int(TOTAL.search(dump)[1]) // COUNTED for name, dump in zip(kinds(), dumps, strict=True)}  # type: ignore[index]


def _run(asked: Path) -> None:
    """Price what is asked, counted, in a process that loads nothing but the core."""
    command = [VALGRIND, "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={asked}.out"]
    counted = [sys.executable, "-m", "benchmarks.counted", str(asked)]
    try:
        subprocess.run(
            [*command, *counted],
            env=os.environ | {"PYTHONHASHSEED": "0"},
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.CalledProcessError as failure:
        raise SystemExit(failure.stderr) from None


if __name__ == "__main__":
    main()
