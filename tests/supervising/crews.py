"""`avtalt serve` with several workers, as processes of their own, and what their log says."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.conftest import AVTALT, wait_for_address

SECONDS = 60
WORKERS = 2
_NUMBERS = count(1)


class Served:
    """A supervisor with its workers."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self._log = process, log
        self.target = wait_for_address(process)

    @property
    def port(self) -> str:
        """Where it serves."""
        return self.target.rpartition(":")[2]

    def told(self, event: str) -> list[dict[str, Any]]:
        """What the log says of an event, each time."""
        sought = f'"event": "{event}"'
        return [json.loads(line) for line in self._log.read_text().splitlines(keepends=True) if sought in line]

    def wait_for(self, event: str, times: int = 1) -> dict[str, Any]:
        """Wait until the log says something for the so many-th time; what it says."""
        until(lambda: len(self.told(event)) >= times)
        return self.told(event)[times - 1]

    def workers(self) -> set[int]:
        """The processes that serve now."""
        return {worker for worker in self.ever() if is_there(worker)}

    def ever(self) -> set[int]:
        """All processes that ever served."""
        return {line["pid"] for line in self.told("worker ready")}

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the supervisor."""
        self.process.send_signal(number)


@contextmanager
def serving(folder: Path, *flags: str, port: str = "0") -> Iterator[Served]:
    """A crew that is started in a folder and ends with the block."""
    log = folder / f"log-{next(_NUMBERS)}"
    command = [AVTALT, "serve", "--workers", str(WORKERS), "--port", port, "--log-format", "json", *flags]
    with log.open("w") as stderr:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=stderr, text=True)
    try:
        yield Served(process, log)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)
        assert process.stdout
        process.stdout.close()


def is_there(pid: int) -> bool:
    """Whether a process has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(reached: Callable[[], bool]) -> None:
    """Look again and again, until something is so."""
    deadline = time.monotonic() + SECONDS
    while not reached():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
