"""The revisions themselves: one, the newest, and pages of them."""

import pytest

from avtalt.v1.registry_service_pb2 import GetRevisionRequest, ListRevisionsRequest
from tests.rpc.notation import write_request
from tests.rpc.story import LAST
from tests.tables import cases

PAGES = cases("""
    case                     | after_revision | page_size | first | count
    from the beginning       | 0              | 3         | 1     | 3
    one                      | 0              | 1         | 1     | 1
    from the middle          | 7              | 2         | 8     | 2
    as many as allowed       | 0              | 1000      | 1     | all
    without a size           | 0              | 0         | 1     | at most 100
    after the last           | 2000000000     | 10        |       | 0
    after the largest number | 2147483647     | 10        |       | 0
""")
REFUSED = cases("""
    case                       | method        | field          | value
    more than a page           | ListRevisions | page_size      | 1001
    less than none             | ListRevisions | page_size      | -1
    before the beginning       | ListRevisions | after_revision | -1
    a revision before all      | GetRevision   | revision       | -1
""")


def get(server, revision=0):
    return server.call("GetRevision", GetRevisionRequest(revision=revision)).revision


@pytest.mark.parametrize("revision", [1, 8, LAST])
def test_a_revision_is_given_with_its_time(revision, served):
    """Number and record time are those of the write's answer, from any server."""
    for server in (served.server, served.later):
        found = get(server, revision)
        assert found.revision == revision
        assert found.record_time.ToDatetime(tzinfo=served.told.time(1).tzinfo) == served.told.time(revision)


def test_zero_means_the_newest(served):
    """The newest revision is the one that was written last, with its note, also for the other process."""
    request = write_request("RecordPractice", "1000000021 FYMT 0301")
    request.write.note = "the type was wrong"
    written = served.server.write("RecordPractice", request)
    for server in (served.server, served.later):
        assert (get(server).revision, get(server).note) == (written.revision, "the type was wrong")
        assert get(server).record_time == written.record_time


@pytest.mark.parametrize("row", PAGES)
def test_revisions_are_listed_in_order(row, served):
    """At most as many as asked for, in order, without a gap, each just as it is given alone."""
    request = ListRevisionsRequest(after_revision=int(row["after_revision"]), page_size=int(row["page_size"]))
    found = served.later.call("ListRevisions", request).revisions
    newest = get(served.server).revision
    count = {"all": newest, "at most 100": min(newest, 100)}.get(row["count"]) or int(row["count"])
    assert [each.revision for each in found] == list(range(int(row["first"] or 0), int(row["first"] or 0) + count))
    assert all(each == get(served.server, each.revision) for each in found[:5])


@pytest.mark.parametrize("row", REFUSED)
def test_a_number_out_of_range_is_refused(row, server):
    """The field and its bounds are named."""
    request = {"ListRevisions": ListRevisionsRequest, "GetRevision": GetRevisionRequest}[row["method"]]
    refusal = server.refused(row["method"], request(**{row["field"]: int(row["value"])}))
    assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", "NUMBER_OUT_OF_RANGE", row["field"])


def test_a_revision_that_does_not_exist_is_told_with_the_newest(served):
    """The next revision is not there yet; both processes say how far the register has come."""
    newest = get(served.server).revision
    for server in (served.server, served.later):
        refusal = server.refused("GetRevision", GetRevisionRequest(revision=newest + 1))
        assert (refusal.status, refusal.reason) == ("NOT_FOUND", "REVISION_NOT_FOUND")
        assert refusal.metadata == {"field": "revision", "revision": str(newest + 1), "newest": str(newest)}
