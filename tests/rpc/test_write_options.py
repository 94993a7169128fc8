"""How a write is done: a dry run, on condition of a revision, and with a note."""

import pytest

from avtalt.v1.registry_service_pb2 import GetRevisionRequest, WriteResult
from tests.rpc.in_process import opened, serving_here
from tests.rpc.notation import write_request
from tests.tables import cases

DRY_RUNS = cases("""
    case                   | method            | what                                                     | on_overlap
    a new provider         | RegisterProvider  | 8{hpr}; competence PHYSIOTHERAPIST 2010-01-01..          |
    a new agreement        | RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2024-01-01..      |
    one that makes room    | RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2023-06-01..      | 2
    one that leaves none   | RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2010-01-01..      | 2
    an end                 | EndAgreement      | F-{hpr} 2020-12-31                                       |
    a correction           | CorrectAgreement  | F-{hpr} FUNDING 0301 {hpr}@{practice} 2018-01-01..       |
    a withdrawal           | CorrectAgreement  | withdraw F-{hpr}                                         |
    a competence           | RecordCompetence  | {hpr}; INTERN 2010-01-01..                               |
    none                   | RecordCompetence  | withdraw {hpr}; PHYSIOTHERAPIST 2010-01-01..             |
    a place of work        | RecordAffiliation | {hpr}; 1000000021 SELF_EMPLOYED 2010-01-01..             |
    a practice             | RecordPractice    | {practice} FYNO 1103                                     |
    coverage               | RecordCoverage    | MUNICIPAL_FUNDING 5501 2017-01-01..                      |
""")
EXPECTATIONS = cases("""
    case                       | expected       | ok
    the newest                 | newest         | yes
    the one before             | newest - 1     | no
    the one to come            | newest + 1     | no
    none                       | 0              | no
    an impossible one          | -1             | no
    the largest number         | 2147483647     | no
""")
NOTES = cases("""
    case                     | note                              | kept
    nothing                  |                                   | yes
    words                    | Corrected after a letter. Øre: 10 | yes
    as long as may be        | {500}                             | yes
    too long                 | {501}                             | no
    eleven digits            | seen by 01010112345               | no
    with a space             | seen by 010101 12345              | no
    a control character      | bell{bell}                        | no
    a practice and a year    | 2000000001-2024                   | yes
""")


def newest(server):
    return server.call("GetRevision", GetRevisionRequest()).revision.revision


@pytest.mark.parametrize("row", DRY_RUNS)
def test_a_dry_run_tells_what_the_write_then_does(row, newcomer, server):
    """The same answer but for revision and time, and nothing is written by it, not even the name."""
    request, before = newcomer.request(row["method"], row["what"]), newcomer.believed()
    if row["on_overlap"]:
        request.on_overlap = int(row["on_overlap"])
    revision, request.write.validate_only = newest(server), True
    tried = server.call(row["method"], request).result
    assert (newest(server), newcomer.believed()) == (revision, before)
    assert (tried.revision, tried.HasField("record_time")) == (0, False)
    request.write.validate_only = False
    done = server.call(row["method"], request).result
    assert done.revision == revision + 1
    expected = WriteResult()
    expected.CopyFrom(done)
    expected.ClearField("record_time")
    expected.revision = 0
    assert tried == expected


def test_a_dry_run_needs_no_name(newcomer, server):
    """Nothing is written, so nothing is named."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    request.write.request_id, request.write.validate_only = "", True
    assert server.call("EndAgreement", request).result.recorded == 1


@pytest.mark.parametrize("row", EXPECTATIONS)
def test_a_write_may_depend_on_the_newest_revision(row, newcomer, server):
    """With any other revision than the newest it is refused, also as a dry run, with both, and nothing is written."""
    before = newest(server)
    step = {"newest": before, "newest - 1": before - 1, "newest + 1": before + 1}
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    request.write.expected_revision = step[row["expected"]] if row["expected"] in step else int(row["expected"])
    for request.write.validate_only, revision in ((True, 0), (False, before + 1)):
        if row["ok"] == "yes":
            assert server.call("EndAgreement", request).result.revision == revision
            continue
        refusal = server.refused("EndAgreement", request)
        assert (refusal.status, refusal.reason) == ("ABORTED", "NEWER_REVISION")
        expected = {"expected": str(request.write.expected_revision), "newest": str(before)}
        assert refusal.metadata == {"field": "write.expected_revision", **expected}
        assert newest(server) == before


def test_the_first_write_of_all_may_expect_revision_zero(served, tariffs):
    """An empty register is at revision 0; whoever comes second is told of 1."""
    with opened(served.new_database()) as register, serving_here(register, tariffs) as server:
        request = write_request("RecordCoverage", "AUTHORISATION NO 2010-01-01..")
        request.write.expected_revision = 0
        assert server.write("RecordCoverage", request).revision == 1
        request.write.request_id = "another-name"
        assert server.refused("RecordCoverage", request).metadata["newest"] == "1"


@pytest.mark.parametrize("row", NOTES)
def test_a_note_is_short_and_holds_no_identity_number(row, newcomer, server):
    """A note that is refused is not repeated; one that is taken stands in the revision as it was written."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    note = row["note"].replace("{500}", "n" * 500).replace("{501}", "n" * 501).replace("{bell}", "\a")
    request.write.note = note
    if row["kept"] == "yes":
        revision = server.call("EndAgreement", request).result.revision
        assert server.call("GetRevision", GetRevisionRequest(revision=revision)).revision.note == note
        return
    refusal = server.refused("EndAgreement", request)
    assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", "INVALID_RECORD", "write.note")
    assert not any(part in str(refusal) for part in ("01010112345", "010101 12345", "nnnn"))
