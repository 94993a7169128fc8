"""
What waits inside gRPC, which takes every call from the network and hands out one after the other.

A call that is answered at once never waits anywhere else, so that this is the
only place where it is seen that there are too many.
"""

import json
import time
from collections.abc import Callable

from grpc._cython import cygrpc  # type: ignore[attr-defined]  # what grpcio-channelz reads too, from nowhere else

SECONDS_BETWEEN_LOOKS = 0.05
"""Looking takes some hundred microseconds, so it is not done for every call."""

PAUSE_SECONDS = 10.0
"""After so long without a call nothing waits; a server that was only held up is not held up for so long."""

MOST_IN_A_ROW = 7
"""How many calls are refused one after the other before one is taken."""

COUNTED = ("grpc.enable_channelz", 1)
"""Has a server count its calls."""


def calls_of_servers() -> int:
    """How many calls the servers of this process have taken from the network and not yet ended."""
    told = [server["data"] for server in json.loads(cygrpc.channelz_get_servers(0)).get("server", ())]
    return sum(int(each["callsStarted"]) - int(each["callsSucceeded"]) - int(each["callsFailed"]) for each in told)


class Backlog:
    """Tells of each call that is handed out whether it is one too many."""

    def __init__(
        self, most: int, count: Callable[[], int] = calls_of_servers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Let so many calls be there at most, by what `count` tells."""
        self._most, self._count, self._clock = most, count, clock
        self._look_at, self._last = 0.0, clock()
        self._lost = self._excess = self._in_a_row = 0

    def one_too_many(self, under_way: int) -> bool:
        """
        Whether the call that was handed out just now is one of those above the limit.

        At most seven of eight calls are: a server whose callers all try again at once
        does more than refuse them, and one that is offered several times what it can
        answer does not fall further and further behind.
        """
        now = self._clock()
        if now >= self._look_at:
            self._look(now, under_way)
        self._last = now
        refuses = self._excess > 0 and self._in_a_row < MOST_IN_A_ROW
        self._in_a_row = self._in_a_row + 1 if refuses else 0
        self._excess -= refuses
        return refuses

    def _look(self, now: float, under_way: int) -> None:
        """
        Count what is there.

        After a time without a call nothing waits, so whatever is counted then
        beyond this one call will never end: gRPC forgets some that were given up.
        """
        counted = self._count()
        if not under_way and now - self._last > PAUSE_SECONDS:
            self._lost = counted - 1
        self._excess = counted - self._lost - self._most
        self._look_at = now + SECONDS_BETWEEN_LOOKS
