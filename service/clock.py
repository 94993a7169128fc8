"""The clock of this machine, in a module that costs nothing to load."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """What it shows now, in UTC."""
    return datetime.now(UTC)
