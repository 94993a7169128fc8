"""The order of the numbers: made once for what no write has touched, and kept for those asked about last."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from registry.by_shard import KEPT
from registry.directory import Directory
from registry.records import Organisation, Performer
from registry.revisions import Revision
from registry.snapshot import Snapshot, advance
from tests.tables import cases

FIRST = Revision(1, datetime(2026, 9, 15, tzinfo=UTC), "")
NUMBERS = ("9000002", "10", "9", "9000001", "100")
STARTS = cases("""
    case                     | start   | found
    from the beginning       |         | 10 100 9 9000001 9000002
    from one of them         | 100     | 100 9 9000001 9000002
    from one that is not     | 11      | 9 9000001 9000002
    from the last            | 9000002 | 9000002
    after the last           | 9000003 |
""")


def people(*numbers: str) -> Snapshot:
    return Snapshot.of([Performer(number, "Name", "a test") for number in numbers], FIRST)


@pytest.mark.parametrize("row", STARTS)
def test_numbers_come_in_the_order_of_text(row):
    """From a number on, whether or not anybody has it."""
    assert list(Directory().performers(people(*NUMBERS), row["start"])) == row["found"].split()


def test_an_order_is_kept_while_no_write_touches_it():
    """A later snapshot with the same people finds the same order; the organisations have one of their own."""
    directory, snapshot = Directory(), people(*NUMBERS)
    later = advance(snapshot, (), [Organisation("310000027", "Name", "a test")], FIRST)
    assert list(directory.performers(snapshot, "")) == list(directory.performers(later, ""))
    assert list(directory.organisations(later, "")) == ["310000027"]
    assert len(directory._orders._tables) == 2


def test_what_was_asked_about_last_is_kept():
    """The newest snapshot stays although many older ones are asked about in between."""
    directory, newest = Directory(), people("1")
    for number in range(3 * KEPT):
        list(directory.performers(newest, ""))
        list(directory.performers(people(str(number)), ""))
        assert id(newest.performers) in directory._orders._tables
    assert len(directory._orders._tables) == KEPT


def test_many_threads_find_the_right_numbers():
    """More snapshots than are kept, asked about side by side."""
    directory, snapshots = Directory(), [people(*map(str, range(count))) for count in range(1, 3 * KEPT)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: list(directory.performers(each, "")), snapshots * 50))
    assert found == [sorted(each.performers) for each in snapshots] * 50
