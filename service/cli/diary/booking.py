"""One booking of a diary, or what keeps it from being one."""

from dataclasses import dataclass

from avtalt.v1.claim_pb2 import Claim
from service.cli.phrases import phrase_of
from service.errors import ServiceError
from service.rpc.fields import read_claim_id

COLUMNS = ("column", "columns")


def say(key: str, /, **data: object) -> str:
    """A phrase about diaries; columns are told by their headings."""
    told = {name: _headings(str(value)) if name in COLUMNS else value for name, value in data.items()}
    return phrase_of("diary", key, **told)


def _headings(names: str) -> str:
    return ", ".join(phrase_of("diary_columns", name) for name in names.split(", "))


class UnreadableError(Exception):
    """What is wrong with a row, in words that repeat nothing of what stands there."""


class UnreadableFileError(Exception):
    """Why a file cannot be read at all, or not any further, in words that repeat nothing of what stands there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of the file, counted from 1, in words that repeat nothing of what stands there."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Booking:
    """
    A booking: its first line in the file, its claim, and the problems that keep it from being asked about.

    The name is the caller's own reference; empty when there is none, or none
    that may be repeated. The unit is what `line` counts: a phrase about diaries
    that tells a problem with its place.
    """

    line: int
    name: str = ""
    claim: Claim | None = None
    problems: tuple[Problem, ...] = ()
    unit: str = "LINE"


@dataclass(frozen=True, slots=True)
class Diary:
    """The bookings of a file, in its order, and what is to be known about how it was read."""

    bookings: tuple[Booking, ...]
    notes: tuple[str, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """What can be asked about."""
        return [booking.claim for booking in self.bookings if booking.claim is not None]


def booking_name(claim_id: str) -> str:
    """The name of a booking, which may not hide an identity number; empty when it has none."""
    try:
        read_claim_id("claim_id", claim_id)
    except ServiceError:
        raise UnreadableError(say("NAME")) from None
    return claim_id
