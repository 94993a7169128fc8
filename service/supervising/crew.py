"""A crew of workers: each place is filled, and filled again when its worker ends by itself."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from service.settings import Settings
from service.supervising.leavers import Leavers
from service.supervising.reports import Ready, Refused
from service.supervising.restarts import RestartPolicy, Restarts
from service.supervising.worker import Worker

log = structlog.get_logger("avtalt.supervisor")
Clock = Callable[[], float]


class CrewError(Exception):
    """No worker takes calls, and none will; the sentence says why."""


class RefusedError(CrewError):
    """A worker has told what keeps it from serving; another attempt would tell the same."""


@dataclass(slots=True)
class Place:
    """Where one worker after the other serves, under one number."""

    number: int
    restarts: Restarts
    worker: Worker | None = None
    since: float = 0.0
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    keeper: "asyncio.Task[None] | None" = None

    @property
    def serves(self) -> bool:
        """Whether somebody here takes calls."""
        return self.worker is not None and self.worker.runs


class Crew:
    """
    The workers of one port.

    `address` is where they serve, and `tariff_digest` what they answer by, once
    somebody does; `failed` has the error of a crew of which nobody serves.
    """

    def __init__(
        self,
        command: Sequence[str],
        settings: Settings,
        tariffs_differ: Callable[[], None] = lambda: None,
        policy: RestartPolicy | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """
        Start workers by a command, with the settings, which hold the port.

        `tariffs_differ` is called when a worker came anew and has read other
        tariffs than those who serve.
        """
        self._command, self.settings = command, settings
        self._policy, self._clock = policy or RestartPolicy(), clock
        self._places: dict[int, Place] = {}
        self._leavers = Leavers()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._begun = False
        self.tariff_digest: str | None = None
        self._tariffs_differ = tariffs_differ
        self.address = ""

    async def start(self) -> None:
        """Fill every place; raises `CrewError` when that cannot be."""
        self._places = {number: self._new_place(number) for number in range(1, self.settings.workers + 1)}
        filling = [asyncio.ensure_future(self._fill(place)) for place in self._places.values()]
        try:
            await asyncio.gather(*filling)
        finally:
            for task in filling:
                task.cancel()
            await asyncio.gather(*filling, return_exceptions=True)
        self._begun = True
        for place in self._places.values():
            self._keep(place)

    async def replace_all(self, settings: Settings) -> None:
        """
        Have workers with other settings serve instead of those that do, one after the other.

        A new one takes calls before an old one is told to stop. Raises
        `CrewError` when a new one does not; the old ones then go on.
        """
        wanted = range(1, settings.workers + 1)
        for number in wanted:
            place = self._places.get(number) or self._new_place(number)
            async with place.changing:
                worker, ready = await self._started(place, settings)
                old = self._take(place, worker)
            self._places[number] = place
            self.settings, self.tariff_digest = settings, ready.tariff_digest
            self._keep(place)
            if old is not None:
                self._leavers.see_off(old, self.settings.drain_seconds)
        for number in [each for each in self._places if each not in wanted]:
            await self._close(self._places.pop(number))

    async def stop(self) -> None:
        """Have all workers finish their calls and end."""
        for place in self._places.values():
            await self._close(place)
        await self._leavers.gone()

    def kill(self) -> None:
        """End all workers at once."""
        self._leavers.kill()

    def workers(self) -> list[Worker]:
        """Those who serve."""
        return [place.worker for place in self._places.values() if place.worker and place.serves]

    def _new_place(self, number: int) -> Place:
        return Place(number, Restarts(self._policy))

    def _keep(self, place: Place) -> None:
        if place.keeper is None:
            place.keeper = asyncio.ensure_future(self._keep_filled(place))

    async def _keep_filled(self, place: Place) -> None:
        """Fill a place again whenever its worker ends by itself."""
        try:
            while worker := place.worker:
                how = await worker.ended()
                if place.worker is worker:
                    served = self._clock() - place.since
                    log.warning("worker ended", worker=place.number, pid=worker.pid, how=how)
                    await asyncio.sleep(place.restarts.ended(served))
                    await self._fill(place)
        except CrewError as error:
            if not self.failed.done():
                self.failed.set_exception(error)

    async def _fill(self, place: Place) -> None:
        """Have somebody serve in a place, with as many attempts as it takes while others serve."""
        while True:
            async with place.changing:
                if place.serves:
                    return
                try:
                    worker, ready = await self._started(place, self.settings)
                except CrewError as error:
                    pause = self._give_up_or_pause(place, error)
                else:
                    self._take(place, worker)
                    self._compare(place, ready)
                    return
            await asyncio.sleep(pause)

    def _give_up_or_pause(self, place: Place, error: CrewError) -> float:
        """How long to wait after a worker that did not come to serve; raises when nobody serves and none will."""
        pause = place.restarts.ended(None)
        others = bool(self.workers())
        if (place.restarts.exhausted and not (self._begun and others)) or self._is_hopeless(error):
            raise error
        log.error("worker not started", worker=place.number, problem=str(error), again_in_seconds=pause)
        return pause

    def _is_hopeless(self, error: CrewError) -> bool:
        """Whether the very first workers are refused, which is for whoever started them to mend."""
        return isinstance(error, RefusedError) and not self._begun

    async def _started(self, place: Place, settings: Settings) -> tuple[Worker, Ready]:
        """A worker that takes calls; raises `CrewError` when it does not come to that."""
        worker = await Worker.start(self._command, place.number, settings)
        try:
            match await worker.report():
                case Ready() as ready:
                    self.address = ready.address
                    log.info("worker ready", worker=place.number, pid=worker.pid)
                    return worker, ready
                case Refused(problem):
                    raise RefusedError(problem)
                case None:
                    raise CrewError(f"Worker {place.number} ended {await worker.ended()} before it took calls.")
        except BaseException:
            worker.kill()
            await worker.ended()
            raise

    def _take(self, place: Place, worker: Worker) -> Worker | None:
        """Put a worker into a place; the one that was there."""
        old, place.worker, place.since = place.worker, worker, self._clock()
        return old

    def _compare(self, place: Place, ready: Ready) -> None:
        """Notice when a worker has read other tariffs than the others, which were changed in the meantime."""
        if self.tariff_digest not in (None, ready.tariff_digest):
            log.warning("tariffs differ between workers", worker=place.number, tariff_digest=ready.tariff_digest)
            self._tariffs_differ()
        else:
            self.tariff_digest = ready.tariff_digest

    async def _close(self, place: Place) -> None:
        """Have nobody serve in a place any more."""
        if place.keeper:
            place.keeper.cancel()
            with suppress(asyncio.CancelledError):
                await place.keeper
        if place.worker:
            self._leavers.see_off(place.worker, self.settings.drain_seconds)
