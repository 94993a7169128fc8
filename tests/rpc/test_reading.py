"""Opening the register for a call never keeps the others waiting."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from registry.outages import RegisterUnreachableError
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.store import Store
from service.errors import ServiceError
from service.register import Register
from service.rpc.reading import Reading
from service.rpc.write_handlers import handle_record_practice
from service.rpc.writes import MOST_WRITERS, Writes
from tests.rpc.in_process import opened, serving_here
from tests.rpc.notation import read_options, write_request
from tests.rpc.servers import named
from tests.rpc.story import READS, basis_of, question
from tests.rpc.test_register import NOON
from tests.tables import cases

SLOW = cases("""
    case                 | read
    an earlier revision  | exact_revision=1
    a revision to come   | at_least_revision=6
    a moment             | known_at=2026-09-15T12:00:00Z
""")


class SlowRegister(Register):
    """A register whose database answers only when it is let."""

    snapshot = Snapshot.of((), Revision(5, NOON, ""))  # type: ignore[assignment]

    def __init__(self) -> None:
        self.store = None  # type: ignore[assignment]
        self._listeners = []
        self.asked, self.let = threading.Event(), threading.Event()

    def answer(self, _: object) -> Snapshot:
        self.asked.set()
        assert self.let.wait(timeout=20)
        return self.snapshot

    exact = known_at = at_least = answer


@pytest.mark.parametrize("row", SLOW)
async def test_a_call_that_waits_for_the_database_holds_up_no_other(row, tariffs):
    """While one call is at the database, others are answered from the newest snapshot in the same thread."""
    register = SlowRegister()
    reading = Reading(register, tariffs, wait_seconds=20)
    slow = asyncio.create_task(reading.open_soon(read_options(row["read"])))
    await until(register.asked.is_set)
    for read in ("", "exact_revision=5", "at_least_revision=5"):
        assert (await reading.open_soon(read_options(read))).snapshot.revision == 5
    assert not slow.done()
    register.let.set()
    assert (await slow).snapshot.revision == 5


async def until(condition: Callable[[], bool]) -> None:
    """Let the others work until something has come about."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0)


@asynccontextmanager
async def own_register(served) -> AsyncIterator[Register]:
    """An empty register, closed when all threads are done with it."""
    register = Register(served.new_database())
    yield register
    await asyncio.get_running_loop().shutdown_default_executor()
    register.close()


async def test_a_revision_that_is_reached_while_waiting_is_answered_from(served, tariffs):
    """Whoever waits is woken by the step to the revision, and nobody is left listening."""
    async with own_register(served) as register:
        reading = Reading(register, tariffs, wait_seconds=20)
        waiting = [asyncio.create_task(reading.open_soon(ReadOptions(at_least_revision=2))) for _ in range(3)]
        await until(lambda: len(register._listeners) == 3)
        for _ in range(2):
            assert not any(task.done() for task in waiting)
            await asyncio.to_thread(register.store.write, [], note="n")
            await asyncio.to_thread(register.advance)
        assert [context.snapshot.revision for context in await asyncio.gather(*waiting)] == [2] * 3
        assert register._listeners == []


async def test_nobody_is_left_listening_who_waited_in_vain_or_left(served, tariffs):
    """A wait that ends without an answer, by itself or by the caller, leaves nothing behind."""
    async with own_register(served) as register:
        with pytest.raises(ServiceError, match="REVISION_NOT_REACHED"):
            await Reading(register, tariffs, wait_seconds=0).open_soon(ReadOptions(at_least_revision=1))
        left = asyncio.create_task(Reading(register, tariffs).open_soon(ReadOptions(at_least_revision=1)))
        await until(lambda: len(register._listeners) == 1)
        left.cancel()
        await asyncio.wait([left])
        assert register._listeners == []


def test_reading_goes_on_while_writers_wait_for_each_other(served, tariffs):
    """However many writes stand in line, calls that read the database are answered."""
    database = served.new_database()
    with opened(database, write_wait_seconds=20) as register, serving_here(register, tariffs) as server:
        server.write("RecordCoverage", write_request("RecordCoverage", "AUTHORISATION NO 2010-01-01.."))
        store = Store(database)
        with store.writing("given up in the end") as writing:
            writing.discarded = True
            writes = [
                server.begin("RecordPractice", named(write_request("RecordPractice", f"300000000{number} FYNO 0301")))
                for number in range(MOST_WRITERS + 6)
            ]
            for method in READS:
                call = server.begin(method, question(method, ReadOptions(exact_revision=0)))
                assert call.exception() is None or call.code().name == "NOT_FOUND"
            assert server.call("GetRevision", GetRevisionRequest()).revision.revision == 1
            assert not any(call.done() for call in writes)
        assert sorted(call.result().result.revision for call in writes) == list(range(2, MOST_WRITERS + 8))
        store.close()


def test_a_write_that_cannot_be_read_at_once_was_written_all_the_same(served):
    """Its answer is given, and so it is when it is sent again."""

    class UnreadableRegister(Register):
        def advance(self) -> bool:
            raise RegisterUnreachableError

    register = UnreadableRegister(served.new_database())
    writes = Writes(register, allowed=True)
    request = named(write_request("RecordPractice", "3000000001 FYNO 0301"))
    first = handle_record_practice(request, writes)
    assert (first.result.revision, handle_record_practice(request, writes)) == (1, first)
    register.close()


def test_a_server_is_read_at_what_it_has_just_written(served):
    """Without naming a revision, the server that answered a write answers the next call from it."""
    for number in range(10):
        written = served.server.write("RecordPractice", write_request("RecordPractice", f"1000000021 FX{number} 0301"))
        read = basis_of(served.server.call("ListCoverage", question("ListCoverage", ReadOptions())))
        assert read.revision >= written.revision
