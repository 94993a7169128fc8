"""Refuses agreements that would hold on a day on which another one of the same kind, holder and practice holds."""

from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, literal, select

from registry.exchange.refusing import refuse
from registry.exchange.report import Refusals
from registry.exchange.stage import SHEETS, Stage, State
from registry.identifiers import shown
from registry.overlaps import share_days
from registry.records import Agreement

HOLDERS = ("hpr_number", "organisation_number")
STAYING = (State.READY, State.BELIEVED)


def refuse_overlaps(stage: Stage, refusals: Refusals) -> None:
    """
    Refuse agreements until no two overlap: the row, if the other is only believed, and else the later row.

    Judged by what will be believed after the import. When a row is refused, what
    the register believes instead of it comes back, and may be in the way of
    another row; so this goes on until nothing more is refused. Each refusal
    makes the rows fewer, so it ends.
    """
    sheet = SHEETS[Agreement]
    one, other, met = sheet.staged.alias().c, sheet.staged.alias().c, sheet.staged.alias()

    def round_against(others: ColumnElement[bool]) -> bool:
        first = (
            select(other.place)
            .where(other.where_held == one.where_held, other.state.in_(STAYING), share_days(one, other), others)
            .order_by(other.place)
            .limit(1)
            .scalar_subquery()
        )
        mine = (one.state == State.READY, one.file.is_not(None))
        pairs = select(one.place, one.file, one.line, first.label("other")).where(*mine).subquery()
        about = (met.c.agreement_id, met.c.first_date, met.c.last_date, met.c.file, met.c.line)
        query = select(pairs, *about).join(met, met.c.place == pairs.c.other).order_by(pairs.c.place)
        return refuse(stage, sheet, refusals, query, lambda row: _problem(refusals, *row[4:]))

    refused = stage.has(Agreement)
    while refused:
        _lay_out_believed(stage)
        refused = round_against(other.file.is_(None))
        refused |= round_against(other.file.is_not(None) & (other.place < one.place))


def _lay_out_believed(stage: Stage) -> None:
    """Stage the believed agreements that stay as they are, of those who hold any of the staged ones."""
    sheet = SHEETS[Agreement]
    kept, staged = sheet.kept.c, sheet.staged.alias().c
    there = (State.READY, State.WITHDRAWN, State.BELIEVED)
    known = select(1).where(staged.agreement_id == kept.agreement_id, staged.state.in_(there))
    believed = select(literal(State.BELIEVED.value), *(kept[name] for name in sheet.of.columns)).where(
        kept.superseded_revision.is_(None), ~known.exists()
    )
    # One statement for each: with all in one condition, PostgreSQL compares every row with every other.
    for theirs, ours in product(HOLDERS, repeat=2):
        held = select(staged[ours]).where(
            staged.state == State.READY, staged.file.is_not(None), staged[ours].is_not(None)
        )
        stage.add(Agreement, ["state", *sheet.of.columns], believed.where(kept[theirs].in_(held)))


def _problem(refusals: Refusals, agreement_id: str, first_date: Any, last_date: Any, file: Any, line: Any) -> str:
    where = "in the register" if file is None else f"on line {line} of {refusals.files[file]}"
    return (
        f"The period meets that of agreement {shown(agreement_id)} {where} ({first_date or 'the beginning'} to "
        f"{last_date or 'any day to come'}), of the same kind, holder and practice. "
        "End one of the two first, or give other days."
    )
