"""An answer that is kept, with what it stands for; and the answer to one claim made of it, as bytes."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, cast

from avtalt.v1 import decision_pb2
from service.rpc.shapes.claims import Watches
from service.rpc.shapes.snapshots import Reads, Tables
from service.rpc.shapes.told import Told
from service.rpc.shapes.watched import Watched

Span = tuple[Any, Any] | None
"""The least and the most that a number or a day may be; absent when it is not told."""

OWN = ("claim_id", "decision_id", "basis")
"""The fields of a decision that are each claim's own."""

_FIELDS = decision_pb2.Decision.DESCRIPTOR.fields_by_name
_NUMBERS = tuple(_FIELDS[name].number for name in OWN)
_TAGS = tuple(bytes([number << 3 | 2]) for number in _NUMBERS)


@dataclass(frozen=True, slots=True)
class Kept:
    """
    An answer and what it was made from.

    It stands for every claim of its shape whose numbers lie in the spans, as
    long as the register gives what was `read`. `start` is absent when no rule has
    read it. `parts` are the fields of the decision before, between and after
    those that are each claim's own.
    """

    reads: Reads
    age: Span
    birth_date: Span
    user_fees_paid_ore: Span
    start: str | None
    parts: tuple[bytes, ...]

    def stands_for(self, told: Told, tables: Tables) -> bool:
        """Whether it is the answer to a claim of its shape."""
        for span, value in (
            (self.age, told.age),
            (self.birth_date, told.birth_date),
            (self.user_fees_paid_ore, told.user_fees_paid_ore),
        ):
            if span is not None and not span[0] <= value <= span[1]:
                return False
        if self.start is not None and self.start != told.start:
            return False
        for table, key, entry in self.reads:  # noqa: SIM110  # a generator would take twice as long
            if tables[table].get(key) is not entry:
                return False
        return True

    @property
    def is_particular(self) -> bool:
        """Whether it hangs on a single value of what could lie in a span."""
        spans = (self.age, self.birth_date, self.user_fees_paid_ore)
        return self.start is not None or any(span is not None and span[0] == span[1] for span in spans)

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return sum(map(len, self.parts)) + OVERHEAD + READ * len(self.reads)


OVERHEAD = 600
READ = 200


def keep(decision: decision_pb2.Decision, watches: Watches, reads: Reads, start: str) -> Kept:
    """The answer to be kept, once a claim has been priced."""
    return Kept(
        reads,
        _span(watches.age),
        _span(watches.birth_date),
        _span(watches.user_fees_paid_ore),
        start if watches.start_was_read else None,
        _parts(decision),
    )


def answer(parts: tuple[bytes, ...], claim_id: str, decision_id: str, basis: bytes) -> bytes:
    """A decision as bytes, with what is each claim's own in its place."""
    own = (claim_id.encode(), decision_id.encode(), basis)
    whole = [parts[0]]
    for tag, value, part in zip(_TAGS, own, parts[1:], strict=True):
        if value:
            whole += (tag, varint(len(value)), value)
        whole.append(part)
    return b"".join(whole)


def varint(number: int) -> bytes:
    """A number as protobuf writes lengths."""
    if number < MORE:
        return _SHORT[number]
    found = bytearray()
    while number >= MORE:
        found.append(number % MORE | MORE)
        number >>= BITS
    found.append(number)
    return bytes(found)


BITS = 7
"""How many bits of a number a byte has; the eighth says that there are more."""

MORE = 1 << BITS
_SHORT = tuple(bytes([number]) for number in range(MORE))


def _span(watched: Watched[Any] | None) -> tuple[int | date, int | date] | None:
    return None if watched is None else (watched.least, watched.most)


def _parts(decision: decision_pb2.Decision) -> tuple[bytes, ...]:
    """The fields of a decision, in the order of their numbers, cut where those belong that are each claim's own."""
    borders = (0, *_NUMBERS, max(field.number for field in _FIELDS.values()) + 1)
    parts = []
    for low, high in pairwise(borders):
        part = decision_pb2.Decision()
        part.CopyFrom(decision)
        for field in _FIELDS.values():
            if not low < field.number < high:
                part.ClearField(cast(Any, field.name))
        parts.append(part.SerializeToString(deterministic=True))
    return tuple(parts)
