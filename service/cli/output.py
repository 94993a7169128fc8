"""Standard output whose reader may have had enough, as `head` has after ten lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast


class ReaderGoneError(BaseException):
    """Nobody reads any more. No failure, and no library is to take it for one and end with an exit code of its own."""


class _Output:
    """A stream that says so when nobody reads any more, and is the stream itself in all else."""

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write."""
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            raise ReaderGoneError from None

    def flush(self) -> None:
        """Write what is held back."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise ReaderGoneError from None


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Let the block print; when nobody reads any more, it ends there, quietly and as if it had printed all."""
    shown = sys.stdout
    sys.stdout = cast(TextIO, _Output(shown))
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except ReaderGoneError as gone:
        # What is still held back is written at the very end, which must not fail then.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), shown.fileno())
        if isinstance(gone.__context__, SystemExit):
            raise gone.__context__ from None
    finally:
        sys.stdout = shown
