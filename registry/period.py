"""Days on which something holds."""

from datetime import date, timedelta

from registry.structs import struct


def last_before(day: date) -> date:
    """The day before `day`: the last day of what ends when something new starts."""
    return day - timedelta(days=1)


def next_after(day: date) -> date:
    """The day after `day`: the first day of what starts when something has ended."""
    return day + timedelta(days=1)


@struct(frozen=True, slots=True)
class Period:
    """
    A run of whole days; both ends count, and an absent end is open.

    >>> Period(date(2024, 2, 28), date(2024, 2, 29)).covers(date(2024, 2, 29))
    True
    >>> Period(date(2024, 3, 1)).covers(date(2024, 2, 29))
    False
    """

    first_date: date | None = None
    last_date: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period whose last day is before its first."""
        if self.first_date and self.last_date and self.last_date < self.first_date:
            raise ValueError(f"the last day {self.last_date} is before the first day {self.first_date}")

    def covers(self, day: date) -> bool:
        """Whether `day` is one of the days."""
        first, last = self.first_date, self.last_date
        return (first is None or first <= day) and (last is None or day <= last)

    def ends_before(self, day: date) -> bool:
        """Whether the last day is over on `day`."""
        return self.last_date is not None and self.last_date < day

    def starts_after(self, day: date) -> bool:
        """Whether the first day is still to come on `day`."""
        return self.first_date is not None and self.first_date > day

    def meets(self, other: "Period") -> bool:
        """
        Whether the two have a day in common.

        >>> Period(None, date(2024, 2, 29)).meets(Period(date(2024, 2, 29)))
        True
        """
        return not (
            (self.last_date and other.first_date and self.last_date < other.first_date)
            or (other.last_date and self.first_date and other.last_date < self.first_date)
        )

    def common(self, other: "Period") -> "Period | None":
        """
        The days that the two have in common; absent when there are none.

        >>> Period(date(2024, 1, 1)).common(Period(None, date(2024, 2, 29)))
        Period(first_date=datetime.date(2024, 1, 1), last_date=datetime.date(2024, 2, 29))
        """
        if not self.meets(other):
            return None
        first = max((day for day in (self.first_date, other.first_date) if day), default=None)
        last = min((day for day in (self.last_date, other.last_date) if day), default=None)
        return Period(first, last)
