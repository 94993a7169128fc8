"""Several questions to the register on one connection, for who keeps up with it and has no time to lose."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import compress
from typing import Any

from sqlalchemy import ClauseElement, Dialect

from registry.queries import DIFFERING, NEWEST_BESIDE, PACKED, RECORDED, WITHDRAWN, Question
from registry.records import Record
from registry.revisions import Revision
from registry.rows import KINDS, Shared
from registry.structs import struct
from registry.tables import REVISION

Rows = Sequence[Sequence[Any]]


class Prepared:
    """
    Questions as a kind of database takes them, each compiled once.

    They are put to the driver itself, past the most of SQLAlchemy: what is asked ten
    times a second, beside thousands of calls, is in none of the processor's caches, and
    takes as long as it is much code. So numbers go in and come out as the driver takes
    and gives them; `to_time` and `from_time` turn times.
    """

    def __init__(self, dialect: Dialect) -> None:
        """Compile for a kind of database what it is asked."""
        self.dialect = dialect
        # A cursor with a name is PostgreSQL's own; one without would give all rows at once.
        self._kind_of_cursor = () if dialect.name == "sqlite" else ("rows",)
        self._compiled: dict[ClauseElement, tuple[str, Sequence[str] | None, dict[str, Any]]] = {}
        time = REVISION.c.record_time.type.dialect_impl(dialect)
        self.to_time: Callable[[datetime], Any] = time.bind_processor(dialect) or _as_it_is
        self.from_time: Callable[[Any], Any] = time.result_processor(dialect, None) or _as_it_is

    def ask(self, driver: Any, query: ClauseElement, given: dict[str, Any]) -> Rows:
        """All rows that a question finds on a connection of the driver."""
        rows: Rows = driver.execute(*self._told(query, given)).fetchall()
        return rows

    def ask_for_many(self, driver: Any, query: ClauseElement, given: dict[str, Any], at_once: int) -> Iterator[Rows]:
        """The same, so many at once, for more than there is room for."""
        with closing(driver.cursor(*self._kind_of_cursor)) as cursor:
            cursor.execute(*self._told(query, given))
            while rows := cursor.fetchmany(at_once):
                yield rows

    def _told(self, query: ClauseElement, given: dict[str, Any]) -> tuple[str, Any]:
        """A question and what it is given, as the driver takes them."""
        found = self._compiled.get(query)
        if found is None:
            compiled: Any = query.compile(dialect=self.dialect)
            found = self._compiled[query] = (compiled.string, compiled.positiontup, compiled.params)
        text, places, fixed = found
        values = fixed | given
        return text, values if places is None else tuple(map(values.get, places))


def _as_it_is(value: Any) -> Any:
    return value


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
