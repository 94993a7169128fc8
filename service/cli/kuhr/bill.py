"""A bill of a message: what can be asked about it, and what it claims."""

from dataclasses import dataclass

from service.cli.diary.booking import Booking, Diary
from service.cli.phrases import phrase_of

UNIT = "BILL"
"""A bill is told by its place in the message, counted from 1, as a booking is by its line."""


def say(key: str, /, **data: object) -> str:
    """A phrase about messages of claims."""
    return phrase_of("kuhr", key, **data)


@dataclass(frozen=True, slots=True)
class ClaimedFee:
    """
    A fee as it is claimed: its code, how often it is used, and what is claimed for each use.

    The amount is in øre, and absent when not told.
    """

    code: str
    count: int
    each_ore: int | None

    @property
    def sum_ore(self) -> int | None:
        """What is claimed for all uses; absent when not told."""
        return None if self.each_ore is None else self.each_ore * self.count


@dataclass(frozen=True, slots=True)
class Claimed:
    """
    What a bill claims of Helfo, and what it says of the user fee.

    The fees stand in the order of the claim's lines. Absent is what the bill does
    not tell; an empty cause says that it gives none for taking no user fee.
    """

    fees: tuple[ClaimedFee, ...] = ()
    own_sum_ore: int | None = None
    user_fee_paid: bool | None = None
    cause: str = ""
    age_known: bool = False

    @property
    def fees_ore(self) -> int | None:
        """What the fees come to; absent when one of them does not tell its amount."""
        sums = [fee.sum_ore for fee in self.fees]
        told = [ore for ore in sums if ore is not None]
        return sum(told) if sums and len(told) == len(sums) else None

    @property
    def sum_ore(self) -> int | None:
        """What is claimed: what the fees come to, or where they do not tell it, the sum of the bill."""
        return self.own_sum_ore if self.fees_ore is None else self.fees_ore


NOTHING_CLAIMED = Claimed()


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as something that can be asked about, or why it cannot, and what it claims."""

    booking: Booking
    claimed: Claimed = NOTHING_CLAIMED


@dataclass(frozen=True, slots=True)
class Message:
    """The bills of a message, in its order."""

    bills: tuple[Bill, ...]

    @property
    def diary(self) -> Diary:
        """It as a diary, whose bookings are the bills."""
        return Diary(tuple(bill.booking for bill in self.bills))
