"""The first tables: revisions, their counter, and one table per kind of record."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RECORD_TABLES = (
    "performer",
    "organisation",
    "practice",
    "competence",
    "affiliation",
    "agreement",
    "coverage",
)


def upgrade() -> None:
    """Create the tables, and the counter's single row before the first revision."""
    _create_revisions()
    _create_record_table("performer", ["hpr_number"], _text("hpr_number"), _text("name"))
    _create_record_table("organisation", ["organisation_number"], _text("organisation_number"), _text("name"))
    _create_record_table(
        "practice",
        ["practice_id"],
        *map(_text, ("practice_id", "name", "practice_type", "municipality_code")),
        _text("organisation_number", nullable=True),
    )
    _create_record_table(
        "competence", ["hpr_number", "kind", "first_date"], *_period(), _text("hpr_number"), _text("kind")
    )
    _create_record_table(
        "affiliation",
        ["hpr_number", "practice_id", "role", "first_date"],
        *_period(),
        *map(_text, ("hpr_number", "practice_id", "role")),
        _text("principal_hpr_number", nullable=True),
    )
    _create_record_table(
        "agreement",
        ["agreement_id"],
        *_period(),
        *map(_text, ("agreement_id", "kind", "counterparty")),
        *(_text(name, nullable=True) for name in ("hpr_number", "organisation_number", "practice_id", "discipline")),
        sa.CheckConstraint("(hpr_number IS NULL) <> (organisation_number IS NULL)", name="one_holder"),
    )
    _create_record_table("coverage", ["area", "kind", "first_date"], *_period(), _text("kind"), _text("area"))


def downgrade() -> None:
    """Drop everything, with what it holds."""
    for table in (*RECORD_TABLES, "revision_counter", "revision"):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of text."""
    return sa.Column(name, sa.String(), nullable=nullable)


def _period() -> tuple[sa.Column[Any] | sa.CheckConstraint, ...]:
    """The two days of a period, in order."""
    return (
        sa.Column("first_date", sa.Date()),
        sa.Column("last_date", sa.Date()),
        sa.CheckConstraint("last_date >= first_date", name="period"),
    )


def _create_revisions() -> None:
    """Create the revisions, and the row that writers lock."""
    op.create_table(
        "revision",
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("record_time", sa.DateTime(timezone=True), nullable=False, unique=True),
        _text("note"),
    )
    counter = op.create_table(
        "revision_counter",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_time", sa.DateTime(timezone=True)),
        sa.CheckConstraint("id = 1", name="single_row"),
    )
    op.bulk_insert(counter, [{"id": 1, "revision": 0}])


def _create_record_table(name: str, key: list[str], *own: sa.Column[Any] | sa.CheckConstraint) -> None:
    """Create the table of one kind of record, with the indexes that each of them has."""
    op.create_table(
        name,
        sa.Column("row_id", sa.Integer(), primary_key=True),
        _text("source"),
        sa.Column("recorded_revision", sa.Integer(), sa.ForeignKey("revision.revision"), nullable=False),
        sa.Column("superseded_revision", sa.Integer(), sa.ForeignKey("revision.revision")),
        sa.CheckConstraint("superseded_revision > recorded_revision", name="superseded_later"),
        *own,
    )
    believed, superseded = sa.text("superseded_revision IS NULL"), sa.text("superseded_revision IS NOT NULL")
    op.create_index(f"ix_{name}_current", name, key, unique=True, sqlite_where=believed, postgresql_where=believed)
    op.create_index(f"ix_{name}_recorded", name, ["recorded_revision"])
    op.create_index(
        f"ix_{name}_superseded",
        name,
        ["superseded_revision"],
        sqlite_where=superseded,
        postgresql_where=superseded,
    )
