"""Workers that were told to stop, until they are gone."""

import asyncio

import structlog

from service.supervising.worker import Worker

SECONDS_BEYOND_DRAIN = 5.0
"""How long a worker may take to end beyond the time that its calls have."""

log = structlog.get_logger("avtalt.supervisor")


class Leavers:
    """Those who leave, each of whom is waited for and none for ever."""

    def __init__(self) -> None:
        """Nobody leaves yet."""
        self._leaving: dict[asyncio.Task[None], Worker] = {}

    def see_off(self, worker: Worker, drain_seconds: float) -> None:
        """Tell a worker to stop, and end it when that takes too long."""
        worker.tell_to_stop()
        task = asyncio.ensure_future(_gone(worker, drain_seconds + SECONDS_BEYOND_DRAIN))
        self._leaving[task] = worker
        task.add_done_callback(self._leaving.pop)

    async def gone(self) -> None:
        """Wait until all of them have ended."""
        await asyncio.gather(*self._leaving)

    def kill(self) -> None:
        """End all of them at once."""
        for worker in self._leaving.values():
            worker.kill()


async def _gone(worker: Worker, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await worker.ended()
    except TimeoutError:
        log.warning("worker killed, since it did not stop", worker=worker.number, pid=worker.pid)
        worker.kill()
        await worker.ended()
