"""A worker as its supervisor sees it: a process with a pipe in each direction."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

from service.settings import Settings
from service.supervising.reports import Orders, Report, read_report


class Worker:
    """
    One process.

    It is an interpreter of its own, never a fork: gRPC does not survive one.
    The end of the pipe to it tells it that the supervisor is gone.
    """

    def __init__(self, number: int, process: Process) -> None:
        """Take charge of a process."""
        self.number, self._process = number, process

    @classmethod
    async def start(cls, command: Sequence[str], number: int, settings: Settings) -> "Worker":
        """Start a worker with its number and its settings; it does not take calls yet."""
        # In a group of its own, so that Ctrl-C reaches it through its supervisor alone.
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, process_group=0)
        worker = cls(number, process)
        with suppress(ConnectionError):  # one that has ended already tells so when it is asked for its report
            worker._orders.write(Orders(number, settings).line())
            await worker._orders.drain()
        return worker

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    async def report(self) -> Report | None:
        """Wait for what becomes of the start; absent when it ended without a word."""
        if self._process.stdout is None:
            raise RuntimeError("a worker has no pipe")
        return read_report(await self._process.stdout.readline())

    async def ended(self) -> str:
        """Wait for the end; how it ended, in words."""
        code = await self._process.wait()
        return f"by signal {-code}" if code < 0 else f"with exit code {code}"

    def tell_to_stop(self) -> None:
        """Have it finish the calls under way and end."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()

    @property
    def _orders(self) -> asyncio.StreamWriter:
        if self._process.stdin is None:
            raise RuntimeError("a worker has no pipe")
        return self._process.stdin
