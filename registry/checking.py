"""What no write may leave behind: a record that names nothing, or two agreements in each other's way."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select

from registry.identifiers import InvalidRecordError, shown
from registry.overlaps import find_overlaps
from registry.queries import NUMBER
from registry.records import Agreement, Record
from registry.rows import KINDS, REFERENCES, Shared


class OverlapError(InvalidRecordError):
    """Two agreements of one kind, holder and practice would hold on one day."""

    def __init__(self, record: Agreement, other: Agreement) -> None:
        """Keep the agreement that is in the way."""
        self.other = other
        first, last = other.period.first_date or "the beginning", other.period.last_date or "any day to come"
        super().__init__(
            record,
            "period",
            f"meets that of agreement {shown(other.agreement_id)} ({first} to {last}), of the same kind, "
            "holder and practice",
            "End the other one first, give other days, or ask that the other one be corrected.",
        )


def check_written(connection: Connection, revision: int, withdrawn: Iterable[type[Record]]) -> None:
    """
    Refuse the write of `revision`, in which records of some kinds were `withdrawn` with nothing in their place.

    Raises `InvalidRecordError` for a record that names one that is not believed,
    and `OverlapError`.
    """
    given = {"number": revision}
    recorded = {kind for kind, found in zip(KINDS, connection.execute(_RECORDED, given).one(), strict=True) if found}
    gone = set(withdrawn)
    for source, field, named in REFERENCES:
        questions = ((_LOST_NEW, source in recorded), (_LOST_OLD, named in gone))
        for question in (question for question, concerned in questions if concerned):
            rows = connection.execute(question[source, field], given).all()
            for record in KINDS[source].records(rows, Shared()):
                raise lost_reference(record, field, named)
    if Agreement in recorded:
        for record, other in find_overlaps(connection, revision, limit=1):
            raise OverlapError(record, other)


def lost_reference(record: Record, field: str, named: type[Record]) -> InvalidRecordError:
    """The error for a record that names one that is not believed."""
    name = named.__name__
    return InvalidRecordError(
        record,
        field,
        f"names {name} {shown(getattr(record, field))}, which is not recorded",
        f"Record the {name} first or in the same write, or withdraw this record too.",
    )


_RECORDED = select(
    *(exists().where(kind.table.c.recorded_revision == NUMBER).label(kind.table.name) for kind in KINDS.values())
)
"""For each kind whether the write has recorded any."""


def _lost(source: type[Record], field: str, named: type[Record], touched: ColumnElement[bool]) -> Select[Any]:
    """One of the `touched` records whose `field` names nothing that is believed."""
    kind, row = KINDS[source], KINDS[source].table.c
    target = KINDS[named].table.alias().c
    found = select(1).where(target[KINDS[named].lookup] == row[field], target.superseded_revision.is_(None))
    lost = (touched, row.superseded_revision.is_(None), row[field].is_not(None), ~found.exists())
    return select(*kind.columns).where(*lost).limit(1)


def _is_new(source: type[Record]) -> ColumnElement[bool]:
    return KINDS[source].table.c.recorded_revision == NUMBER


def _names_gone(source: type[Record], field: str, named: type[Record]) -> ColumnElement[bool]:
    past = KINDS[named].table.c
    gone = select(past[KINDS[named].lookup]).where(past.superseded_revision == NUMBER)
    return KINDS[source].table.c[field].in_(gone)


_LOST_NEW = {(source, field): _lost(source, field, named, _is_new(source)) for source, field, named in REFERENCES}
"""Among the records of the write."""

_LOST_OLD = {
    (source, field): _lost(source, field, named, _names_gone(source, field, named))
    for source, field, named in REFERENCES
}
"""Among those that named what it superseded."""
