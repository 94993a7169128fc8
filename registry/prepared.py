"""Questions that are compiled once, and put to the driver of the database itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import ClauseElement, Dialect

from registry.tables import REVISION

Rows = Sequence[Sequence[Any]]


class Prepared:
    """
    Questions as a kind of database takes them, each compiled once.

    They are put to the driver itself, past most of SQLAlchemy: what is asked ten
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
        rows: Rows = driver.execute(*self._statement(query, given)).fetchall()
        return rows

    def ask_for_many(self, driver: Any, query: ClauseElement, given: dict[str, Any], at_once: int) -> Iterator[Rows]:
        """The same, so many at once, for more than there is room for."""
        with closing(driver.cursor(*self._kind_of_cursor)) as cursor:
            cursor.execute(*self._statement(query, given))
            while rows := cursor.fetchmany(at_once):
                yield rows

    def _statement(self, query: ClauseElement, given: dict[str, Any]) -> tuple[str, Any]:
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
