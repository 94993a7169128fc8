"""What an import did, or would do, as a person reads it."""

from avtalt.v1.registry_service_pb2 import ImportRegistryResponse
from service.cli.phrases import phrase
from service.cli.printing import print_table, say

COUNTS = ("added", "changed", "ended", "unchanged", "refused")
MOST_SHOWN = 20


def print_import(response: ImportRegistryResponse, *, dry_run: bool, skip_refused: bool) -> None:
    """Print what became of the import, the counts, then the first changes and the first refused rows."""
    say(_outcome(response, dry_run=dry_run))
    if dry_run and response.refusals and not skip_refused:
        say(phrase("IMPORT_WOULD_BE_BLOCKED"))
    say()
    headings = [phrase("IMPORT_KIND"), *(phrase(name.upper()) for name in COUNTS)]
    rows = [[each.kind, *(str(getattr(each, name)) for name in COUNTS)] for each in response.counts]
    print_table(headings, rows, frozenset(range(1, len(headings))))
    _print_first([_change(each) for each in response.changes], "MORE_CHANGES")
    refused = [
        phrase("LINE_OF_FILE", file=each.file, line=each.line, problem=each.problem) for each in response.refusals
    ]
    _print_first(refused, "MORE_REFUSALS")


def _outcome(response: ImportRegistryResponse, *, dry_run: bool) -> str:
    if response.result.revision:
        return phrase("IMPORTED", revision=response.result.revision)
    return phrase("IMPORT_DRY_RUN" if dry_run else "IMPORT_BLOCKED")


def _change(change: object) -> str:
    words = phrase(change.change)  # type: ignore[attr-defined]
    detail = f": {change.detail}" if change.detail else ""  # type: ignore[attr-defined]
    return f"{words} {change.kind} {change.key}{detail}"  # type: ignore[attr-defined]


def _print_first(lines: list[str], more: str) -> None:
    for place, line in enumerate(lines[:MOST_SHOWN]):
        say(f"\n- {line}" if place == 0 else f"- {line}")
    if len(lines) > MOST_SHOWN:
        say(phrase(more))
