"""An answer that is kept, with what it stands for; and the answer to one claim made of it, as bytes."""

from datetime import date
from secrets import token_hex
from typing import Any

from avtalt.v1 import basis_pb2, decision_pb2
from registry.structs import struct
from service.rpc.encoded import delimited
from service.rpc.shapes.claims import Watches
from service.rpc.shapes.snapshots import Reads, Tables
from service.rpc.shapes.told import Told
from service.rpc.shapes.watched import Watched

Span = tuple[Any, Any] | None
"""The least and the most that a number or a day may be; absent when not told."""

Parts = tuple[bytes, ...]
"""A decision as bytes, cut where the fields belong that are each claim's own."""

CLAIM_ID, DECISION_ID, BASIS = b"\x0a", b"\x62", b"\x7a"
"""What stands before the fields of a decision that are each claim's own: their numbers, and the kind of each."""

_MARK = token_hex()
"""Of this process alone, so that nothing else in a decision can be taken for it."""

_MARKED_BASIS = basis_pb2.Basis(tariff_digest=_MARK)
_MARKED = tuple(
    b"".join(delimited(tag, value))
    for tag, value in ((DECISION_ID, _MARK.encode()), (BASIS, _MARKED_BASIS.SerializeToString()))
)


@struct(frozen=True, slots=True)
class Kept:
    """
    An answer and what it was made from.

    It stands for every claim of its shape whose values lie in the `spans`, as long
    as the register gives what was found by the `reads`. `parts` are the fields of the
    decision between the claim's name, the decision's, and the basis, which are each
    claim's own, and those after them.
    """

    reads: Reads
    spans: tuple[Span, ...]
    parts: Parts

    def stands_for(self, told: Told, tables: Tables) -> bool:
        """Whether it is the answer to a claim of its shape, from a register."""
        return self.fits(told) and self.holds_in(tables)

    def fits(self, told: Told) -> bool:
        """Whether the values of a claim of its shape are among those that it stands for."""
        for span, value in zip(self.spans, told.values, strict=True):  # a generator would take twice as long
            if span is not None and not span[0] <= value <= span[1]:
                return False
        return True

    def holds_in(self, tables: Tables) -> bool:
        """Whether a register gives what was found when it was made."""
        for table, key, entry in self.reads:  # noqa: SIM110  # a generator would take twice as long
            if tables[table].get(key) is not entry:
                return False
        return True

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return sum(map(len, self.parts)) + OVERHEAD + READ * len(self.reads)


OVERHEAD, READ = 1 << 9, 1 << 8
"""About what the rest of a kept answer takes, and each look-up, in bytes."""


def parts_of(decision: decision_pb2.Decision) -> Parts:
    """A decision that has nothing of its own yet, which is taken over, as the bytes between what each claim has."""
    decision.decision_id = _MARK
    decision.basis.CopyFrom(_MARKED_BASIS)
    # Cut where the fields belong that are each claim's own; they are marked to be found.
    before, rest = decision.SerializeToString(deterministic=True).split(_MARKED[0])
    between, after = rest.split(_MARKED[1])
    return before, between, after


def keep(watches: Watches, reads: Reads, parts: Parts) -> Kept | None:
    """
    What may be kept of a claim that was watched while it was priced.

    Nothing where the answer is right for one age, birth date, sum or start alone: it may
    tell which, as it does close to the ceiling, and in a derivation that adds to the sum.
    """
    if watches.start_was_read:
        return None
    spans = tuple(map(_span, (watches.age, watches.birth_date, watches.user_fees_paid_ore)))
    if any(span is not None and span[0] == span[1] for span in spans):
        return None
    return Kept(reads, spans, parts)


def answer(parts: Parts, claim_id: str, decision_id: str, basis: bytes) -> bytes:
    """A decision as bytes, with what is each claim's own in its place."""
    before, between, after = parts
    decided = (*delimited(DECISION_ID, decision_id.encode()), between, *delimited(BASIS, basis), after)
    if not claim_id:
        return b"".join((before, *decided))
    return b"".join((*delimited(CLAIM_ID, claim_id.encode()), before, *decided))


def _span(watched: Watched[Any] | None) -> tuple[int | date, int | date] | None:
    return None if watched is None else (watched.least, watched.most)
