"""What an import of tariffs did, or would do, as a person reads it and as a program does."""

from pathlib import Path
from typing import Any

from registry.tariffs.days import describe
from registry.tariffs.open_data.importing import Import
from registry.tariffs.open_data.outcomes import Cell, Kind, Outcome, Step
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, print_table, say


def print_outcome(found: Import, target: Path | None, *, dry_run: bool) -> None:
    """Print the sentence that matters, what becomes of each code that does not stay, and the counts."""
    say(_sentence(found, target, dry_run=dry_run))
    rows = [line for outcome in found.outcomes for line in _lines(outcome)]
    rows += [["", phrase("TARIFF_FOLLOWS"), *_cells(step)] for step in found.followed]
    if rows:
        say()
        headings = ("FEE_CODE", "CHANGE", "FILE", "DAYS", "DIFFERENCE")
        print_table([phrase(f"TARIFF_{heading}") for heading in headings], rows)
    say("\n" + ", ".join(_count(kind, found) for kind in Kind if _count(kind, found)))
    for problem in found.problems:
        say(f"- {problem}")


def _sentence(found: Import, target: Path | None, *, dry_run: bool) -> str:
    if any(outcome.kind is Kind.REFUSED for outcome in found.outcomes):
        return phrase("TARIFF_IMPORT_REFUSED")
    if found.problems:
        return phrase("TARIFF_IMPORT_FAILS", count=len(found.problems))
    if dry_run:
        return phrase("IMPORT_DRY_RUN")
    if not found.written:
        return phrase("TARIFF_IMPORT_NOTHING", folder=target)
    return phrase("TARIFF_IMPORTED", folder=target, files=", ".join(found.written))


def _lines(outcome: Outcome) -> list[list[str]]:
    """The lines about a code; none when it stays as it is."""
    change = phrase(f"TARIFF_{outcome.kind}")
    if outcome.reasons:
        return [[outcome.fee_code, change, "", "", reason] for reason in outcome.reasons]
    return [[outcome.fee_code, change, *_cells(step)] for step in outcome.steps]


def _cells(step: Step) -> list[str]:
    return [step.file, describe(step.period), "; ".join(_difference(cell) for cell in step.cells)]


def _difference(cell: Cell) -> str:
    return f"{cell.column} {cell.before or ABSENT} → {cell.after or ABSENT}"


def _count(kind: Kind, found: Import) -> str:
    """How many codes became this; empty when none did."""
    count = sum(outcome.kind is kind for outcome in found.outcomes)
    return f"{phrase(f'TARIFF_{kind}')}: {count}" if count else ""


def as_object(found: Import) -> dict[str, Any]:
    """All of it for a program."""
    return {
        "written": list(found.written),
        "fee_codes": [
            {
                "fee_code": outcome.fee_code,
                "outcome": outcome.kind.value,
                "reasons": list(outcome.reasons),
                "steps": [_step(step) for step in outcome.steps],
            }
            for outcome in found.outcomes
        ],
        "followed": [_step(step) for step in found.followed],
        "problems": [{"file": each.file, "line": each.line, "what": each.what} for each in found.problems],
    }


def _step(step: Step) -> dict[str, Any]:
    first, last = step.period.first_date, step.period.last_date
    return {
        "file": step.file,
        "first_date": str(first) if first else None,
        "last_date": str(last) if last else None,
        "cells": [{"column": cell.column, "before": cell.before, "after": cell.after} for cell in step.cells],
    }
