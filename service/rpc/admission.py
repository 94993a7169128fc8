"""
How many calls are under way, and whether one more is taken.

A call counts from when its request has arrived until its last response has gone
out. One that is refused costs next to nothing: it is refused before its request
is read.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from google.rpc import status_pb2
from grpc_status import rpc_status

from service.errors import ErrorReason, ServiceError
from service.rpc.backlog import Backlog
from service.rpc.errors import to_status
from service.texts.catalogue import catalogue

REFUSED_IN = "en"
"""The language of a refusal: the language asked for stands in a request that nobody has read."""

SECONDS_BETWEEN_WARNINGS = 1.0
log = structlog.get_logger("avtalt.rpc")


class Admission:
    """
    Counts the calls under way in this process; not for several threads.

    Streams, which last, may take half of the places, so that the others are
    always for calls that are answered at once.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Let so many calls be under way at most."""
        self._most = most
        self._most_streams = max(1, most // 2)
        self._under_way = self._streams = 0
        self._closed = False
        self._backlog = Backlog(most)
        self._left = asyncio.Event()
        self._clock = clock
        self._warn_at, self._refused = 0.0, 0
        busy = ServiceError(ErrorReason.SERVER_BUSY, most=str(most))
        self.busy: status_pb2.Status = rpc_status.to_status(to_status(busy, catalogue(REFUSED_IN)))

    def has_place(self, *, stream: bool) -> bool:
        """Whether one more call is taken now."""
        if self._closed or self._under_way >= self._most:
            return False
        if stream and self._streams >= self._most_streams:
            return False
        return not self._backlog.one_too_many(self._under_way)

    def enter(self, *, stream: bool) -> None:
        """Count a call that begins."""
        self._under_way += 1
        self._streams += stream

    def leave(self, *, stream: bool) -> None:
        """Count it no longer."""
        self._under_way -= 1
        self._streams -= stream
        self._left.set()

    def close(self) -> None:
        """Take no more calls."""
        self._closed = True

    async def no_streams(self) -> None:
        """Wait until no stream is under way."""
        await self._until(lambda: not self._streams)

    async def nothing(self) -> None:
        """Wait until no call is under way."""
        await self._until(lambda: not self._under_way)

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self._left.clear()
            await self._left.wait()

    async def refuse(self, _requests: Any, call: Any) -> None:
        """End a call with what to do about it; its request is left unread."""
        self._refused += 1
        if (now := self._clock()) >= self._warn_at:
            log.warning("calls refused", calls=self._refused, under_way=self._under_way)
            self._warn_at, self._refused = now + SECONDS_BETWEEN_WARNINGS, 0
        await call.abort_with_status(self.busy)
