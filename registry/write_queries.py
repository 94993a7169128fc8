"""
The questions and marks of a write, made once.

Making one anew each time would take longer than the database takes to answer it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, Update, bindparam, select, update

from registry.records import Agreement
from registry.rows import KINDS, RecordKind
from registry.tables import COUNTER, REVISION

_REVISION: BindParameter[int] = bindparam("number")
_TIME: BindParameter[datetime] = bindparam("time")
_HOLDER: BindParameter[str] = bindparam("holder")


def _current(kind: RecordKind) -> Select[Any]:
    row = kind.table.c
    believed = (row[kind.lookup].in_(bindparam("lookups", expanding=True)), row.superseded_revision.is_(None))
    return select(row.row_id, row.recorded_revision, *kind.columns).where(*believed)


def _supersede(kind: RecordKind) -> Update:
    rows = kind.table.c.row_id.in_(bindparam("row_ids", expanding=True))
    return update(kind.table).where(rows).values(superseded_revision=_REVISION)


def _held() -> Select[Any]:
    kind = KINDS[Agreement]
    row = kind.table.c
    mine = (row.hpr_number == _HOLDER) | (row.organisation_number == _HOLDER)
    return select(*kind.columns).where(mine, row.superseded_revision.is_(None))


CURRENT = {record: _current(kind) for record, kind in KINDS.items()}
"""Of each kind the believed records that one of `lookups` leads to: row, revision, and what is recorded."""

SUPERSEDE = {record: _supersede(kind) for record, kind in KINDS.items()}
"""Sets the mark of revision `number` on the rows `row_ids`."""

HELD = _held()
"""The agreements that `holder`, a person or an organisation, is believed to hold."""

COUNTED = update(COUNTER).values(revision=COUNTER.c.revision + 1).returning(COUNTER.c.revision, COUNTER.c.record_time)
"""Counts one on, and locks the counter until the commit; gives the new number and the time of the one before."""

BEGUN = (
    REVISION.insert().values(revision=_REVISION, record_time=_TIME, note=bindparam("text")),
    update(COUNTER).values(record_time=_TIME),
)
"""Records revision `number`, made at a `time`, with the `text` of its note."""

STAMPED = (
    update(REVISION).where(REVISION.c.revision == _REVISION).values(record_time=_TIME),
    update(COUNTER).values(record_time=_TIME),
)
"""Gives revision `number` another `time`."""
