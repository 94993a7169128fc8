"""Two agreements of one kind, holder and practice may not hold on one day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from registry.period import Period, last_before, next_after
from registry.records import Agreement, AgreementKind
from registry.rows import KINDS, Shared
from registry.tables import AgreementRow

PLACE = """
kind || '|' || coalesce(hpr_number, organisation_number) || '|' || coalesce(practice_id, '')
|| '|' || CASE kind WHEN 'REGIONAL_HEALTH_AUTHORITY' THEN counterparty ELSE '' END || '|' || coalesce(discipline, '')
"""
"""What `Agreement.place` says, as one SQL value."""


class SplitNeededError(ValueError):
    """A correction would cut an agreement in two, which nobody has asked for."""

    def __init__(self, cut: Agreement) -> None:
        """Keep the agreement that would be cut."""
        super().__init__(cut.agreement_id)
        self.cut = cut


def find_overlaps(connection: Connection, revision: int, limit: int) -> list[tuple[Agreement, Agreement]]:
    """Agreements recorded in `revision`, each with a believed one of its place that holds on one of its days."""
    kind, found = KINDS[Agreement], list[Any]()
    width = len(kind.columns)
    for query in _OVERLAPS:
        rows = connection.execute(query, {"revision": revision, "limit": limit}).all()
        shared = Shared()
        pairs = zip(
            kind.records([row[:width] for row in rows], shared),
            kind.records([row[width:] for row in rows], shared),
            strict=True,
        )
        found += list(pairs)
    return found[:limit]


def _overlaps(holder: str) -> Select[Any]:
    """The question of `find_overlaps` for one kind of holder."""
    kind = KINDS[Agreement]
    one, other = kind.table, kind.table.alias()
    return (
        select(*kind.columns, *(other.c[column.name] for column in _plain_columns()))
        .join_from(one, other, one.c[holder] == other.c[holder])
        .where(
            one.c.recorded_revision == bindparam("revision"),
            one.c.superseded_revision.is_(None),
            other.c.superseded_revision.is_(None),
            one.c.agreement_id != other.c.agreement_id,
            *_same_place(one.c, other.c),
            share_days(one.c, other.c),
        )
        .order_by(one.c.agreement_id, other.c.agreement_id)
        .limit(bindparam("limit"))
    )


def _plain_columns() -> Sequence[ColumnElement[object]]:
    """The columns of an agreement, in the order that its records are read in."""
    table = AgreementRow.__table__  # type: ignore[attr-defined]
    names = (("first_date", "last_date") if name == "period" else (name,) for name in KINDS[Agreement].names)
    return [table.c[name] for pair in names for name in pair]


def _same_place(one: object, other: object) -> list[ColumnElement[bool]]:
    """What `Agreement.place` says, to a database."""

    def place(row: object) -> list[ColumnElement[str]]:
        regional = row.kind == AgreementKind.REGIONAL_HEALTH_AUTHORITY.value  # type: ignore[attr-defined]
        return [
            row.kind,  # type: ignore[attr-defined]
            func.coalesce(row.practice_id, ""),  # type: ignore[attr-defined]
            case((regional, row.counterparty), else_=""),  # type: ignore[attr-defined]
            func.coalesce(row.discipline, ""),  # type: ignore[attr-defined]
        ]

    return [mine == its for mine, its in zip(place(one), place(other), strict=True)]


def share_days(one: Any, other: Any) -> ColumnElement[bool]:
    """What `Period.meets` says, to a database."""
    return and_(
        or_(one.first_date.is_(None), other.last_date.is_(None), one.first_date <= other.last_date),
        or_(other.first_date.is_(None), one.last_date.is_(None), other.first_date <= one.last_date),
    )


_OVERLAPS = tuple(map(_overlaps, ("hpr_number", "organisation_number")))


def make_room(agreement: Agreement, others: Sequence[Agreement]) -> tuple[list[Agreement], list[Agreement]]:
    """
    The others as they must be for `agreement` to hold on its days: those changed, and those gone.

    An earlier one ends on the day before, a later one starts on the day after,
    and one that has no other days is gone. Raises `SplitNeededError` for one
    that would be left with days on both sides.
    """
    changed, gone = [], []
    for other in others:
        same = other.agreement_id == agreement.agreement_id or other.place != agreement.place
        if same or not other.period.meets(agreement.period):
            continue
        before, after = _left_over(other.period, agreement.period)
        if before and after:
            raise SplitNeededError(other)
        if before or after:
            changed.append(replace(other, period=before or after))  # type: ignore[arg-type]
        else:
            gone.append(other)
    return changed, gone


def _left_over(period: Period, taken: Period) -> tuple[Period | None, Period | None]:
    """What is left of `period` before and after the days taken."""
    before = after = None
    if taken.first_date and (period.first_date is None or period.first_date < taken.first_date):
        before = Period(period.first_date, last_before(taken.first_date))
    if taken.last_date and (period.last_date is None or period.last_date > taken.last_date):
        after = Period(next_after(taken.last_date), period.last_date)
    return before, after
