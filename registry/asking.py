"""Several questions to the register on one connection, for who keeps up with it and has no time to lose."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import compress
from typing import Any

from registry.prepared import Prepared, Rows
from registry.queries import DIFFERING, NEWEST_BESIDE, PACKED, RECORDED, WITHDRAWN, Question
from registry.records import Record
from registry.revisions import Revision
from registry.rows import KINDS, Shared
from registry.structs import struct


@struct(frozen=True, slots=True)
class Differing:
    """How many records of each kind are believed at revision `after` and not at `until`, and the other way round."""

    after: int
    until: int
    withdrawn: tuple[int, ...]
    recorded: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all kinds."""
        return sum(self.withdrawn) + sum(self.recorded)


class Asking:
    """The register on one connection, as long as that is open."""

    def __init__(self, driver: Any, prepared: Prepared) -> None:
        """Ask through a connection of the `driver`."""
        self._driver = driver
        self._prepared = prepared

    def newest_beside(self, number: int, time: datetime) -> tuple[Revision | None, bool]:
        """The newest revision, absent when there is none, and whether one of a number and record time is on record."""
        prepared = self._prepared
        given = {"number": number, "time": prepared.to_time(time)}
        for newest, recorded, note, on_record in prepared.ask(self._driver, NEWEST_BESIDE, given):
            return Revision(newest, prepared.from_time(recorded), note), bool(on_record)
        return None, False

    def differing(self, after: int, until: int, most: int = 1) -> Differing:
        """What `difference` reads, between two revisions that are known to exist, counted up to `most` of each."""
        (counts,) = self._prepared.ask(self._driver, DIFFERING, {"after": after, "until": until, "most": most})
        return Differing(after, until, tuple(counts[: len(KINDS)]), tuple(counts[len(KINDS) :]))

    def difference(self, differing: Differing) -> tuple[list[Record], list[Record]]:
        """What to take from the records believed at the one revision, and what to add, to get those at the other."""
        revisions = {"after": differing.after, "until": differing.until}
        return (
            self._records(_only(WITHDRAWN, differing.withdrawn), revisions),
            self._records(_only(RECORDED, differing.recorded), revisions),
        )

    def packed(self, revision: int, at_once: int) -> Iterator[tuple[type[Record], Rows]]:
        """See `Store.read_packed`."""
        for record, query in PACKED[self._prepared.dialect.name].items():
            for rows in self._prepared.ask_for_many(self._driver, query, {"until": revision}, at_once):
                yield record, rows

    def _records(self, question: Question, revisions: dict[str, int]) -> list[Record]:
        shared, found = Shared(), list[Record]()
        for record, query in question.items():
            found += KINDS[record].records(self._prepared.ask(self._driver, query, revisions), shared)
        return found


def _only(question: Question, counts: Iterable[int]) -> Question:
    """A question, put only to the kinds that have an answer."""
    return dict(compress(question.items(), counts))
