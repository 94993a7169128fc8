"""Tells what the ready rows change in the register."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, or_, select, type_coerce

from registry.exchange.report import MOST_CHANGES, Change, Count, Refusals
from registry.exchange.stage import SHEETS, Sheet, Stage, State
from registry.records import Record
from registry.rows import Shared

ADDED, CHANGED, ENDED, WITHDRAWN, UNCHANGED = "ADDED", "CHANGED", "ENDED", "WITHDRAWN", "UNCHANGED"
COUNTED = (State.READY, State.REPEATED, State.WITHDRAWN)


def count_changes(stage: Stage, sheet: Sheet, refusals: Refusals) -> Count:
    """How many of the rows of one kind do what."""
    if not stage.has(sheet.of.record):
        return Count(refused=refusals.counts[sheet.of.record])
    change = _change(sheet).label("change")
    query = select(change, func.count()).select_from(_joined(sheet)).where(sheet.staged.c.state.in_(COUNTED))
    found = {row[0]: row[1] for row in stage.connection.execute(query.group_by(change))}
    return Count(
        added=found.get(ADDED, 0),
        changed=found.get(CHANGED, 0),
        ended=found.get(ENDED, 0) + found.get(WITHDRAWN, 0),
        unchanged=found.get(UNCHANGED, 0),
        refused=refusals.counts[sheet.of.record],
    )


def first_changes(stage: Stage, counts: Mapping[type[Record], Count]) -> tuple[Change, ...]:
    """The changes that were counted, kind by kind in the order of the rows, as many as a report has."""
    changes: list[Change] = []
    for record, count in counts.items():
        if count.added or count.changed or count.ended:
            changes += _changes(stage, SHEETS[record], MOST_CHANGES - len(changes))
    return tuple(changes)


def _changes(stage: Stage, sheet: Sheet, limit: int) -> Iterator[Change]:
    columns, change = sheet.of.columns, _change(sheet)
    # As text, each value comes as the database gives it: the days of SQLite need not be made days.
    new, old = ([type_coerce(table.c[name], String()) for name in columns] for table in (sheet.staged, sheet.kept))
    query = select(change, *new, *old).select_from(_joined(sheet))
    query = query.where(sheet.staged.c.state.in_(COUNTED), change != UNCHANGED)
    for row in stage.connection.execute(query.order_by(sheet.staged.c.place).limit(limit)):
        says, said = row[1 : len(columns) + 1], row[len(columns) + 1 :]
        (record,) = sheet.of.kind.records([says], Shared())
        detail = _detail(sheet, said, says) if row[0] in (CHANGED, ENDED) else ""
        yield Change(sheet.of.name, row[0], " ".join(filter(None, record.key)), detail)


def _detail(sheet: Sheet, old: Any, new: Any) -> str:
    pairs = zip(sheet.of.columns, old, new, strict=True)
    return ", ".join(f"{name}: {_told(before)} -> {_told(after)}" for name, before, after in pairs if before != after)


def _told(value: object) -> str:
    return "absent" if value is None else str(value)


def _joined(sheet: Sheet) -> Any:
    return sheet.staged.outerjoin(sheet.kept, sheet.believed(sheet.staged.c))


def _change(sheet: Sheet) -> ColumnElement[str]:
    """What a staged row does to the believed one beside it, if there is one."""
    new, old = sheet.staged.c, sheet.kept.c
    return case(
        (new.state == State.WITHDRAWN, WITHDRAWN),
        (new.state == State.REPEATED, UNCHANGED),
        (old.row_id.is_(None), ADDED),
        (~sheet.differ(new, old), UNCHANGED),
        (_ends(sheet), ENDED),
        else_=CHANGED,
    )


def _ends(sheet: Sheet) -> ColumnElement[bool]:
    """Whether only the last day differs, and is an earlier one."""
    new, old = sheet.staged.c, sheet.kept.c
    if "last_date" not in new:
        return literal(False)
    earlier = or_(old.last_date.is_(None), new.last_date < old.last_date)
    return and_(~sheet.differ(new, old, "last_date"), new.last_date.is_not(None), earlier)
