"""What a writer intends, written down before it writes, so that anybody can tell afterwards what must be there."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Self

from registry.records import Record

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Heap:
    """
    Stands for some records, in whatever order: how many, and the sum of their digests.

    >>> Heap.of("ab") == Heap.of("b") + Heap.of("a"), Heap.of("ab") - Heap.of("a") == Heap.of("b")
    (True, True)
    """

    count: int = 0
    digest: int = 0

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """The heap of `records`."""
        digests = [int.from_bytes(sha256(repr(each).encode()).digest()[:DIGEST_BYTES]) for each in records]
        return cls(len(digests), sum(digests))

    def __add__(self, other: Self) -> Self:
        """Both heaps together."""
        return type(self)(self.count + other.count, self.digest + other.digest)

    def __sub__(self, other: Self) -> Self:
        """What is left when the other heap, which is a part of this one, is taken away."""
        return type(self)(self.count - other.count, self.digest - other.digest)


@dataclass(frozen=True, slots=True)
class Intention:
    """A revision that a writer is about to write: what it takes away, what it adds, and all that is believed then."""

    revision: int
    what: str
    request_id: str
    withdrawn: Heap
    recorded: Heap
    believed: Heap

    def line(self) -> str:
        """As a line of a log."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Self:
        """The intention that a line stands for."""
        told = json.loads(line)
        return cls(**{name: Heap(**value) if isinstance(value, dict) else value for name, value in told.items()})
