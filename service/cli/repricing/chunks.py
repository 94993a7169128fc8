"""Groups in chunks, handed out so that never more than a few are in memory, and taken back in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from service.cli.repricing.groups import Group, Passage

MOST_GROUPS = 512
MOST_BYTES = 4 * 1024 * 1024
"""How much of an archive a chunk takes at most, unless one group alone is more."""

Done = TypeVar("Done")
Done_co = TypeVar("Done_co", covariant=True)


class Promise(Protocol[Done_co]):
    """Something that is being done."""

    def result(self) -> Done_co:
        """It, once it is done."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """
    Groups that are priced together.

    After it so many groups and bytes of the archive have passed, whose digest is
    `passage`.
    """

    groups: tuple[Group, ...]
    passed: int
    position: int
    passage: str


def chunks(
    groups: Iterable[Group], position: Callable[[], int], *, passed: int = 0, passage: Passage | None = None
) -> Iterator[Chunk]:
    """The groups in chunks; `passed` groups with the digest `passage` came before them."""
    so_far = passage or Passage()
    part: list[Group] = []
    began = position()
    for each in groups:
        part.append(each)
        so_far.add(each)
        passed += 1
        if len(part) == MOST_GROUPS or position() - began >= MOST_BYTES:
            yield Chunk(tuple(part), passed, position(), so_far.digest)
            part, began = [], position()
    if part:
        yield Chunk(tuple(part), passed, position(), so_far.digest)


def in_order(
    parts: Iterable[Chunk], hand_out: Callable[[Chunk], Promise[Done]], bound: int
) -> Iterator[tuple[Chunk, Done]]:
    """
    What becomes of each chunk, in order.

    No more than `bound` chunks are ever read and not taken back yet, so that the
    memory needed does not grow with the archive.
    """
    waiting: deque[tuple[Chunk, Promise[Done]]] = deque()
    for part in parts:
        waiting.append((part, hand_out(part)))
        if len(waiting) == bound:
            first, promise = waiting.popleft()
            yield first, promise.result()
    while waiting:
        first, promise = waiting.popleft()
        yield first, promise.result()
