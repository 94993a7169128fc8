"""Envoy as a process of its own: started, waited for, and never left behind."""

import ctypes
import json
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from service.gateway.envoy_config import Gateway

OPTIONS = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "error")
SECONDS_BETWEEN_LOOKS = 0.02
ENDED_BY_US = {0, -signal.SIGTERM, -signal.SIGINT}
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class EnvoyEndedError(Exception):
    """Envoy ended by itself; `taking_calls` tells whether it had taken calls before."""

    def __init__(self, code: int, *, taking_calls: bool) -> None:
        """Keep the exit code."""
        super().__init__(code)
        self.code, self.taking_calls = code, taking_calls


def free_port(host: str) -> int:
    """A port that nothing listens on at the moment."""
    with socket.create_server((host.strip("[]"), 0), family=_family(host)) as listener:
        return int(listener.getsockname()[1])


def is_reached(host: str, port: int) -> bool:
    """Whether something takes connections there."""
    try:
        with socket.create_connection((host.strip("[]"), port), timeout=1):
            return True
    except OSError:
        return False


def run_envoy(binary: Path, gateway: Gateway, config: dict[str, Any], ready: Callable[[], None]) -> None:
    """
    Run Envoy until SIGINT or SIGTERM; `ready` is told once it takes calls.

    Raises `EnvoyEndedError` when it ends without having been told to.
    """
    with tempfile.TemporaryDirectory(prefix="avtalt-gateway-") as folder:
        path = Path(folder) / "envoy.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        with subprocess.Popen(
            [binary, "-c", path, *OPTIONS],
            process_group=0,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - there is no other thread
        ) as envoy:
            told: list[int] = []

            def stop(number: int, _frame: FrameType | None) -> None:
                told.append(number)
                envoy.terminate()

            before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
            try:
                taking_calls = _wait_until_reached(envoy, gateway)
                if taking_calls and not told:
                    ready()
                code = envoy.wait()
            finally:
                envoy.terminate()
                for number, handler in before.items():
                    signal.signal(number, handler)
        if not told:
            raise EnvoyEndedError(code, taking_calls=taking_calls)


def _wait_until_reached(envoy: "subprocess.Popen[bytes]", gateway: Gateway) -> bool:
    """Wait until Envoy takes connections or has ended; whether it takes them."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1"}.get(gateway.host, gateway.host)
    while envoy.poll() is None:
        if is_reached(host, gateway.port):
            return envoy.poll() is None
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return False


def _die_with_parent() -> None:
    """Have the kernel end Envoy if we are killed before we can."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
