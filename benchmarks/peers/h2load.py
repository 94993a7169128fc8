"""
Calls sent by h2load, a compiled client, so that a compiled peer is not measured by our own client.

h2load takes every HTTP answer for a success, and a failed call of gRPC is one:
so the bytes of the answers are counted, and must be those of a right answer each time.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import processor_seconds

PROGRAM = "h2load"
MISSING = (
    f"LEFT OUT: no look-up over gRPC was measured, since {PROGRAM} is missing. On Debian: apt install nghttp2-client"
)
CONNECTIONS, STREAMS = 4, 8
SPEED = re.compile(r"finished in [\d.]+\w+, ([\d.]+) req/s")
DATA = re.compile(r"\((\d+)\) data$", re.MULTILINE)
MICRO = 1e6


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of whom: an address, a method, a request and the length of its answer, in bytes."""

    target: str
    method: str
    request: bytes
    answer_bytes: int
    pid: int


def is_installed() -> bool:
    """Whether there is h2load."""
    return shutil.which(PROGRAM) is not None


def framed(message: bytes) -> bytes:
    """A message as gRPC sends it: not compressed, its length, itself."""
    return b"\0" + len(message).to_bytes(4, "big") + message


def send(call: Call, calls: int) -> tuple[float, float]:
    """Calls a second, and the microseconds that each costs the process; raises when an answer was not the right one."""
    with tempfile.NamedTemporaryFile() as body:
        body.write(framed(call.request))
        body.flush()
        used = processor_seconds(call.pid)
        done = subprocess.run(_command(call, calls, Path(body.name)), capture_output=True, text=True, check=True)
        used = processor_seconds(call.pid) - used
    speed, data = SPEED.search(done.stdout), DATA.search(done.stdout)
    expected = calls * len(framed(bytes(call.answer_bytes)))
    if speed is None or data is None or int(data[1]) != expected:
        raise RuntimeError(f"{call.method}: {expected} bytes of answers were expected\n{done.stdout}")
    return float(speed[1]), used / calls * MICRO


def _command(call: Call, calls: int, body: Path) -> list[str]:
    how_many = [f"-n{calls}", f"-c{CONNECTIONS}", f"-m{STREAMS}", "-t1"]
    headers = ["-H", "content-type: application/grpc", "-H", "te: trailers"]
    return [PROGRAM, *how_many, "-d", str(body), *headers, f"http://{call.target}{call.method}"]
