"""The process above the workers: it holds the port, hears the signals, and never takes a call."""

import asyncio
import signal
from collections.abc import Callable, Sequence

import structlog

from service.settings import Settings, UnusableSettingsError
from service.sockets import reserved
from service.supervising.crew import Crew, CrewError

log = structlog.get_logger("avtalt.supervisor")
Told = Callable[[str], None]


def supervise(command: Sequence[str], settings: Settings, read_again: Callable[[], Settings], ready: Told) -> None:
    """
    Have workers serve until SIGINT or SIGTERM; `ready` is told the address once all take calls.

    Each worker is started by `command`. At SIGHUP `read_again` gives the
    settings of their successors. Raises `PortTakenError` when the port cannot be
    had, and `CrewError` when no worker serves.
    """
    with reserved(settings.host, settings.port) as port:
        asyncio.run(Supervisor(command, settings.model_copy(update={"port": port}), read_again).run(ready))


class Supervisor:
    """What is done at which signal."""

    def __init__(self, command: Sequence[str], settings: Settings, read_again: Callable[[], Settings]) -> None:
        """Supervise workers with the settings, whose port is held."""
        self._command, self._settings, self._read_again = command, settings, read_again
        self._stop, self._reload = asyncio.Event(), asyncio.Event()

    async def run(self, ready: Told) -> None:
        """Start the crew, and see to it until told to stop."""
        # All workers answer alike, also when the tariffs were changed and one worker came anew.
        crew = Crew(self._command, self._settings, tariffs_differ=self._reload.set)
        self._listen(crew)
        serving = asyncio.ensure_future(self._serve(crew, ready))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (serving, stopping):
                task.cancel()
            ended, _ = await asyncio.gather(serving, stopping, return_exceptions=True)
            log.info("stopping", drain_seconds=crew.settings.drain_seconds)
            await crew.stop()
        if isinstance(ended, Exception):
            raise ended

    async def _serve(self, crew: Crew, ready: Told) -> None:
        """Serve, and reload as often as asked for; ends only by a failure."""
        await crew.start()
        ready(crew.address)
        reloading = asyncio.ensure_future(self._reload_when_told(crew))
        try:
            await asyncio.wait((reloading, crew.failed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            reloading.cancel()
            await asyncio.gather(reloading, return_exceptions=True)
        crew.failed.result()

    def _listen(self, crew: Crew) -> None:
        """Hear the signals; one to stop that comes a second time ends all at once."""
        loop = asyncio.get_running_loop()

        def stop() -> None:
            if self._stop.is_set():
                crew.kill()
            self._stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGHUP, self._reload.set)

    async def _reload_when_told(self, crew: Crew) -> None:
        while True:
            await self._reload.wait()
            self._reload.clear()
            await self._replace_all(crew)

    async def _replace_all(self, crew: Crew) -> None:
        """Replace all workers by some with the settings of now; whatever keeps from it is logged."""
        log.info("reloading")
        try:
            await crew.replace_all(self._kept_place(self._read_again()))
        except (UnusableSettingsError, CrewError) as error:
            log.error("not reloaded, the old workers go on", problem=str(error))
        else:
            log.info("reloaded", workers=crew.settings.workers, tariff_digest=crew.tariff_digest)

    def _kept_place(self, settings: Settings) -> Settings:
        """The settings with host and port as they are, since a reload keeps the port."""
        ours = {"host": self._settings.host, "port": self._settings.port}
        return settings.model_copy(update=ours)
