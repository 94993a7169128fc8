"""An equal request with an equal basis gives an equal message: later, elsewhere and on another database."""

import pytest

from avtalt.v1.basis_pb2 import ReadOptions
from tests.databases import BACKENDS
from tests.rpc.notation import read_options, write_request
from tests.rpc.servers import Refusal, Server
from tests.rpc.story import LAST, MOMENT, READS, basis_of, question
from tests.tables import rows

LATER_CORRECTIONS = rows("""
    case                           | method            | what
    another end of a contract      | CorrectAgreement  | F-1 FUNDING 0301 9000001@1000000011 2017-01-01..2019-12-31
    it never was                   | CorrectAgreement  | withdraw F-1
    a practice has moved           | RecordPractice    | 1000000011 FYNO 5610
    an authorisation was a mistake | RecordCompetence  | withdraw 9000001; PHYSIOTHERAPIST 2010-01-01..
    nobody works there             | RecordAffiliation | withdraw 9000001; 1000000011 SELF_EMPLOYED 2017-01-01..
    the source was not complete    | RecordCoverage    | withdraw REGIONAL_HEALTH_AUTHORITY NO 2017-01-01..
""")


def at(revision: int) -> ReadOptions:
    return read_options(f"exact_revision={revision} evaluated_at={MOMENT}")


def repeat(basis) -> ReadOptions:
    """What a basis says, as a selection."""
    return ReadOptions(
        exact_revision=basis.revision,
        evaluated_at=basis.evaluated_at,
        tariff_digest=basis.tariff_digest,
        rules_version=basis.rules_version,
    )


def in_bytes(response) -> bytes:
    return response.SerializeToString(deterministic=True)


def answers(server: Server) -> dict[tuple[str, int], bytes | str]:
    """What every call answers at each revision of the story, to the byte; an error by its reason."""
    found = {}
    for revision in range(LAST + 1):
        calls = {method: server.begin(method, question(method, at(revision))) for method in READS}
        for method, call in calls.items():
            failure = call.exception()
            found[method, revision] = Refusal.of(failure).reason if failure else in_bytes(call.result())
    return found


@pytest.fixture(scope="module")
def told_first(served):
    """The answers before anything more was recorded."""
    return answers(served.server)


@pytest.mark.parametrize("method", READS)
def test_the_basis_of_an_answer_gives_the_answer_again(method, served):
    """The newest answer, asked for again by what its basis says, comes back to the byte, from any server."""
    first = served.server.call(method, question(method, ReadOptions()))
    again = question(method, repeat(basis_of(first)))
    assert [in_bytes(each.call(method, again)) for each in (served.server, served.later)] == [in_bytes(first)] * 2


def test_pages_come_again_with_their_tokens(served):
    """A listing of several pages, asked for again by the basis of its first page, gives equal pages and tokens."""
    request = question("ListProviders", ReadOptions())
    request.page_size = 3
    first = served.server.call("ListProviders", request)
    second = question("ListProviders", ReadOptions())
    second.page_size, second.page_token = 3, first.next_page_token
    again = question("ListProviders", repeat(first.basis))
    again.page_size = 3
    assert in_bytes(served.later.call("ListProviders", again)) == in_bytes(first)
    again.page_token = first.next_page_token
    assert in_bytes(served.later.call("ListProviders", again)) == in_bytes(served.server.call("ListProviders", second))


def test_later_corrections_change_no_earlier_answer(served, told_first):
    """Whatever is recorded afterwards, and by a server started afterwards, all earlier answers stay as they were."""
    for row in LATER_CORRECTIONS:
        served.server.write(row["method"], write_request(row["method"], row["what"]))
    for server in (served.server, served.later):
        assert answers(server) == told_first


def test_answers_differ_from_revision_to_revision(told_first):
    """The answers that are compared are not all one: each names its revision, and corrections change it."""
    assert len({told_first["PriceClaim", revision] for revision in range(LAST + 1)}) == LAST + 1


@pytest.mark.parametrize("method", READS)
def test_both_databases_give_equal_answers(method, serve_register):
    """The same writes give the same answers on both; only the record times of a history are each its own."""
    servers = [serve_register(backend).server for backend in BACKENDS]
    for revision in (5, 8, LAST):
        calls = [server.begin(method, question(method, at(revision))) for server in servers]
        assert in_both(calls[0]) == in_both(calls[1])


def in_both(call) -> bytes | str:
    """An answer without the record times."""
    if call.exception():
        return Refusal.of(call.exception()).reason
    for entry in getattr(call.result(), "entries", ()):
        entry.recorded.ClearField("record_time")
        entry.superseded.ClearField("record_time")
    return in_bytes(call.result())
