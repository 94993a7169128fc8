"""The register as a server holds it: the newest snapshot, moved on as revisions are written."""

import asyncio
from datetime import UTC, datetime

import structlog

from registry.loading import load_snapshot, newer_snapshot
from registry.migrate import assert_current
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.store import Store

NOTHING_RECORDED = Revision(0, datetime.fromtimestamp(0, UTC), "nothing recorded")
log = structlog.get_logger("avtalt.register")


class Register:
    """Holds the newest snapshot of a store. Reading it never waits for the database."""

    def __init__(self, url: str) -> None:
        """Open the register at a database URL and read its newest revision."""
        assert_current(url)
        self._store = Store(url)
        self.snapshot = self._load()

    def _load(self) -> Snapshot:
        if self._store.newest() is None:
            return Snapshot.of((), NOTHING_RECORDED)
        return load_snapshot(self._store)

    def advance(self) -> bool:
        """Take over a newer revision, if one has been written; whether there was one."""
        newest = self._store.newest()
        if newest is None or newest.number == self.snapshot.revision:
            return False
        if self.snapshot.revision == 0:
            self.snapshot = self._load()
        else:
            self.snapshot = newer_snapshot(self._store, self.snapshot)
        return True

    async def follow(self, poll_seconds: float) -> None:
        """Keep up with the store until cancelled; a database that fails is asked again."""
        while True:
            await asyncio.sleep(poll_seconds)
            try:
                if await asyncio.to_thread(self.advance):
                    log.info("register moved on", revision=self.snapshot.revision)
            except Exception as failure:
                log.warning("register not read", failure=type(failure).__name__)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
