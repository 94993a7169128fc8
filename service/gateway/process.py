"""Envoy as a process of its own: started, waited for, and never left behind."""

import ctypes
import json
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

OPTIONS = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "error")
SECONDS_BETWEEN_LOOKS = 0.02
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
FROM_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}

Place = tuple[str, int]


class EnvoyEndedError(Exception):
    """Envoy ended without having been told to."""

    def __init__(self, code: int) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code = code


def free_place(host: str, port: int) -> Place:
    """
    The address and port behind a host and a port, 0 being any port, if they can be listened on now.

    Raises `OSError` if not.
    """
    family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    with socket.create_server(address[:2], family=family) as listener:
        found = listener.getsockname()
    return str(found[0]), int(found[1])


def is_reached(host: str, port: int) -> bool:
    """Whether something takes connections there."""
    try:
        with socket.create_connection((host.strip("[]"), port), timeout=1):
            return True
    except OSError:
        return False


def run_envoy(binary: Path, config: dict[str, Any], place: Place, ready: Callable[[], None]) -> None:
    """
    Run Envoy until SIGINT or SIGTERM; `ready` is told once it takes calls at `place`.

    Raises `EnvoyEndedError` when it ends without having been told to.
    """
    with tempfile.TemporaryDirectory(prefix="avtalt-gateway-") as folder:
        path = Path(folder) / "envoy.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        with _started([str(binary), "-c", str(path), *OPTIONS]) as envoy, _stopping(envoy) as told:
            if _wait_until_reached(envoy, place) and not told:
                ready()
            code = envoy.wait()
    if not told:
        raise EnvoyEndedError(code)


@contextmanager
def _started(command: list[str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that ends at the latest with the block, and with us."""
    with subprocess.Popen(
        command,
        process_group=0,  # so that Ctrl-C reaches it through us alone
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - there is no other thread
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def _stopping(process: "subprocess.Popen[bytes]") -> Iterator[list[int]]:
    """Pass on what tells us to stop; the signals that came."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        process.terminate()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_until_reached(process: "subprocess.Popen[bytes]", place: Place) -> bool:
    """Wait until a process takes connections at a place or has ended; whether it takes them."""
    host, port = place
    while process.poll() is None:
        if is_reached(FROM_HERE.get(host, host), port):
            return True
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return False


def _die_with_parent() -> None:
    """Have the kernel end Envoy if we are killed before we can."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
