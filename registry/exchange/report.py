"""What an import did, or would do."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from registry.records import Record
from registry.structs import struct

MOST_REFUSALS = 10_000
MOST_CHANGES = 1_000
LONGEST_PROBLEM = 500


@struct(frozen=True, slots=True)
class Refusal:
    """
    A row that is not imported.

    `line` is the line of a CSV file on which the row starts, or the place in a
    JSON list, both from 1. `problem` says what is wrong and what to do, and
    never repeats eleven digits.
    """

    file: str
    line: int
    problem: str


@struct(frozen=True, slots=True)
class Change:
    """
    A record that an import adds, changes, ends or withdraws.

    `change` is ADDED, CHANGED, ENDED or WITHDRAWN; `detail` says which fields
    change, from what and to what, and is empty for a record added or withdrawn.
    """

    kind: str
    change: str
    key: str
    detail: str


@struct(frozen=True, slots=True)
class Count:
    """
    What an import does to one kind of record.

    `ended` counts records that get an earlier last day, or any while they had
    none, and those withdrawn. `unchanged` are rows that say what is believed or
    what an earlier row said.
    """

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    refused: int = 0


@struct(frozen=True, slots=True)
class ImportReport:
    """
    What an import did, or would do.

    `counts` has the kinds by the names of their files, in the order in which
    they are recorded. `changes` and `refusals` are the first ones, in the same
    order; `refused` counts all refusals. When `blocked`, nothing is imported,
    and the rest says what would have happened to the rows that were right.
    """

    counts: dict[str, Count]
    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    refused: int
    blocked: bool


@dataclass(slots=True)
class Refusals:
    """
    The refusals found so far: counted, handed on, and the first of them kept.

    `files` has the names of the files in the order of reading.
    `about` holds what the refused rows that could not even be read may have
    been about: for each kind, values of the field that records are looked up by.
    """

    files: tuple[str, ...]
    hand_on: Callable[[Refusal], None] | None = None
    _kept: list[tuple[int, Refusal]] = field(default_factory=list)
    counts: Counter[type[Record]] = field(default_factory=Counter)
    about: defaultdict[type[Record], set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def total(self) -> int:
        """How many rows are refused."""
        return self.counts.total()

    def add(self, record: type[Record], file: int, line: int, problem: str, about: str | None = None) -> None:
        """Refuse a row; of `about` no more is kept than of the refusals, as more than these block the import."""
        if len(problem) > LONGEST_PROBLEM:
            problem = problem[: LONGEST_PROBLEM - 1] + "…"
        refusal = Refusal(self.files[file], line, problem)
        self.counts[record] += 1
        if len(self._kept) < MOST_REFUSALS:
            self._kept.append((file, refusal))
            if about:
                self.about[record].add(about)
        if self.hand_on:
            self.hand_on(refusal)

    def in_order(self) -> tuple[Refusal, ...]:
        """The refusals that were kept, by file and line."""
        return tuple(refusal for _, refusal in sorted(self._kept, key=lambda each: (each[0], each[1].line)))
