"""The register as a server holds it: side by side in many threads, after a restore, and in memory only."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from registry.loading import load_snapshot
from registry.loading import move as moved
from registry.records import Performer
from registry.revisions import NOTHING_RECORDED, Revision
from registry.snapshot import Snapshot
from registry.store import Store, UnknownRevisionError
from service import past
from service.past import MOST_KEPT
from service.register import FixedRegister, NothingKnownError, NotReachedError, Register
from tests.databases import BACKENDS, NewDatabase, drop_database
from tests.tables import cases

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
READERS, WRITES, SECONDS = 4, 16, 60


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[str]:
    url = new_database(request.param)
    yield url
    drop_database(url)


def write(store: Store, number: int) -> Revision:
    """A revision that renames one performer and adds another one."""
    changed = [Performer("1", f"Name {number}", "a test"), Performer(str(number + 1), "Name", "a test")]
    return store.write(changed, note=str(number))


def test_readers_in_many_threads_each_get_the_revision_they_ask_for(database):
    """While revisions are written, every selection gives the snapshot it names, and the newest never goes back."""
    with closing(Register(database)) as register, closing(Store(database)) as store:
        times = [write(store, 1).record_time]

        def read(seed: int) -> list[tuple[int, Snapshot]]:
            choose, found, newest = random.Random(seed), [], 0
            while len(times) < WRITES or len(found) < WRITES:
                count = len(times)
                asked = choose.randint(1, count)
                for snapshot in (register.exact(asked), register.known_at(times[asked - 1])):
                    found.append((asked, snapshot))
                assert register.at_least(count).revision >= count
                assert register.snapshot.revision >= newest
                newest = register.snapshot.revision
            return found

        with ThreadPoolExecutor(READERS) as pool:
            reading = [pool.submit(read, seed) for seed in range(READERS)]
            while len(times) < WRITES:
                times.append(write(store, len(times) + 1).record_time)
            seen = [pair for each in reading for pair in each.result()]
        whole = {number: load_snapshot(store, number) for number in range(1, WRITES + 1)}
        assert all(snapshot == whole[asked] for asked, snapshot in seen)
        assert len(register._held[1]) <= MOST_KEPT


def test_a_revision_is_known_though_the_newest_snapshot_is_older(database):
    """Between a commit and its taking over, what was known at its moment is already that revision."""
    with closing(Register(database)) as register, closing(Store(database)) as store:
        first = write(store, 1)
        assert register.snapshot.revision == 0
        assert register.known_at(first.record_time).revision == 1
        second = write(store, 2)
        assert register.known_at(second.record_time - timedelta(microseconds=1)).revision == 1
        assert register.exact(2).performer("1").performer.name == "Name 2"


def test_a_database_that_was_restored_is_read_anew(database, new_database):
    """What was held of the other past is let go: the newest revision and the earlier ones are those of the database."""
    other_database = new_database("sqlite")
    with closing(Register(database)) as register, closing(Store(other_database)) as other:
        for number in (1, 2, 3):
            write(register.store, number)
        register.advance()
        assert {register.exact(number).revision for number in (0, 1, 2)} == {0, 1, 2}
        for number in (11, 12):
            write(other, number)
        ours, register.store = register.store, other
        assert register.advance()
        assert register.snapshot == load_snapshot(other)
        assert register.exact(1) == load_snapshot(other, 1)
        with pytest.raises(UnknownRevisionError):
            register.exact(3)
        register.store = ours
        assert register.advance()
        assert register.exact(1) == load_snapshot(ours, 1)


def test_while_a_restored_database_is_not_yet_taken_over_no_revision_is_of_both(database, new_database):
    """Asked for meanwhile, an earlier revision is that of the database, and none of it is kept with the others."""
    with closing(Register(database)) as register, closing(Store(new_database("sqlite"))) as other:
        for number in (1, 2, 3):
            write(register.store, number)
        register.advance()
        for number in (11, 12, 13, 14):
            write(other, number)
        ours, register.store = register.store, other
        assert register.exact(2) == load_snapshot(other, 2)
        assert register.snapshot.performer("4"), "the other one is not taken over yet"
        register.store = ours
        assert not register.advance()
        assert register.exact(2) == load_snapshot(ours, 2)
        register.store = other
        assert register.exact(4) == load_snapshot(other, 4)
        assert register.exact(2) == load_snapshot(other, 2)
        assert register.exact(3) == load_snapshot(other, 3)
        register.store = ours


KEPT = cases("""
    case                     | far     | kept
    all are near             |         | 1 2 3 4
    all are far              | 1 2 3 4 | 4
    one is far               | 1       | 1 2 3 4
    the far ones in between  | 2 3     | 1 3 4
    near ones after a far    | 1 2     | 2 3 4
