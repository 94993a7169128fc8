"""Refuses rows whose source is said to have been read on a day that has not come."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.days_told import TOLD_DAYS, day_to_come
from registry.exchange.refusing import refuse
from registry.exchange.report import Refusals
from registry.exchange.stage import SHEETS, Stage, State


def refuse_days_to_come(stage: Stage, refusals: Refusals, newest: date) -> None:
    """Refuse each row with such a day later than `newest`."""
    for record, fields in TOLD_DAYS.items():
        if not stage.has(record):
            continue
        sheet, row = SHEETS[record], SHEETS[record].staged.c
        for field in fields:
            late = (row.state == State.READY, row.file.is_not(None), row[field] > newest)
            query = select(row.place, row.file, row.line, row[field]).where(*late).order_by(row.place)

            def problem(found: Any, field: str = field) -> str:
                what, remedy = day_to_come(found[3], newest)
                return f"{field} {what}. {remedy}"

            refuse(stage, sheet, refusals, query, problem)
