"""Sets of days, kept as runs: what holds for thousands of days is proved without counting through them."""

from collections.abc import Iterable, Iterator
from datetime import date

from registry.period import Period
from registry.structs import struct

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
Run = tuple[int, int]


@struct(frozen=True, slots=True)
class Days:
    """
    A set of days: the ordinals of the first and last day of each run, in order, with days between the runs.

    An open end of a period reaches to the end of the calendar.

    >>> Days.of(Period(date(2024, 1, 1), date(2024, 1, 31)), Period(date(2024, 2, 1), date(2024, 2, 29)))
    Days('2024-01-01 through 2024-02-29')
    """

    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, *periods: Period) -> "Days":
        """The days of any of the periods."""
        return cls(_joined(_run(period) for period in periods))

    def __or__(self, other: "Days") -> "Days":
        """The days of either."""
        return Days(_joined((*self.runs, *other.runs)))

    def __and__(self, other: "Days") -> "Days":
        """The days of both."""
        return self - (self - other)

    def __sub__(self, other: "Days") -> "Days":
        """The days of this one that the other does not have."""
        return Days(tuple(piece for run in self.runs for piece in _left_of(run, other.runs)))

    def __len__(self) -> int:
        """How many days there are."""
        return sum(last - first + 1 for first, last in self.runs)

    def __repr__(self) -> str:
        """As a person reads it."""
        return f"Days({str(self)!r})"

    def __str__(self) -> str:
        """The runs in words, for a message."""
        return ", ".join(describe(period) for period in self.periods())

    def includes(self, other: "Days") -> bool:
        """Whether every day of the other is one of these."""
        return all(any(first <= start and end <= last for first, last in self.runs) for start, end in other.runs)

    def touches(self, other: "Days") -> bool:
        """Whether a day of one is a day of the other, or the next to one."""
        return any(a <= d + 1 and c <= b + 1 for a, b in self.runs for c, d in other.runs)

    def periods(self) -> list[Period]:
        """The runs as periods, with open ends where the calendar ends."""
        return [Period(_day(first), _day(last)) for first, last in self.runs]

    def hull(self) -> "Days":
        """All days from the first to the last; none when there are none."""
        return Days(((self.runs[0][0], self.runs[-1][1]),)) if self.runs else self

    def until(self, day: date) -> "Days":
        """The days up to a day, which counts."""
        return self - Days(((day.toordinal() + 1, LAST),))


def describe(period: Period) -> str:
    """
    A period in words.

    >>> describe(Period(date(2024, 7, 1)))
    'from 2024-07-01 on'
    """
    first, last = period.first_date, period.last_date
    if first == last and first:
        return f"{first}"
    if first is None:
        return f"through {last}" if last else "always"
    return f"{first} through {last}" if last else f"from {first} on"


def _run(period: Period) -> Run:
    first, last = period.first_date, period.last_date
    return first.toordinal() if first else FIRST, last.toordinal() if last else LAST


def _day(ordinal: int) -> date | None:
    return None if ordinal in (FIRST, LAST) else date.fromordinal(ordinal)


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _left_of(run: Run, others: tuple[Run, ...]) -> Iterator[Run]:
    """What is left of a run where no other is."""
    first, last = run
    for start, end in others:
        if end < first:
            continue
        if start > last:
            break
        if start > first:
            yield first, start - 1
        first = end + 1
    if first <= last:
        yield first, last
