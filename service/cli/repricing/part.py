"""The part of a result that is written so far, which nobody else writes to, and the result that becomes of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from service.cli.repricing.chunks import Chunk
from service.cli.repricing.phrases import refuse
from service.cli.repricing.result import COLUMNS, written
from service.cli.repricing.state import State, write_state


@dataclass(frozen=True, slots=True)
class Places:
    """Where a result is to stand, and what stands beside it until it does."""

    result: Path

    @property
    def part(self) -> Path:
        """What is written so far, as CSV whatever the result will be."""
        return self.result.with_name(f"{self.result.name}.part")

    @property
    def state(self) -> Path:
        """How far that is."""
        return self.result.with_name(f"{self.result.name}.state")

    @property
    def draft(self) -> Path:
        """A result of another kind than the part, until it is whole."""
        return self.result.with_name(f"{self.result.name}.new")


class Part:
    """A part that is open to be gone on with."""

    def __init__(self, file: BinaryIO, places: Places, state: State) -> None:
        """Go on after what the state vouches for; whatever was written after that is written again."""
        self._file, self._places, self.state = file, places, state
        if os.fstat(file.fileno()).st_size < state.written:
            raise refuse("PART_LOST", part=places.part)
        file.truncate(state.written)
        file.seek(state.written)
        if not state.written:
            file.write(written([COLUMNS]))

    def add(self, chunk: Chunk, rows: bytes) -> None:
        """Write what came of a chunk; it is on the disk before the state says so."""
        self._file.write(rows)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.state = self.state.after(chunk, self._file.tell())
        write_state(self._places.state, self.state)


@contextmanager
def open_part(places: Places, state: State) -> Iterator[Part]:
    """The part of a run, for the block; refused while another run writes to it."""
    with os.fdopen(os.open(places.part, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refuse("UNDER_WAY", part=places.part) from None
        yield Part(file, places, state)
