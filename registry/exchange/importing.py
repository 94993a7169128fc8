"""Records of files, imported into one revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.writing import Writing


class ImportUnreadableError(ValueError):
    """The files cannot be imported at all."""


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are imported."""

    skip_refused: bool = False
    complete_source: str | None = None
    fetched: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What an import does to one kind."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change."""

    kind: str
    change: str
    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused row."""

    file: str
    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    counts: dict[str, Count]
    changes: list[Change]
    refusals: list[Refusal]


def import_files(writing: Writing, files: Sequence[ImportFile], options: ImportOptions) -> ImportReport:
    """Import."""
    raise ValueError(writing, files, options)
