"""Freshness, named writes, and no two agreements of one kind, holder and practice on one day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PERIOD_KEYS = {
    "competence": ["hpr_number", "kind"],
    "affiliation": ["hpr_number", "practice_id", "role"],
    "coverage": ["area", "kind"],
}
FRESHNESS: dict[str, dict[str, Any]] = {
    "agreement": {"fetched": sa.Date(), "last_confirmed": sa.Date()},
    "coverage": {"last_confirmed": sa.Date(), "max_age_days": sa.Integer()},
}
HOLDERS = ("hpr_number", "organisation_number")
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


def upgrade() -> None:
    """Add the columns, the named writes and the guards."""
    op.create_table(
        "write_request",
        sa.Column("request_id", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), sa.ForeignKey("revision.revision"), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
    )
    for table, columns in FRESHNESS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    with op.batch_alter_table("practice") as practice:
        practice.alter_column("municipality_code", existing_type=sa.String(), nullable=True)
    open_start = sa.text("superseded_revision IS NULL AND first_date IS NULL")
    for table, key in PERIOD_KEYS.items():
        op.create_index(
            f"ix_{table}_open_start", table, key, unique=True, sqlite_where=open_start, postgresql_where=open_start
        )
    for holder in HOLDERS:
        op.create_index(f"ix_agreement_{holder}", "agreement", [holder])
    if op.get_bind().dialect.name == "postgresql":
        # Comes with the server; lets plain values stand beside ranges in one index.
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(NO_OVERLAP)


def downgrade() -> None:
    """Take them away again; a practice without a municipality cannot stay, and is refused by the database."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE agreement DROP CONSTRAINT ex_agreement_overlap")
    for holder in HOLDERS:
        op.drop_index(f"ix_agreement_{holder}", "agreement")
    for table in PERIOD_KEYS:
        op.drop_index(f"ix_{table}_open_start", table)
    with op.batch_alter_table("practice") as practice:
        practice.alter_column("municipality_code", existing_type=sa.String(), nullable=False)
    for table, columns in FRESHNESS.items():
        with op.batch_alter_table(table) as altered:
            for name in columns:
                altered.drop_column(name)
    op.drop_table("write_request")
