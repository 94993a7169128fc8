"""The SQLModel tables, one per kind of record."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    DDL,
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    event,
    text,
)
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC; SQLite drops the zone of a time, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn into UTC; refuse a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"the time {value} has no zone; give one, such as UTC")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class RevisionRow(SQLModel, table=True):
    """A committed write; see `registry.revisions.Revision`."""

    __tablename__ = "revision"
    metadata: ClassVar[MetaData] = METADATA
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    record_time: datetime = Field(sa_type=UtcDateTime, unique=True)
    note: str


class RevisionCounterRow(SQLModel, table=True):
    """The single row that writers lock; it holds the newest revision, 0 before the first."""

    __tablename__ = "revision_counter"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    metadata: ClassVar[MetaData] = METADATA
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    revision: int
    record_time: datetime | None = Field(default=None, sa_type=UtcDateTime)


REVISION: Table = RevisionRow.__table__  # type: ignore[attr-defined]
COUNTER: Table = RevisionCounterRow.__table__  # type: ignore[attr-defined]


class WriteRequestRow(SQLModel, table=True):
    """A write that a caller named; the same name gets the same answer ever after."""

    __tablename__ = "write_request"
    metadata: ClassVar[MetaData] = METADATA
    request_id: str = Field(primary_key=True)
    digest: str
    revision: int = Field(foreign_key="revision.revision")
    answer: bytes = Field(sa_type=LargeBinary)


REQUEST: Table = WriteRequestRow.__table__  # type: ignore[attr-defined]


class RecordRow(SQLModel):
    """
    What every row of a record has.

    The row is believed from `recorded_revision` on, and no longer from
    `superseded_revision` on; absent means that it is believed now.
    """

    metadata: ClassVar[MetaData] = METADATA
    row_id: int | None = Field(default=None, primary_key=True)
    source: str
    recorded_revision: int = Field(foreign_key="revision.revision")
    superseded_revision: int | None = Field(default=None, foreign_key="revision.revision")


class PeriodRow(RecordRow):
    """What every row of a record with a period has; both days count, absent is open."""

    first_date: date | None = None
    last_date: date | None = None


def _kept(table: str, *key: str, checks: Sequence[CheckConstraint | Index] = ()) -> tuple[Any, ...]:
    """The indexes of a record table: one believed row per key, and the roads to a revision's changes."""
    believed, superseded = text("superseded_revision IS NULL"), text("superseded_revision IS NOT NULL")
    period: tuple[CheckConstraint | Index, ...] = ()
    if "first_date" in key:
        # Two absent days are not equal to a database, so a key with one has an index of its own.
        open_start = text("superseded_revision IS NULL AND first_date IS NULL")
        rest = [name for name in key if name != "first_date"]
        period = (
            CheckConstraint("last_date >= first_date", name="period"),
            Index(f"ix_{table}_open_start", *rest, unique=True, sqlite_where=open_start, postgresql_where=open_start),
        )
    return (
        Index(f"ix_{table}_current", *key, unique=True, sqlite_where=believed, postgresql_where=believed),
        Index(f"ix_{table}_recorded", "recorded_revision"),
        Index(
            f"ix_{table}_superseded",
            "superseded_revision",
            sqlite_where=superseded,
            postgresql_where=superseded,
        ),
        CheckConstraint("superseded_revision > recorded_revision", name="superseded_later"),
        *period,
        *checks,
    )


class PerformerRow(RecordRow, table=True):
    """A `Performer` as recorded."""

    __tablename__ = "performer"
    __table_args__ = _kept("performer", "hpr_number")
    hpr_number: str
    name: str


class OrganisationRow(RecordRow, table=True):
    """An `Organisation` as recorded."""

    __tablename__ = "organisation"
    __table_args__ = _kept("organisation", "organisation_number")
    organisation_number: str
    name: str


class PracticeRow(RecordRow, table=True):
    """A `Practice` as recorded."""

    __tablename__ = "practice"
    __table_args__ = _kept("practice", "practice_id")
    practice_id: str
    name: str
    practice_type: str
    municipality_code: str | None = None
    organisation_number: str | None = None


class CompetenceRow(PeriodRow, table=True):
    """A `Competence` as recorded."""

    __tablename__ = "competence"
    __table_args__ = _kept("competence", "hpr_number", "kind", "first_date")
    hpr_number: str
    kind: str


class AffiliationRow(PeriodRow, table=True):
    """An `Affiliation` as recorded."""

    __tablename__ = "affiliation"
    __table_args__ = _kept("affiliation", "hpr_number", "practice_id", "role", "first_date")
    hpr_number: str
    practice_id: str
    role: str
    principal_hpr_number: str | None = None


class AgreementRow(PeriodRow, table=True):
    """An `Agreement` as recorded."""

    __tablename__ = "agreement"
    __table_args__ = _kept(
        "agreement",
        "agreement_id",
        checks=(
            CheckConstraint("last_date >= first_date", name="period"),
            CheckConstraint("(hpr_number IS NULL) <> (organisation_number IS NULL)", name="one_holder"),
            Index("ix_agreement_hpr_number", "hpr_number"),
            Index("ix_agreement_organisation_number", "organisation_number"),
        ),
    )
    agreement_id: str
    kind: str
    hpr_number: str | None = None
    organisation_number: str | None = None
    counterparty: str
    practice_id: str | None = None
    discipline: str | None = None
    fetched: date | None = None
    last_confirmed: date | None = None


# What `Agreement.place` says, to PostgreSQL: it keeps a rule that SQLite has no means for.
NO_OVERLAP = """
ALTER TABLE agreement ADD CONSTRAINT ex_agreement_overlap EXCLUDE USING gist (
    kind WITH =,
    coalesce(hpr_number, organisation_number) WITH =,
    coalesce(practice_id, '') WITH =,
    (CASE kind WHEN 'REGIONAL_HEALTH_AUTHORITY' THEN counterparty ELSE '' END) WITH =,
    coalesce(discipline, '') WITH =,
    daterange(first_date, last_date, '[]') WITH &&
) WHERE (superseded_revision IS NULL) DEFERRABLE INITIALLY DEFERRED
"""
for statement in ("CREATE EXTENSION IF NOT EXISTS btree_gist", NO_OVERLAP):
    event.listen(AgreementRow.__table__, "after_create", DDL(statement).execute_if(dialect="postgresql"))  # type: ignore[attr-defined, no-untyped-call]


class CoverageRow(PeriodRow, table=True):
    """A `Coverage` as recorded."""

    __tablename__ = "coverage"
    __table_args__ = _kept("coverage", "area", "kind", "first_date")
    kind: str
    area: str
    last_confirmed: date | None = None
    max_age_days: int | None = None
