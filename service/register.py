"""The register as a server holds it: the newest snapshot, moved on as revisions are written, and earlier ones."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime

import structlog

from registry.loading import move
from registry.revisions import NOTHING_RECORDED
from registry.snapshot import Snapshot, empty
from registry.store import Store, UnknownRevisionError
from registry.watching import Watcher, watch
from service.past import Past

PAUSE_SECONDS = 0.2
log = structlog.get_logger("avtalt.register")


class NotReachedError(LookupError):
    """A revision that was asked for at least has not been written, as far as this process can see."""


class NothingKnownError(LookupError):
    """Nothing was recorded yet at a time; `first` is when something was, absent when nothing ever was."""

    def __init__(self, first: datetime | None) -> None:
        """Keep the time of the first revision."""
        super().__init__("nothing was recorded yet")
        self.first = first


class Register:
    """
    Holds snapshots of a store. Reading the newest never waits for the database.

    Safe to use from several threads. Earlier revisions are made from a snapshot
    in memory and what was written between, and some are kept.
    """

    def __init__(self, url: str, store: Store | None = None) -> None:
        """Open the register at a database URL and read its newest revision."""
        from registry.migrate import assert_current  # noqa: PLC0415 - a register in memory needs none of it

        assert_current(url)
        self.store = store or Store(url)
        self._listeners: list[Callable[[], None]] = []
        self._moving = threading.Lock()
        self._held = (move(self.store, empty(NOTHING_RECORDED))[0], Past())

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot that was taken over."""
        return self._held[0]

    def advance(self) -> bool:
        """
        Take over the newest revision, if it is another one than ours; whether it was.

        A database in which ours is not on record, such as one that was restored
        from a backup, is read anew.
        """
        with self._moving:
            ours, past = self._held
            newest, same = move(self.store, ours)
            if newest is ours:
                return False
            # In one step: nobody may look for a revision of this database among those of another.
            self._held = (newest, past if same else Past())
        for listener in tuple(self._listeners):
            listener()
        return True

    def on_advance(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, in whatever thread, after each step to another revision."""
        self._listeners.append(listener)

    def forget(self, listener: Callable[[], None]) -> None:
        """Call `listener` no longer."""
        self._listeners.remove(listener)

    def exact(self, revision: int) -> Snapshot:
        """The snapshot of a revision, 0 included; raises `UnknownRevisionError`. May read the database."""
        if revision > self.snapshot.revision:
            self.advance()
        newest, past = self._held
        if revision == newest.revision:
            return newest
        return past.find(self.store, newest, revision)

    def known_at(self, moment: datetime) -> Snapshot:
        """The snapshot of what was known at a moment; raises `NothingKnownError`. Reads the database."""
        revision = self.store.known_at(moment)
        if revision is None:
            first = self.store.revisions(0, 1)
            raise NothingKnownError(first[0].record_time if first else None)
        return self.exact(revision.number)

    def at_least(self, revision: int) -> Snapshot:
        """The newest snapshot, which is not older than `revision`; raises `NotReachedError`. May read the database."""
        if self.snapshot.revision < revision:
            self.advance()
        if self.snapshot.revision < revision:
            raise NotReachedError(revision)
        return self.snapshot

    def follow(self, poll_seconds: float, stop: threading.Event) -> None:
        """
        Keep up with the store until told to stop; a database that fails is asked again.

        A write is taken over as soon as it is told of, and one that got lost on
        the way after `poll_seconds` at the latest, also while nobody tells.
        """
        failing = False
        while not stop.is_set():
            try:
                with closing(watch(self.store)) as watcher:
                    # What was written before the watcher listened is told by nobody.
                    self._move_on()
                    failing = False
                    self._follow(watcher, poll_seconds, stop)
            except Exception as failure:
                if not failing:
                    log.warning("register not read", failure=type(failure).__name__)
                failing = True
                stop.wait(min(poll_seconds, PAUSE_SECONDS))

    def _follow(self, watcher: Watcher, poll_seconds: float, stop: threading.Event) -> None:
        """Follow by one watcher, until told to stop or until the database fails."""
        asked = time.monotonic()
        while not stop.is_set():
            if watcher.wait(PAUSE_SECONDS) or time.monotonic() - asked >= poll_seconds:
                self._move_on()
                asked = time.monotonic()

    def _move_on(self) -> None:
        if self.advance():
            log.info("register moved on", revision=self.snapshot.revision)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


class FixedRegister:
    """A register that is only in memory: one revision, and nothing recorded before it."""

    store: Store | None = None

    def __init__(self, snapshot: Snapshot) -> None:
        """Hold the one snapshot there is."""
        self.snapshot = snapshot

    def exact(self, revision: int) -> Snapshot:
        """The snapshot of the revision, or of nothing; raises `UnknownRevisionError`."""
        if revision == self.snapshot.revision:
            return self.snapshot
        if revision:
            raise UnknownRevisionError(f"There is no revision {revision}.")
        return empty(NOTHING_RECORDED)

    def known_at(self, moment: datetime) -> Snapshot:
        """The snapshot, if it was known; raises `NothingKnownError`."""
        if moment < self.snapshot.record_time:
            raise NothingKnownError(self.snapshot.record_time)
        return self.snapshot

    def at_least(self, revision: int) -> Snapshot:
        """The snapshot, if it is not older; raises `NotReachedError`."""
        if revision > self.snapshot.revision:
            raise NotReachedError(revision)
        return self.snapshot


AnyRegister = Register | FixedRegister
