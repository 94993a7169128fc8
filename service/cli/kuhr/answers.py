"""What came of each bill of a message, beside what it claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.cli.diary.answers import Answer
from service.cli.kuhr.bill import Claimed, Message, say
from service.cli.kuhr.remarks import Remark, helfo_ore, remarks


@dataclass(frozen=True, slots=True)
class Priced:
    """A bill's answer, beside what the bill claims."""

    answer: Answer
    claimed: Claimed

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What there is to say of it."""
        return remarks(self.claimed, self.answer.decision)

    @property
    def helfo_ore(self) -> int | None:
        """What Helfo pays the provider, in øre; absent when that is not known or not settled."""
        return helfo_ore(self.answer.decision)

    @property
    def is_comparable(self) -> bool:
        """Whether there are two sums to compare: what is claimed, and what Helfo pays."""
        return self.claimed.sum_ore is not None and self.helfo_ore is not None

    @property
    def name(self) -> str:
        """What the bill is called: by its place, and by the caller's reference where it has one."""
        place = say("PLACE", place=self.answer.place)
        return f"{place} ({self.answer.booking.name})" if self.answer.booking.name else place


def beside(message: Message, answers: Sequence[Answer]) -> list[Priced]:
    """The answers to a message, in its order, each beside what its bill claims."""
    return [Priced(answer, bill.claimed) for answer, bill in zip(answers, message.bills, strict=True)]


def in_order(priced: Sequence[Priced]) -> list[Priced]:
    """Problems first, then the bills there is something to say of, then the others in the order of the message."""
    return sorted(priced, key=lambda each: (each.answer.urgency, not each.remarks))
