"""
h2load, the load generator of nghttp2: a client that is not ours, and costs a fraction of one in Python.

It counts every gRPC call as a success that ends with HTTP 200, as failed ones do
too. A failed call has no data, and one answered otherwise than expected has data
of another length, so the bytes that came tell whether all was answered right.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

MISSING = (
    "h2load WAS NOT FOUND: what is measured with it WAS LEFT OUT. "
    "Install it (on Debian: apt install nghttp2-client) and run this again."
)
FRAME_BYTES = 5
"""What gRPC puts before each message: a mark for compression, and the length in four bytes."""

HEADERS = ("content-type: application/grpc", "te: trailers")
ENDED = re.compile(r"requests: \d+ total, \d+ started, \d+ done, (\d+) succeeded, (\d+) failed, (\d+) errored")
SPEED = re.compile(r"finished in [^,]+, ([\d.]+) req/s")
DATA = re.compile(r"traffic: .*\((\d+)\) data")


class WrongAnswersError(Exception):
    """What came back is not what was to be answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What h2load tells of a run: `ended` calls of any outcome, the bytes of all replies, and how long each took."""

    ended: int
    data_bytes: int
    calls_per_second: float
    seconds: tuple[float, ...]

    def check(self, calls: int, reply: bytes) -> None:
        """Raise `WrongAnswersError` unless each call was answered with as many bytes as `reply` has."""
        expected = calls * (FRAME_BYTES + len(reply))
        if (self.ended, self.data_bytes) != (calls, expected):
            raise WrongAnswersError(
                f"{calls} calls were to be answered with {expected} bytes, "
                f"and {self.ended} calls ended with {self.data_bytes}"
            )


def find_h2load() -> str | None:
    """Where h2load is; absent when it is not installed."""
    return shutil.which("h2load")


def run_h2load(url: str, request: bytes, *options: str) -> Answered:
    """Send the same request again and again, as the options tell; `MISSING` is raised when h2load is not installed."""
    program = find_h2load()
    if program is None:
        raise RuntimeError(MISSING)
    with TemporaryDirectory(prefix="avtalt-h2load-") as folder:
        body, log = Path(folder, "request"), Path(folder, "log")
        body.write_bytes(b"\0" + len(request).to_bytes(FRAME_BYTES - 1) + request)
        headers = [part for header in HEADERS for part in ("-H", header)]
        command = [program, "-t", "1", "-d", str(body), f"--log-file={log}", *headers, *options, url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return read_answered(done.stdout, log.read_text(encoding="ascii"))


def read_answered(told: str, log: str) -> Answered:
    """What h2load has printed and logged; calls that HTTP knows as failed are not among the ended."""
    ended, speed, data = ENDED.search(told), SPEED.search(told), DATA.search(told)
    if ended is None or speed is None or data is None:
        raise RuntimeError(f"h2load told something else than expected:\n{told}")
    seconds = tuple(int(line.split("\t")[2]) / 1e6 for line in log.splitlines())
    return Answered(int(ended[1]), int(data[1]), float(speed[1]), seconds)
