"""Writers take turns: revisions have no gaps and their times rise, also across processes."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.records import Performer, Record
from registry.store import Store

PROCESS = """
import sys
from registry.records import Performer
from registry.store import Store

url, first = sys.argv[1], int(sys.argv[2])
store = Store(url)
for number in range(first, first + 10):
    store.write([Performer(str(number), "Demo", "test")], note=str(number))
store.close()
"""


def assert_gapless(store: Store, count: int) -> None:
    revisions = [store.revision(number) for number in range(1, count + 1)]
    assert store.newest() == revisions[-1]
    times = [revision.record_time for revision in revisions]
    assert times == sorted(set(times))
    for revision in revisions:
        _, recorded = store.changes(revision.number - 1, revision.number)
        assert [record.key for record in recorded] == [(revision.note,)]


def test_threads_take_turns(store: Store) -> None:
    def write(number: int) -> int:
        return store.write([Performer(str(number), "Demo", "test")], note=str(number)).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert_gapless(store, 40)


def test_processes_take_turns(store: Store) -> None:
    running = [subprocess.Popen([sys.executable, "-c", PROCESS, store.url, str(first)]) for first in (100, 200, 300)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert_gapless(store, 30)


def test_a_failed_write_leaves_no_gap(store: Store) -> None:
    def failing() -> Iterator[Record]:
        yield Performer("1", "Demo", "test")
        raise RuntimeError("the import broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        store.write(failing(), note="n")
    assert store.write([Performer("2", "Demo", "test")], note="2").number == 1


def test_a_superseded_row_keeps_its_content(store: Store) -> None:
    store.write([Performer("1", "Demo before", "test")], note="n")
    store.write([Performer("1", "Demo after", "test")], note="n")
    with store.engine.connect() as connection:
        query = "SELECT name, recorded_revision, superseded_revision FROM performer ORDER BY row_id"
        found = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert found == [("Demo before", 1, 2), ("Demo after", 2, None)]
