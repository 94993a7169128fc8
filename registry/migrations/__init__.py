"""The schema of the register, one Alembic script per change."""
