"""The records of an archive as groups: the rows of a claim, which stand together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from service.cli.diary.columns import Header
from service.cli.diary.records import Record

MOST_ROWS = 1000
"""How many rows of a claim are kept; a claim of more is too long to be read."""


class Seen(Protocol):
    """Remembers bookings, and where each has begun."""

    def begin(self, booking: str, line: int) -> int | None:
        """Take note of a booking that begins on a line; where it has begun before, absent when it has not."""


@dataclass(slots=True)
class Group:
    """
    The rows of one claim; a row without a booking's name is one by itself.

    `before` is where the same booking has stood already, apart from these rows;
    absent as it should be.
    """

    records: list[Record]
    before: int | None = None
    count: int = field(default=1)

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.records[0][0]


def group(records: Iterable[Record], header: Header, seen: Seen) -> Iterator[Group]:
    """The groups of an archive, in its order, each made when it is asked for."""
    place = header.places.get("booking", -1)
    known = tuple(header.places.values())
    current: Group | None = None
    name = ""
    for record in records:
        cells = record[1]
        booking = cells[place].strip() if 0 <= place < len(cells) else ""
        if not booking and not any(cells[each].strip() for each in known if each < len(cells)):
            continue
        if current and booking and booking == name:
            _add(current, record)
            continue
        if current:
            yield current
        before = seen.begin(booking, record[0]) if booking else None
        current, name = Group([record], before), booking
    if current:
        yield current


def _add(current: Group, record: Record) -> None:
    current.count += 1
    if current.count <= MOST_ROWS:
        current.records.append(record)


class Passage:
    """The digest of all groups that have passed: whether what was read once is what is read again."""

    def __init__(self) -> None:
        """Nothing has passed yet."""
        self._digest = blake2b(digest_size=16)

    def add(self, passing: Group) -> None:
        """Take in a group."""
        for line, cells in passing.records:
            self._digest.update("\x1f".join((str(line), *cells, "\n")).encode())

    @property
    def digest(self) -> str:
        """The digest so far."""
        return self._digest.hexdigest()
