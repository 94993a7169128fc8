"""Which state of the register a call reads: every reading call, every selection, and each border."""

from datetime import timedelta

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2

from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from tests.rpc.in_process import opened, serving_here
from tests.rpc.notation import read_options
from tests.rpc.servers import Refusal
from tests.rpc.story import LAST, READS, basis_of, question
from tests.tables import cases

NOT_YET = 2_000_000_000

SELECTIONS = cases("""
    case                                   | read                                              | revision
    nothing recorded yet                   | exact_revision=0                                  | 0
    the first revision                     | exact_revision=1                                  | 1
    one in between                         | exact_revision=8                                  | 8
    an earlier one at least                | at_least_revision=1                               | newest
    any at least                           | at_least_revision=0                               | newest
    at the end of time                     | known_at=9999-12-31T23:59:59Z                     | newest
    with a moment                          | exact_revision=3 evaluated_at=2026-09-15T08:00:00Z | 3
    at the beginning of time               | evaluated_at=0001-01-01T00:00:00Z                 | newest
    nothing asked for                      |                                                   | newest
""")
MOMENTS = cases("""
    case                        | of | microseconds | known
    exactly when it was recorded | 1  | 0            | 1
    a microsecond before         | 2  | -1           | 1
    exactly when corrected       | 8  | 0            | 8
    a microsecond before         | 8  | -1           | 7
    a microsecond after          | 8  | 1            | 8
""")
REFUSED = cases("""
    case                       | read                      | status              | reason                    | data
    the revision after the last | exact_revision=2000000000 | NOT_FOUND           | REVISION_NOT_FOUND        | field=read.exact_revision revision=2000000000
    the largest number         | exact_revision=2147483647 | NOT_FOUND           | REVISION_NOT_FOUND        | field=read.exact_revision revision=2147483647
    a negative revision        | exact_revision=-1         | INVALID_ARGUMENT    | NUMBER_OUT_OF_RANGE       | field=read.exact_revision least=0
    at least a negative one    | at_least_revision=-1      | INVALID_ARGUMENT    | NUMBER_OUT_OF_RANGE       | field=read.at_least_revision least=0
    another tariff             | tariff_digest=0011223344  | FAILED_PRECONDITION | TARIFF_DIGEST_NOT_SERVED  | field=read.tariff_digest asked=0011223344
    other rules                | rules_version=0           | FAILED_PRECONDITION | RULES_VERSION_NOT_SERVED  | field=read.rules_version asked=0 served=3
""")


def newest(server):
    return server.call("GetRevision", GetRevisionRequest()).revision.revision


def revisions(server, read):
    """The revision that each reading call answers from."""
    found = {}
    for method in READS:
        try:
            found[method] = basis_of(server.call(method, question(method, read))).revision
        except grpc.RpcError as error:
            found[method] = Refusal.of(error).reason
    return found


@pytest.mark.parametrize("row", SELECTIONS)
def test_a_call_reads_the_revision_that_is_asked_for(row, served):
    """Every reading call says in its basis that it read the revision selected; nobody is on record in the first ones."""
    for server in (served.server, served.later):
        expected = newest(server) if row["revision"] == "newest" else int(row["revision"])
        answers = dict.fromkeys(READS, expected)
        if expected < 6:
            answers |= {"GetProvider": "PROVIDER_NOT_FOUND", "GetProviderHistory": "PROVIDER_NOT_FOUND"}
        assert revisions(server, read_options(row["read"])) == answers


@pytest.mark.parametrize("row", MOMENTS)
def test_what_was_known_at_a_moment_is_the_newest_revision_until_then(row, served):
    """A revision is known from the very microsecond of its record time."""
    moment = served.told.time(int(row["of"])) + timedelta(microseconds=int(row["microseconds"]))
    read = ReadOptions()
    read.known_at.FromDatetime(moment)
    for server in (served.server, served.later):
        assert basis_of(server.call("ListCoverage", question("ListCoverage", read))).revision == int(row["known"])


def test_every_reading_call_takes_a_moment_of_knowledge(served):
    """All calls answer from what was known between two revisions."""
    before, after = served.told.time(LAST - 1), served.told.time(LAST)
    read = ReadOptions()
    read.known_at.FromDatetime(before + (after - before) / 2)
    assert revisions(served.server, read) == dict.fromkeys(READS, LAST - 1)


def test_before_the_first_revision_nothing_was_known(served):
    """A microsecond before the first record time is an error that tells this time."""
    read = ReadOptions()
    read.known_at.FromDatetime(served.told.time(1) - timedelta(microseconds=1))
    for method in READS:
        refusal = served.server.refused(method, question(method, read))
        assert (refusal.status, refusal.reason, refusal.field) == ("NOT_FOUND", "NOTHING_KNOWN_YET", "read.known_at")
        first = Timestamp()
        first.FromJsonString(refusal.metadata["first"])
        assert first.ToDatetime() == served.told.time(1).replace(tzinfo=None)


@pytest.mark.parametrize("row", REFUSED)
def test_a_state_that_is_not_there_is_refused_by_name(row, served):
    """Every reading call refuses it with the field and with what there is instead."""
    for method in READS:
        refusal = served.server.refused(method, question(method, read_options(row["read"])))
        assert (refusal.status, refusal.reason) == (row["status"], row["reason"]), method
        assert dict(pair.split("=") for pair in row["data"].split()).items() <= refusal.metadata.items()


def test_an_unknown_revision_names_the_newest(served):
    """The error for a revision to come says how far the register has come."""
    ask = question("GetProvider", ReadOptions(exact_revision=newest(served.server) + 1))
    assert served.server.refused("GetProvider", ask).metadata["newest"] == str(newest(served.server))


@pytest.mark.parametrize("field", ["known_at", "evaluated_at"])
@pytest.mark.parametrize("moment", [Timestamp(seconds=10**15), Timestamp(nanos=-1), Timestamp(nanos=10**9)])
def test_a_moment_outside_the_calendar_is_refused(field, moment, server):
    """Neither a second after the year 9999 nor a fraction that is none is a moment."""
    refusal = server.refused("GetProvider", question("GetProvider", ReadOptions(**{field: moment})))
    assert (refusal.reason, refusal.field) == ("INVALID_DATE", f"read.{field}")


def test_a_revision_that_is_never_reached_is_waited_for_in_vain(served, tariffs):
    """Every reading call ends after a while as unavailable, names the newest revision and says when to try again."""
    read = ReadOptions(at_least_revision=NOT_YET)
    with opened(served.database) as register, serving_here(register, tariffs) as server:
        refusals = [server.refused(method, question(method, read)) for method in READS]
    assert {(each.status, each.reason) for each in refusals} == {("UNAVAILABLE", "REVISION_NOT_REACHED")}
    assert {(each.metadata["revision"], each.metadata["newest"]) for each in refusals} == {
        (str(NOT_YET), str(newest(served.server)))
    }
    assert all(each.detail(error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() > 0 for each in refusals)
