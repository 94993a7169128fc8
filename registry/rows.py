"""How records become rows of the tables, and rows become records again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, get_type_hints

from sqlalchemy import ColumnElement, String, Table, type_coerce

from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    Competence,
    Coverage,
    Organisation,
    Performer,
    Practice,
    Record,
)
from registry.tables import (
    AffiliationRow,
    AgreementRow,
    CompetenceRow,
    CoverageRow,
    OrganisationRow,
    PerformerRow,
    PracticeRow,
    RecordRow,
)


class Shared(dict[Any, Any]):
    """Equal values as one object: a million rows name few sources, periods and numbers."""

    def __init__(self) -> None:
        """Keep single days apart: text that looks like a day may be a name."""
        super().__init__()
        self.days = SharedDays()

    def __missing__(self, value: Any) -> Any:
        """Keep `value`; a pair of days, or of days as SQLite writes them, becomes the period between them."""
        kept = self[value] = Period(*map(_day, value)) if type(value) is tuple else value
        return kept


class SharedDays(dict[Any, Any]):
    """Days as the database gives them, each made a day once."""

    def __missing__(self, value: date | str | None) -> date | None:
        """Keep the day that `value` stands for."""
        kept = self[value] = _day(value)
        return kept


def _day(value: date | str | None) -> date | None:
    """A day as the database gives it, as a day."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class RecordKind:
    """
    How one kind of record is kept as rows.

    `lookup` names the column that the index of believed rows starts with, and
    `lookup_position` says where its value stands in the record's key.
    """

    record: type[Record]
    table: Table
    enums: dict[str, dict[str, StrEnum]]
    days: frozenset[str]
    names: tuple[str, ...]
    lookup: str
    lookup_position: int

    @classmethod
    def of(cls, record: type[Record], model: type[RecordRow], lookup: str, lookup_position: int = 0) -> "RecordKind":
        """Read the record's own fields: they are the columns, and a period is two of them."""
        hints = get_type_hints(record)
        names = tuple(field.name for field in fields(record))
        enums = {name: {str(member): member for member in kind} for name, kind in hints.items() if _is_enum(kind)}
        days = frozenset(name for name, kind in hints.items() if kind == (date | None))
        table: Table = model.__table__  # type: ignore[attr-defined]
        return cls(record, table, enums, days, names, lookup, lookup_position)

    @property
    def columns(self) -> list[ColumnElement[Any]]:
        """The columns that `records` reads, in its order."""
        names = (("first_date", "last_date") if name == "period" else (name,) for name in self.names)
        # As text, each day comes as the database gives it: `Shared` turns the few different ones into days.
        return [type_coerce(self.table.c[name], String()) for pair in names for name in pair]

    def row(self, record: Record, revision: int) -> dict[str, Any]:
        """The row that records `record` in `revision`."""
        row = {name: getattr(record, name) for name in self.names}
        for name in self.enums:
            row[name] = str(row[name])
        if period := row.pop("period", None):
            row["first_date"], row["last_date"] = period.first_date, period.last_date
        row["recorded_revision"] = revision
        return row

    def records(self, rows: Sequence[Sequence[Any]], shared: Shared) -> Iterator[Record]:
        """
        The records of `rows`, which hold the values of `columns`.

        Works column by column, which leaves the loops to the interpreter's own
        code: several times faster than row by row.
        """
        values = iter(zip(*rows, strict=True))
        fields: list[Iterator[Any]] = []
        for name in self.names if rows else ():
            if name == "period":
                fields.append(map(shared.__getitem__, zip(next(values), next(values), strict=True)))
            elif name in self.enums:
                fields.append(map(self.enums[name].__getitem__, next(values)))
            elif name in self.days:
                fields.append(map(shared.days.__getitem__, next(values)))
            else:
                fields.append(map(shared.__getitem__, next(values)))
        return map(self.record, *fields) if rows else iter(())


def _is_enum(kind: object) -> bool:
    """Whether a field's type is one of the enumerations."""
    return isinstance(kind, type) and issubclass(kind, StrEnum)


KINDS = {
    Performer: RecordKind.of(Performer, PerformerRow, "hpr_number"),
    Organisation: RecordKind.of(Organisation, OrganisationRow, "organisation_number"),
    Practice: RecordKind.of(Practice, PracticeRow, "practice_id"),
    Competence: RecordKind.of(Competence, CompetenceRow, "hpr_number"),
    Affiliation: RecordKind.of(Affiliation, AffiliationRow, "hpr_number"),
    Agreement: RecordKind.of(Agreement, AgreementRow, "agreement_id"),
    Coverage: RecordKind.of(Coverage, CoverageRow, "area", lookup_position=1),
}

REFERENCES: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (Practice, "organisation_number", Organisation),
    (Competence, "hpr_number", Performer),
    (Affiliation, "hpr_number", Performer),
    (Affiliation, "principal_hpr_number", Performer),
    (Affiliation, "practice_id", Practice),
    (Agreement, "hpr_number", Performer),
    (Agreement, "organisation_number", Organisation),
    (Agreement, "practice_id", Practice),
)
"""Which field of which record names another record, and of which kind."""
