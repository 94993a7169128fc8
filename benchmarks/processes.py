"""Processes that a benchmark starts: `avtalt` as it is installed here, and what works beside that which is measured."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import HOST
from service.sockets import reserved

AVTALT = str(Path(sys.executable).parent / "avtalt")


@dataclass(frozen=True, slots=True)
class Server:
    """A server as a process, and its address."""

    target: str
    process: subprocess.Popen[bytes]

    def workers(self) -> set[int]:
        """The processes that serve for it now, where there are several."""
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()))


@contextmanager
def served(url: str, workers: int = 1) -> Iterator[str]:
    """A server of a register, started and not waited for; its address."""
    with started(url, workers) as server:
        yield server.target


@contextmanager
def started(url: str, workers: int = 1) -> Iterator[Server]:
    """The same, with its process."""
    with reserved(HOST, 0) as port:
        target = f"{HOST}:{port}"
    where = ("--database", url, "--port", str(port), "--workers", str(workers))
    with subprocess.Popen([AVTALT, "serve", *where, "--log-level", "error"], stdout=subprocess.DEVNULL) as server:
        try:
            yield Server(target, server)
        finally:
            server.terminate()


@contextmanager
def working_beside(module: str, argument: str) -> Iterator[None]:
    """Have a module work for the block, from the first line that it prints; one that ends before is a failure."""
    command = [sys.executable, "-m", module, argument]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        try:
            if worker.stdout is None or not worker.stdout.readline():
                raise RuntimeError(f"{module} has done nothing")
            yield
            if worker.poll() is not None:
                raise RuntimeError(f"{module} ended before what it was to work beside")
        finally:
            worker.kill()
