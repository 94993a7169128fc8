"""
No source has been read on a day that has not come.

A day told as `fetched` or `last_confirmed` keeps a source fresh from then on, so
one of a year to come would keep it fresh for ever.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from registry.identifiers import InvalidRecordError
from registry.records import Agreement, Coverage, Record

TOLD_DAYS: dict[type[Record], tuple[str, ...]] = {
    Agreement: ("fetched", "last_confirmed"),
    Coverage: ("last_confirmed",),
}
"""The fields that tell on which day a source was read."""

FARTHEST_EAST = ZoneInfo("Pacific/Kiritimati")
"""Where each day begins first on earth, so that no caller's today is refused."""


def last_day_begun(moment: datetime) -> date:
    """The newest day that has begun anywhere."""
    return moment.astimezone(FARTHEST_EAST).date()


def refuse_day_to_come(record: Record, moment: datetime) -> None:
    """Raise `InvalidRecordError` for a record whose source is said to have been read later than at a moment."""
    newest = last_day_begun(moment)
    for field in TOLD_DAYS.get(type(record), ()):
        day: date | None = getattr(record, field)
        if day and day > newest:
            raise InvalidRecordError(record, field, *day_to_come(day, newest))


def day_to_come(day: object, newest: date) -> tuple[str, str]:
    """What is wrong with such a day, and what to do."""
    return (
        f"is {day}, a day that has not come yet",
        f"Give the day on which the source was read, {newest} at the latest.",
    )
