"""What the import of files must lead to, by brute force."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from registry.exchange.importing import Count, ImportFile, ImportOptions
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    Competence,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
)
from tests.registry.memory_facts import BROKEN
from tests.registry.memory_rules import Believed, key_of, lost_references, overlap

NAMES: dict[type[Record], str] = {
    Performer: "performers",
    Organisation: "organisations",
    Practice: "practices",
    Competence: "competences",
    Affiliation: "affiliations",
    Agreement: "agreements",
    Coverage: "coverage",
}
FIRST_ROW = 2
ENDING = (Competence, Affiliation, Agreement)
AGREEMENTS = frozenset(CoverageKind) - {CoverageKind.AUTHORISATION}
Row = tuple[str, int]


@dataclass(frozen=True)
class Files:
    """The rows of each file, by kind; the options; and what was believed before."""

    rows: dict[type[Record], list[Record]]
    options: ImportOptions
    before: Believed

    def write(self, folder: Path) -> list[ImportFile]:
        """Write the files."""
        files = [ImportFile(f"{NAMES[kind]}.csv", folder / f"{NAMES[kind]}.csv") for kind in self.rows]
        for file, (kind, records) in zip(files, self.rows.items(), strict=True):
            with file.path.open("w", newline="") as content:
                csv.writer(content).writerows([columns(kind), *map(cells, records)])
        return files

    def places(self) -> dict[Row, Record]:
        """Every row by file and line."""
        numbered = {kind: enumerate(records, FIRST_ROW) for kind, records in self.rows.items()}
        return {(f"{NAMES[kind]}.csv", line): each for kind, rows in numbered.items() for line, each in rows}

    def kept(self, refused: Collection[Row]) -> list[Record]:
        """The rows that are not refused, as they are recorded."""
        return [self._filled(each) for place, each in self.places().items() if place not in refused]

    def after(self, refused: Collection[Row]) -> Believed:
        """What is believed when all rows but those refused are imported."""
        after = self.before | {key_of(record): record for record in self.kept(refused)}
        if self.options.complete_source and self.options.fetched:
            after = self._ended(after, self.options.complete_source, self.options.fetched, refused)
            if not refused:
                after = self._confirmed(after, self.options.complete_source, self.options.fetched)
        return after

    def is_refused_rightly(self, place: Row, refused: Collection[Row]) -> bool:
        """Whether something speaks against a row."""
        record, places, after = self.places()[place], self.places(), self.after(refused)
        earlier = [each for (file, line), each in places.items() if file == place[0] and line < place[1]]
        if record in BROKEN or any(key_of(each) == key_of(record) and each not in BROKEN for each in earlier):
            return True
        if isinstance(record, Agreement):
            others = [each for each in chain(places.values(), after.values()) if isinstance(each, Agreement)]
            if any(overlap(record, each) for each in others):
                return True
        return record in lost_references(after | {key_of(record): record})

    def counts(self, refused: Collection[Row]) -> dict[str, Count]:
        """The counts of each kind that has a file or changes."""
        after, kept = self.after(refused), self.kept(refused)
        changes = [(key, change(self.before.get(key), after.get(key))) for key in {*self.before, *after}]
        found = {}
        for kind, name in NAMES.items():
            done = [what for key, what in changes if key[0] is kind]
            of_kind = [each for each in kept if type(each) is kind]
            saying_new = {key_of(each) for each in of_kind if self.before.get(key_of(each)) != after[key_of(each)]}
            found[name] = Count(
                *(done.count(what) for what in ("added", "changed", "ended")),
                unchanged=len(of_kind) - len(saying_new),
                refused=sum(file == f"{name}.csv" for file, _ in refused),
            )
        given = {NAMES[kind] for kind in self.rows}
        return {name: count for name, count in found.items() if name in given or count != Count()}

    def _filled(self, record: Record) -> Record:
        """A row with the day of reading, where an agreement tells none and is not believed with one."""
        if not isinstance(record, Agreement) or record.fetched or not self.options.fetched:
            return record
        believed = self.before.get(key_of(record))
        same = isinstance(believed, Agreement) and replace(believed, fetched=None) == record
        return believed if same and believed else replace(record, fetched=self.options.fetched)

    def _ended(self, after: Believed, source: str, fetched: date, refused: Collection[Row]) -> Believed:
        """End what the files do not have, but for what a broken row may have been about."""
        told = {key_of(each) for each in self.places().values() if each not in BROKEN}
        about = {(type(each), each.key[0]) for each in self.places().values() if each in BROKEN}
        for key, record in self.before.items():
            if not isinstance(record, ENDING) or type(record) not in self.rows or record.source != source:
                continue
            last = record.period.last_date or date.max
            if last < fetched or key in told or (key[0], key[1][0]) in about:
                continue
            after = {each: value for each, value in after.items() if each != key}
            if not (record.period.first_date and record.period.first_date >= fetched):
                day_before = fetched - timedelta(days=1)
                after[key] = replace(record, period=Period(record.period.first_date, day_before))
        return after

    def _confirmed(self, after: Believed, source: str, fetched: date) -> Believed:
        """Confirm the coverage of the source, for what it has given files of."""
        kinds = (AGREEMENTS if Agreement in self.rows else set()) | (
            {CoverageKind.AUTHORISATION} if Competence in self.rows else set()
        )

        def confirmed(record: Record) -> Record:
            if not isinstance(record, Coverage) or record.source != source or record.kind not in kinds:
                return record
            begun = (record.period.first_date or date.min) <= fetched
            older = (record.last_confirmed or date.min) < fetched
            return replace(record, last_confirmed=fetched) if begun and older else record

        return {key: confirmed(record) for key, record in after.items()}


def change(before: Record | None, after: Record | None) -> str:
    """What becomes of a record."""
    if before == after:
        return "unchanged"
    if before is None or after is None:
        return "added" if after else "ended"
    if isinstance(before, (*ENDING, Coverage)) and isinstance(after, (*ENDING, Coverage)):
        last, was = after.period.last_date, before.period.last_date
        if last and last < (was or date.max) and replace(after, period=before.period) == before:
            return "ended"
    return "changed"


def columns(kind: type[Record]) -> list[str]:
    """The header of a file."""
    names = (["first_date", "last_date"] if each.name == "period" else [each.name] for each in fields(kind))
    return list(chain(*names))


def cells(record: Record) -> list[str]:
    """A row of a file."""
    values: list[Any] = [getattr(record, each.name) for each in fields(record)]
    flat = chain(*([each.first_date, each.last_date] if isinstance(each, Period) else [each] for each in values))
    return ["" if each is None else str(each) for each in flat]


def sorted_by_kind(records: Iterable[Record], more: Iterable[type[Record]]) -> dict[type[Record], list[Record]]:
    """The rows of each file; one of `more` may have none."""
    records = list(records)
    kinds = {type(each) for each in records} | set(more)
    return {kind: [each for each in records if type(each) is kind] for kind in NAMES if kind in kinds}
