"""
The questions that are put to every table of records, made once.

Making a question anew each time would take longer than the database takes to
answer it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from registry.forms import FORMS, Form
from registry.records import Record
from registry.rows import KINDS, RecordKind
from registry.tables import REVISION

Condition = Callable[[Column[int], Column[int]], ColumnElement[bool]]
Question = Mapping[type[Record], Select[Any]]

AFTER: BindParameter[int] = bindparam("after")
UNTIL: BindParameter[int] = bindparam("until")
NUMBER: BindParameter[int] = bindparam("number")
TIME: BindParameter[datetime] = bindparam("time")


def _of_each_kind(condition: Condition) -> Question:
    """For each kind, the rows whose two revisions meet a condition."""
    return {record: select(*kind.columns).where(_meets(kind, condition)) for record, kind in KINDS.items()}


def _meets(kind: RecordKind, condition: Condition) -> ColumnElement[bool]:
    return condition(kind.table.c.recorded_revision, kind.table.c.superseded_revision)


def _is_believed(recorded: Column[int], superseded: Column[int]) -> ColumnElement[bool]:
    # The sum keeps the planner from walking the index of revisions when it has to read most rows.
    return (recorded + 0 <= UNTIL) & or_(superseded.is_(None), superseded + 0 > UNTIL)


BELIEVED = _of_each_kind(_is_believed)
"""Recorded at or before revision `until`, and not superseded at or before it."""


def _json_on_sqlite(*values: Any) -> ColumnElement[str]:
    return func.json_array(*values)


def _json_on_postgresql(*values: Any) -> ColumnElement[str]:
    return cast(func.json_build_array(*values), Text)


def _packed(record: type[Record], form: Form, json: Callable[..., ColumnElement[str]]) -> Select[Any]:
    """The owners of each believed row, and both parts of its packed form."""
    row = KINDS[record].table.c
    shared = json(record.__name__, *(row[name] for name in form.shared))
    own = json(*(row[name] for name in form.own))
    return select(*(row[name] for name in form.owners), shared, own).where(_meets(KINDS[record], _is_believed))


PACKED: Mapping[str, Question] = {
    dialect: {record: _packed(record, form, json) for record, form in FORMS.items()}
    for dialect, json in (("sqlite", _json_on_sqlite), ("postgresql", _json_on_postgresql))
}
"""
The same, packed by the database: it writes a row as JSON sooner than we read its columns.

By the kind of database, as each has a name of its own for that.
"""


def _was_withdrawn(recorded: Column[int], superseded: Column[int]) -> ColumnElement[bool]:
    return (recorded <= AFTER) & (superseded > AFTER) & (superseded <= UNTIL)


def _was_recorded(recorded: Column[int], superseded: Column[int]) -> ColumnElement[bool]:
    return (recorded > AFTER) & (recorded <= UNTIL) & or_(superseded.is_(None), superseded > UNTIL)


WITHDRAWN = _of_each_kind(_was_withdrawn)
"""Believed at revision `after`, and no longer at `until`."""

RECORDED = _of_each_kind(_was_recorded)
"""Not believed at revision `after`, and believed at `until`."""

MOST: BindParameter[int] = bindparam("most")


def _counted(kind: RecordKind, condition: Condition) -> ScalarSelect[int]:
    rows = select(literal(1)).select_from(kind.table).where(_meets(kind, condition)).limit(MOST)
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


DIFFERING = select(
    *(
        _counted(kind, condition).label(f"{kind.table.name}_{number}")
        for number, condition in enumerate((_was_withdrawn, _was_recorded))
        for kind in KINDS.values()
    )
)
"""
How many rows of each kind `WITHDRAWN` has, then `RECORDED`; of none are more than `most` counted.

Most writes touch one kind, and asking for all of them takes a while on a server.
"""

_NEWEST_FIRST = select(REVISION).order_by(REVISION.c.revision.desc()).limit(1)

NEWEST = _NEWEST_FIRST
"""The newest revision."""

NUMBERED = _NEWEST_FIRST.where(REVISION.c.revision == NUMBER)
"""The revision with a number."""

KNOWN_AT = _NEWEST_FIRST.where(REVISION.c.record_time <= TIME)
"""The newest revision recorded at or before a time."""

_SAME = REVISION.alias().c
NEWEST_BESIDE = _NEWEST_FIRST.add_columns(
    exists().where(_SAME.revision == NUMBER, _SAME.record_time == TIME).label("is_on_record")
)
"""The newest revision, and whether one of a number and a time is on record."""
