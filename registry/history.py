"""What was true when, and what was believed when: every row about a provider, with both times."""

from operator import attrgetter

from sqlalchemy import select

from registry.engine import database_errors
from registry.records import OF_ORGANISATION, OF_PERFORMER, Record
from registry.revisions import Revision
from registry.rows import KINDS, RecordKind, Shared
from registry.store import Store
from registry.structs import struct
from registry.tables import REVISION


@struct(frozen=True, slots=True)
class HistoryEntry:
    """A record, the revision that recorded it, and the one that superseded it; absent while it is believed."""

    record: Record
    recorded: Revision
    superseded: Revision | None


def performer_history(store: Store, hpr_number: str, until: int) -> list[HistoryEntry]:
    """The history of a performer as it was known at revision `until`, by kind, key and revision."""
    return _history(store, OF_PERFORMER, "hpr_number", hpr_number, until)


def organisation_history(store: Store, organisation_number: str, until: int) -> list[HistoryEntry]:
    """The history of an organisation as it was known at revision `until`, by kind, key and revision."""
    return _history(store, OF_ORGANISATION, "organisation_number", organisation_number, until)


def _history(store: Store, kinds: tuple[type[Record], ...], column: str, number: str, until: int) -> list[HistoryEntry]:
    found: list[tuple[Record, int, int | None]] = []
    with database_errors(), store.engine.connect() as connection:
        for kind in (KINDS[each] for each in kinds):
            row = kind.table.c
            query = select(row.recorded_revision, row.superseded_revision, *kind.columns)
            rows = connection.execute(query.where(row[column] == number, row.recorded_revision <= until)).all()
            found += _in_order(kind, [tuple(each) for each in rows])
        numbers = {each for _, *marks in found for each in marks if each}
        known = select(REVISION).where(REVISION.c.revision.in_(numbers))
        revisions = {each[0]: Revision(*each) for each in connection.execute(known)}
    return [
        HistoryEntry(record, revisions[recorded], revisions[superseded] if superseded and superseded <= until else None)
        for record, recorded, superseded in found
    ]


def _in_order(kind: RecordKind, rows: list[tuple[object, ...]]) -> list[tuple[Record, int, int | None]]:
    records = kind.records([row[2:] for row in rows], Shared())
    marked = [(record, row[0], row[1]) for record, row in zip(records, rows, strict=True)]
    key = attrgetter("key")
    return sorted(marked, key=lambda each: (key(each[0]), each[1]))  # type: ignore[arg-type]
