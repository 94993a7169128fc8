"""Calls of ours and of peers that h2load sends, and what each costs the process that answers."""

from dataclasses import dataclass

from benchmarks.h2load import run_h2load
from benchmarks.load import processor_seconds

IN_FLIGHT = ("-c", "4", "-m", "8")
MICRO = 1e6


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of whom: an address, a method, a request and the length of its answer, in bytes."""

    target: str
    method: str
    request: bytes
    answer_bytes: int
    pid: int


def send(call: Call, calls: int) -> tuple[float, float]:
    """Calls a second, and the microseconds that each costs; `WrongAnswersError` when an answer has another length."""
    used = processor_seconds(call.pid)
    answered = run_h2load(f"http://{call.target}{call.method}", call.request, "-n", str(calls), *IN_FLIGHT)
    used = processor_seconds(call.pid) - used
    answered.check(calls, bytes(call.answer_bytes))
    return answered.calls_per_second, used / calls * MICRO
