"""What is worked out of a whole table, shard by shard, so that a write makes little of it anew."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from registry.shards import Shard, Table

KEPT = 4
Known = TypeVar("Known")


class ByShard(Generic[Known]):
    """
    Something worked out of every shard of a table, and kept for the tables asked about last.

    A table shares with the one before it whatever no write has touched, and so
    most often only a shard or two are new. Safe to use from several threads.
    """

    def __init__(self, work_out: Callable[[Table[Any], Shard], Known]) -> None:
        """Know nothing yet."""
        self._work_out = work_out
        self._keeping = Lock()
        self._tables: OrderedDict[int, tuple[Table[Any], dict[int, Known]]] = OrderedDict()

    def of(self, table: Table[Any]) -> list[Known]:
        """What was worked out of each shard that holds something."""
        with self._keeping:
            others = list(self._tables.values())
            found = self._tables.get(id(table))
        # A table is kept with what is known of it: while it is, nothing else can have its identity.
        found = found or (table, self._known_of(table, others))
        with self._keeping:
            self._tables[id(table)] = found
            self._tables.move_to_end(id(table))
            if len(self._tables) > KEPT:
                self._tables.popitem(last=False)
        return list(found[1].values())

    def _known_of(self, table: Table[Any], others: list[tuple[Table[Any], dict[int, Known]]]) -> dict[int, Known]:
        """What is known of every shard, by its identity; most of it from other tables."""
        known = {shard: value for _, values in others for shard, value in values.items()}
        found: dict[int, Known] = {}
        for shard in filter(None, table.shards):
            value = known.get(id(shard))
            found[id(shard)] = self._work_out(table, shard) if value is None else value
        return found
