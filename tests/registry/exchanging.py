"""What the tests of importing and exporting share: files from aligned tables, imported into a register."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

from registry.exchange.files import ImportFile, ImportOptions
from registry.exchange.importing import import_files
from registry.exchange.report import ImportReport, Refusal
from registry.records import Record
from registry.store import Store
from tests.tables import rows

Files = Mapping[str, str | bytes]


def sheet(table: str) -> str:
    """An aligned table as CSV."""
    found = rows(table)
    text = StringIO()
    writer = csv.DictWriter(text, found[0])
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def written(folder: Path, files: Files) -> list[ImportFile]:
    """The files in a folder, in the order given."""
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return [ImportFile(name, folder / name) for name in files]


def imported(
    store: Store,
    folder: Path,
    files: Files,
    *,
    dry: bool = False,
    skip: bool = False,
    source: str = "",
    fetched: str = "",
) -> ImportReport:
    """Import the files; a dry run changes nothing."""
    options = ImportOptions(skip, source or None, date.fromisoformat(fetched) if fetched else None)
    handed_on: list[Refusal] = []
    with store.writing("import") as writing:
        writing.discarded = dry
        report = import_files(writing, written(folder, files), options, on_refusal=handed_on.append)
    assert sorted(handed_on, key=repr) == sorted(report.refusals, key=repr)
    assert report.refused == sum(count.refused for count in report.counts.values()) == len(handed_on)
    return report


def believed(store: Store) -> set[Record]:
    """What the register believes now."""
    newest = store.newest()
    return set(store.read(newest.number)) if newest else set()


def told(report: ImportReport) -> list[str]:
    """The changes of a report, one line for each."""
    return [" | ".join((each.kind, each.change, each.key, each.detail)).removesuffix(" | ") for each in report.changes]


def refused(report: ImportReport) -> list[str]:
    """The refusals of a report, one line for each."""
    return [f"{each.file}:{each.line}: {each.problem}" for each in report.refusals]
