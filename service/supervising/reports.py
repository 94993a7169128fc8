"""What a supervisor and its workers tell each other, as one line of JSON each."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from service.settings import HandedSettings, Settings


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is started with: its number and its settings."""

    worker: int
    settings: Settings

    def line(self) -> bytes:
        """As it goes through the pipe, which nobody else reads: a database URL may hold a password."""
        return _line({"worker": self.worker, "settings": self.settings.model_dump(mode="json")})

    @classmethod
    def read(cls, line: bytes) -> "Orders":
        """As a worker reads it."""
        told = json.loads(line)
        return cls(told["worker"], HandedSettings(**told["settings"]))


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker takes calls, at an address, by a tariff."""

    address: str
    tariff_digest: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A worker cannot be started with its settings; a sentence says why, and what to do."""

    problem: str


Report = Ready | Refused


def report_line(report: Report) -> bytes:
    """
    A report as it goes through the pipe.

    >>> read_report(report_line(Refused("There is no register.")))
    Refused(problem='There is no register.')
    """
    return _line({type(report).__name__: asdict(report)})


def read_report(line: bytes) -> Report | None:
    """A report; absent when a worker ended before it could tell one."""
    if not line.endswith(b"\n"):
        return None
    ((name, told),) = json.loads(line).items()
    return Ready(**told) if name == Ready.__name__ else Refused(**told)


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"
