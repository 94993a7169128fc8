"""The bookings that an archive has named, kept outside the memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b

DIGEST_BYTES = 16
CACHE_KIB = 16 * 1024
TEMPORARY = ""
"""The name of a database that SQLite puts into a temporary file once it is large, and deletes when it is closed."""


class SeenBookings:
    """Remembers of each booking a digest and its first line, in a temporary file once there are many."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Begin with none."""
        self._execute = connection.execute
        self._execute("CREATE TABLE seen (booking BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")

    def begin(self, booking: str, line: int) -> int | None:
        """Take note of a booking that begins on a line; where it has begun before, absent when it has not."""
        key = blake2b(booking.encode(), digest_size=DIGEST_BYTES).digest()
        if self._execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, line)).rowcount:
            return None
        found: int = self._execute("SELECT line FROM seen WHERE booking = ?", (key,)).fetchone()[0]
        return found


@contextmanager
def seen_bookings() -> Iterator[SeenBookings]:
    """A memory of bookings, for the block."""
    with closing(sqlite3.connect(TEMPORARY, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        yield SeenBookings(connection)
