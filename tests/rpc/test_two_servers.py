"""Two server processes on one register: whoever names a revision never reads an older one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from tests.rpc.notation import write_request
from tests.rpc.story import READS, basis_of, question

WRITES = 10


def rename(server, number):
    """Write something, and tell the revision."""
    return server.write("RecordPractice", write_request("RecordPractice", f"1000000021 FY{number:02d} 0301")).revision


def read_at_least(server, method, revision):
    return server.begin(method, question(method, ReadOptions(at_least_revision=revision)))


def test_what_one_server_has_written_another_one_reads_when_it_is_named(served):
    """Right after each write every reading call of the other process answers from that revision or a later one."""
    for number in range(WRITES):
        written = rename(served.server, number)
        calls = [read_at_least(served.later, method, written) for method in READS]
        assert all(basis_of(call.result()).revision >= written for call in calls)


def test_many_callers_each_read_what_they_have_written(served):
    """Writers side by side, each of whom reads from the other process, all find their own write."""

    def write_and_read(number):
        request = write_request("RegisterProvider", f"90001{number:02d}; competence PHYSIOTHERAPIST 2010-01-01..")
        written = served.server.write("RegisterProvider", request).revision
        ask = question("GetProvider", ReadOptions(at_least_revision=written), f'{{"hprNumber": "90001{number:02d}"}}')
        return served.later.call("GetProvider", ask).provider.hpr_number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(write_and_read, range(WRITES))) == [f"90001{number:02d}" for number in range(WRITES)]


@pytest.mark.parametrize("of", ["server", "later"])
def test_a_revision_to_come_is_waited_for(of, served):
    """A call for the next revision is answered from it, whichever process writes it."""
    newest = served.server.call("GetRevision", GetRevisionRequest()).revision.revision
    calls = [read_at_least(getattr(served, of), method, newest + 1) for method in READS]
    assert rename(served.server, 99) == newest + 1
    assert {basis_of(call.result()).revision for call in calls} == {newest + 1}


def test_revisions_are_read_in_turn_by_who_follows(served):
    """Without naming a revision, a process that follows another one's writes never goes back, and comes to the last."""
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [rename(served.server, number) for number in range(WRITES)])
        seen = [0]
        for _ in range(100_000):
            if writing.done() and seen[-1] >= writing.result()[-1]:
                break
            seen.append(basis_of(served.later.call("ListCoverage", question("ListCoverage", ReadOptions()))).revision)
    assert seen == sorted(seen)
    assert seen[-1] == writing.result()[-1]