""")


@pytest.mark.parametrize("row", KEPT)
def test_of_earlier_revisions_those_are_kept_that_share_memory(database, monkeypatch, row):
    """With the newest, or with the last one that does not; whichever is kept is not read again."""
    far, kept = (set(map(int, str(row[name]).split())) for name in ("far", "kept"))
    with closing(Register(database)) as register:
        for number in range(1, 6):
            write(register.store, number)
            register.advance()
        found = {}
        for number in (1, 2, 3, 4):
            monkeypatch.setattr("registry.loading.is_far", lambda *_, number=number: number in far)
            found[number] = register.exact(number)
        assert found == {number: load_snapshot(register.store, number) for number in found}
        again = {number: register.exact(number) for number in kept}
        assert {number for number, each in again.items() if each is found[number]} == kept
        assert len(register._held[1]) == len(kept)


def test_a_revision_that_takes_long_to_read_holds_up_only_those_who_ask_for_it(database, monkeypatch):
    """And it is read once for all of them."""
    begun, go_on, read = threading.Event(), threading.Event(), []

    def move(store: Store, snapshot: Snapshot, revision: int) -> tuple[Snapshot, bool]:
        read.append(revision)
        if revision == 1:
            begun.set()
            assert go_on.wait(SECONDS)
        return moved(store, snapshot, revision)

    with closing(Register(database)) as register, ThreadPoolExecutor(READERS) as pool:
        for number in (1, 2, 3):
            write(register.store, number)
        register.advance()
        monkeypatch.setattr(past, "move", move)
        slow = [pool.submit(register.exact, 1) for _ in range(READERS)]
        assert begun.wait(SECONDS)
        assert register.exact(2).revision == 2
        assert not any(each.done() for each in slow)
        go_on.set()
        assert {each.result().revision for each in slow} == {1}
        assert read == [1, 2]


def test_who_listens_is_told_after_the_step_and_not_after_leaving(database):
    """A listener finds the newer snapshot; one who has left hears nothing."""
    with closing(Register(database)) as register:
        heard = []

        def listen() -> None:
            heard.append(register.snapshot.revision)

        register.on_advance(listen)
        write(register.store, 1)
        assert (register.advance(), register.advance()) == (True, False)
        register.forget(listen)
        write(register.store, 2)
        register.advance()
        assert heard == [1]


FIXED = cases("""
    case                       | method   | asked | revision
    its revision               | exact    | 5     | 5
    nothing                    | exact    | 0     | 0
    an earlier one             | exact    | 4     | unknown
    a later one                | exact    | 6     | unknown
    at least its revision      | at_least | 5     | 5
    at least an earlier one    | at_least | 0     | 5
    at least a later one       | at_least | 6     | not reached
    known when recorded        | known_at | 0     | 5
    known a microsecond later  | known_at | 1     | 5
    a microsecond before       | known_at | -1    | nothing known
""")
FAILURES = {"unknown": UnknownRevisionError, "not reached": NotReachedError, "nothing known": NothingKnownError}


@pytest.mark.parametrize("row", FIXED)
def test_a_register_in_memory_has_one_revision(row):
    """And before it there is only the register in which nothing was recorded."""
    register = FixedRegister(Snapshot.of([Performer("1", "Name", "a test")], Revision(5, NOON, "")))
    asked = int(row["asked"])
    argument = NOON + timedelta(microseconds=asked) if row["method"] == "known_at" else asked
    if row["revision"] in FAILURES:
        with pytest.raises(FAILURES[row["revision"]]):
            getattr(register, row["method"])(argument)
        return
    found = getattr(register, row["method"])(argument)
    assert (found.revision, found.providers) == (int(row["revision"]), int(row["revision"] != "0"))


def test_a_register_in_which_nothing_was_ever_recorded_knows_nothing(database):
    """There is revision 0, and no moment at which anything was known."""
    with closing(Register(database)) as register:
        assert register.exact(0) == Snapshot.of((), NOTHING_RECORDED)
        with pytest.raises(NothingKnownError) as caught:
            register.known_at(NOON)
        assert caught.value.first is None
