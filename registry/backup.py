"""Copies of a SQLite register: taken and put back while others read and write."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from registry.migrate import SchemaNotCurrentError, assert_current
from registry.urls import sqlite_file, sqlite_url

PAGES_AT_ONCE = 4_096
LOCK_WAIT_SECONDS = 30.0
Progress = Callable[[int, int], None]
"""Told how many pages are left, and how many there are."""


class BackupError(ValueError):
    """A copy cannot be taken or put back; the message says why and what to do."""


def back_up(url: str, copy: Path, progress: Progress | None = None) -> None:
    """
    Copy the register at `url` to the file `copy`, which must not exist.

    The copy is one state of the register, whatever is written meanwhile. It has
    its name only once it is whole and safe on disk. Raises `BackupError`.
    """
    source = _file_of(url)
    if copy.exists():
        raise BackupError(f"{copy} exists. Name a new file, or remove that one first.")
    if not copy.parent.is_dir():
        raise BackupError(f"There is no folder {copy.parent}. Make it first, or name another one.")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with _opened(source) as register, _opened(unfinished, new=True) as target:
            _copy(register, target, progress)
            # One file, without a log beside it, is easier to keep.
            target.execute("PRAGMA journal_mode=DELETE")
            _assert_sound(target, unfinished)
        _sync(unfinished)
        unfinished.rename(copy)
        _sync(copy.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(copy: Path, url: str, *, overwrite: bool = False, progress: Progress | None = None) -> None:
    """
    Put a copy in the place of the register at `url`, in one step for whoever reads it.

    A register that is there is replaced only with `overwrite`. Raises `BackupError`.
    """
    target = _file_of(url)
    if not copy.is_file():
        raise BackupError(f"There is no file {copy}.")
    if target.exists() and not overwrite:
        raise BackupError(f"There is a register at {url}. Name a new one, or say that it is to be overwritten.")
    with _opened(copy) as source:
        _assert_sound(source, copy)
    _assert_current(copy)
    with _opened(copy) as source, _opened(target, new=True) as register:
        register.execute("PRAGMA synchronous=FULL")
        _copy(source, register, progress)
        register.execute("PRAGMA journal_mode=WAL")


def _assert_current(copy: Path) -> None:
    """Raise `BackupError` for a file that is no register, or one of another version."""
    try:
        assert_current(sqlite_url(copy))
    except SchemaNotCurrentError:
        raise BackupError(
            f"{copy} is no register, or one of another version. Use a copy made by `avtalt backup`; bring one of an "
            "older version up to date first: copy the file, and run `avtalt migrate` on it."
        ) from None


def _file_of(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise BackupError("Only a SQLite register is copied so. For PostgreSQL, use pg_dump and pg_restore.")
    return file


@contextmanager
def _opened(path: Path, *, new: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to a file, which is made only when it may be `new`."""
    mode = "rwc" if new else "rw"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=LOCK_WAIT_SECONDS)) as it:
        yield it


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None) -> None:
    def told(_status: int, left: int, total: int) -> None:
        if progress:
            progress(left, total)

    # A read transaction keeps other writers from making the copy start over.
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    source.backup(target, pages=PAGES_AT_ONCE, progress=told, sleep=0)
    source.rollback()


def _assert_sound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `BackupError` for a file that is damaged or no register."""
    try:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} cannot be read as a register ({error}). Use another copy.") from None
    if answer != "ok":
        raise BackupError(f"{path} is damaged ({answer}). Use another copy.")


def _sync(path: Path) -> None:
    """Have a file or a folder written to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
