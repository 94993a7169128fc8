"""A claim whose age, birth date, paid user fees and start are watched while it is priced."""

from dataclasses import replace
from datetime import date, time
from typing import Any, cast

from registry.structs import struct
from service.pricing.claim import Charge, Claim, Patient
from service.rpc.fields import EARLIEST_DAY, LATEST_DAY
from service.rpc.read_claim import MOST_YEARS
from service.rpc.read_line import MOST_ORE
from service.rpc.shapes.watched import Watched


class WatchedClaim(Claim):
    """A claim that notices whether its start was read; that there is one is told by `is_timed`."""

    __slots__ = ("_start", "start_was_read")

    _start: time | None
    start_was_read: bool

    @property
    def start_time(self) -> time | None:
        """The start; it was read now."""
        object.__setattr__(self, "start_was_read", True)
        return self._start

    @start_time.setter
    def start_time(self, start: time | None) -> None:
        """Take the start, as the claim is made."""
        object.__setattr__(self, "_start", start)
        object.__setattr__(self, "start_was_read", False)

    @property
    def is_timed(self) -> bool:
        """Whether the start is told."""
        return self._start is not None


@struct(frozen=True, slots=True)
class Watches:
    """The watched parts of a claim; each absent when not told."""

    claim: WatchedClaim
    age: Watched[int] | None
    birth_date: Watched[date] | None
    user_fees_paid_ore: Watched[int] | None

    @property
    def start_was_read(self) -> bool:
        """
        Whether the answer can be another one at another time of the day; never where no start is told.

        How long before the start an appointment was cancelled is counted when a
        claim is read, before anything is watched.
        """
        lines = self.claim.lines
        cancelled = any(isinstance(line.content, Charge) and line.content.cancelled for line in lines)
        return self.claim.is_timed and (cancelled or self.claim.start_was_read)


def watch(claim: Claim) -> Watches:
    """The claim as it is to be priced, and what to ask afterwards."""
    told = claim.patient
    age = None if told.age is None else Watched(told.age, 0, MOST_YEARS)
    born = None if told.birth_date is None else Watched(told.birth_date, EARLIEST_DAY, LATEST_DAY)
    paid = None if told.user_fees_paid_ore is None else Watched(told.user_fees_paid_ore, 0, MOST_ORE)
    patient = cast(Patient, replace(cast(Any, told), age=age, birth_date=born, user_fees_paid_ore=paid))
    watched = WatchedClaim(
        claim.discipline,
        claim.treatment_date,
        claim.lines,
        claim.performer,
        claim.country_code,
        patient,
        claim.grounds,
        claim.requisition,
        claim.start_time,
        claim.circumstances,
    )
    return Watches(watched, age, born, paid)
