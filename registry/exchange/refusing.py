"""Refuses rows that contradict each other, or that name what nobody knows."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select, update

from registry.exchange.columns import NAMES
from registry.exchange.report import Refusals
from registry.exchange.stage import SHEETS, Sheet, Stage, State
from registry.identifiers import shown
from registry.records import Record
from registry.rows import KINDS, REFERENCES
from registry.writing import CHUNK


def refuse(
    stage: Stage,
    sheet: Sheet,
    refusals: Refusals,
    query: Select[Any],
    problem: Callable[[Any], str],
) -> bool:
    """
    Refuse the rows that `query` finds: place, file and line of each, then what `problem` is told of it.

    Says whether there were any.
    """
    before = refusals.total
    found = stage.connection.execute(query, execution_options={"stream_results": True})
    for rows in found.partitions(CHUNK):
        for row in rows:
            refusals.add(sheet.of.record, row[1], row[2], problem(row))
    if refusals.total > before:
        mark(stage, sheet, query, State.REFUSED)
    return refusals.total > before


def mark(stage: Stage, sheet: Sheet, query: Select[Any], state: State) -> None:
    """Set the state of the rows whose place is the first thing that `query` finds."""
    places = query.order_by(None).subquery()
    found = sheet.staged.c.place.in_(select(places.c[0]))
    stage.connection.execute(update(sheet.staged).where(found).values(state=state.value))


def refuse_second_sayings(stage: Stage, refusals: Refusals) -> None:
    """Refuse a row that says something else than the first row with its key; set aside one that says the same."""
    for sheet in stage.filled:
        later, first, again = _repeats(sheet)
        differs = sheet.differ(later, first)

        def problem(row: Any) -> str:
            key = shown(" ".join(str(value) for value in row[5:] if value is not None))
            where = f"line {row[4]} of {refusals.files[row[3]]}"
            return f"The key {key} stands on {where} already, with other content. Give one of the two."

        key = [later[name] for name in sheet.of.key]
        query = again.add_columns(first.file, first.line, *key).where(differs).order_by(later.place)
        refuse(stage, sheet, refusals, query, problem)
        mark(stage, sheet, again.where(~differs), State.REPEATED)


def refuse_lost_references(stage: Stage, refusals: Refusals) -> None:
    """
    Refuse rows that name a record which is neither believed nor among the rows that are ready.

    `REFERENCES` comes in the order of recording: what a row names is settled
    before the row itself is looked at.
    """
    for source, field, named in REFERENCES:
        if not stage.has(source):
            continue
        sheet, row = SHEETS[source], SHEETS[source].staged.c
        lost = (row.state == State.READY, row.file.is_not(None), row[field].is_not(None))
        query = select(row.place, row.file, row.line, row[field]).where(*lost, *_unknown(row[field], named))

        def problem(row: Any, field: str = field, named: type[Record] = named) -> str:
            return (
                f"{field} names {named.__name__} {shown(row[3])}, which is neither in the register nor in a row that "
                f"can be imported. Give it in {NAMES[named]}, or leave this row out."
            )

        refuse(stage, sheet, refusals, query.order_by(row.place), problem)


def refuse_repeats_of_refused(stage: Stage, refusals: Refusals) -> None:
    """Refuse what was set aside because an earlier row says the same, when that one was refused."""
    for sheet in stage.filled:
        later, first, again = _repeats(sheet)
        query = again.add_columns(first.file, first.line).where(
            later.state == State.REPEATED, first.state == State.REFUSED
        )

        def problem(row: Any) -> str:
            first_one = f"line {row[4]} of {refusals.files[row[3]]}"
            return f"The row says the same as {first_one}, which is refused. Put that one right."

        refuse(stage, sheet, refusals, query.order_by(later.place), problem)


def _repeats(sheet: Sheet) -> tuple[Any, Any, Select[Any]]:
    """The rows with a key that an earlier row has: such a row, the first one with the key, and the query."""
    staged = sheet.staged
    later, first = staged.alias(), staged.alias()
    heap: Subquery = (
        select(*(staged.c[name] for name in sheet.of.key), func.min(staged.c.place).label("place"))
        .where(staged.c.file.is_not(None))
        .group_by(*(staged.c[name] for name in sheet.of.key))
        .having(func.count() > 1)
        .subquery()
    )
    query = (
        select(later.c.place, later.c.file, later.c.line)
        .select_from(heap)
        .join(first, first.c.place == heap.c.place)
        .join(later, sheet.same_key(heap.c, later.c))
        .where(later.c.place > heap.c.place, later.c.file.is_not(None))
    )
    return later.c, first.c, query


def _unknown(value: ColumnElement[str], named: type[Record]) -> tuple[ColumnElement[bool], ...]:
    """That no `named` record with this value is believed or ready."""
    lookup = KINDS[named].lookup
    kept, staged = SHEETS[named].kept.alias().c, SHEETS[named].staged.alias().c
    believed = select(1).where(kept[lookup] == value, kept.superseded_revision.is_(None))
    ready = select(1).where(staged[lookup] == value, staged.state == State.READY)
    return ~believed.exists(), ~ready.exists()
