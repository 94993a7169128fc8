"""The questions and marks of a write, made once as those of `registry.queries` are."""

from typing import Any

from sqlalchemy import BindParameter, Select, Update, bindparam, select, update

from registry.queries import NUMBER, TIME
from registry.records import Agreement
from registry.rows import KINDS, RecordKind
from registry.tables import COUNTER, REQUEST, REVISION

_HOLDER: BindParameter[str] = bindparam("holder")


def _current(kind: RecordKind) -> Select[Any]:
    row = kind.table.c
    believed = (row[kind.lookup].in_(bindparam("lookups", expanding=True)), row.superseded_revision.is_(None))
    return select(row.row_id, row.recorded_revision, *kind.columns).where(*believed)


def _supersede(kind: RecordKind) -> Update:
    rows = kind.table.c.row_id.in_(bindparam("row_ids", expanding=True))
    return update(kind.table).where(rows).values(superseded_revision=NUMBER)


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

KNOWN_REQUEST = select(REQUEST.c.digest, REQUEST.c.answer).where(REQUEST.c.request_id == bindparam("request_id"))
"""Digest and answer of the write `request_id`."""

COUNTED = update(COUNTER).values(revision=COUNTER.c.revision + 1).returning(COUNTER.c.revision, COUNTER.c.record_time)
"""Counts one on, and locks the counter until the commit; gives the new number and the time of the one before."""

BEGUN = (
    REVISION.insert().values(revision=NUMBER, record_time=TIME, note=bindparam("text")),
    update(COUNTER).values(record_time=TIME),
)
"""Records revision `number`, made at a `time`, with the `text` of its note; the counter has the time too."""

STAMPED = (
    update(REVISION).where(REVISION.c.revision == NUMBER).values(record_time=TIME),
    update(COUNTER).values(record_time=TIME),
)
"""Gives revision `number` another `time`, and the counter with it."""
