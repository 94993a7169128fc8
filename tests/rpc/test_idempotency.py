"""The same write sent again: it is written once, and answered the same ever after."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

import pytest

from avtalt.v1.registry_service_pb2 import GetRevisionRequest, WriteOptions
from service.rpc.writes import name_write
from tests.rpc.in_process import opened, serving_here
from tests.rpc.notation import write_request
from tests.tables import cases

AGAIN = 16
WRITES = cases("""
    case                  | method            | what
    a new provider        | RegisterProvider  | 8{hpr}; competence PHYSIOTHERAPIST 2010-01-01..
    a new agreement       | RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2024-01-01..
    an end                | EndAgreement      | F-{hpr} 2020-12-31
    a correction          | CorrectAgreement  | F-{hpr} FUNDING 0301 {hpr}@{practice} 2018-01-01..
    a withdrawal          | CorrectAgreement  | withdraw F-{hpr}
    a competence          | RecordCompetence  | {hpr}; INTERN 2010-01-01..
    none                  | RecordCompetence  | withdraw {hpr}; PHYSIOTHERAPIST 2010-01-01..
    a place of work       | RecordAffiliation | {hpr}; 1000000021 SELF_EMPLOYED 2010-01-01..
    a practice            | RecordPractice    | {practice} FYNO 1103
    coverage              | RecordCoverage    | MUNICIPAL_FUNDING 5001 2017-01-01..
""")
OTHER_CONTENT = cases("""
    case                | method           | what               | set
    another day         | EndAgreement     | F-{hpr} 2020-12-30 |
    another note        | EndAgreement     | F-{hpr} 2020-12-31 | note=again
    another expectation | EndAgreement     | F-{hpr} 2020-12-31 | expected_revision=7
    another call        | CorrectAgreement | withdraw F-{hpr}   |
""")
REQUEST_IDS = cases("""
    case                            | request_id                                                        | taken
    eight characters                | order-01                                                          | yes
    seven                           | order-1                                                           | no
    sixty-four                      | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  | yes
    sixty-five                      | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | no
    none                            |                                                                   | missing
    a space                         | order 0001                                                        | no
    a line break                    | order-01{n}                                                       | no
    other letters                   | bestilling-ø                                                      | no
    other digits                    | order-١٢٣٤                                                        | no
    eleven digits                   | 01010112345                                                       | no
    eleven among others             | order-01010112345                                                 | no
    more than eleven                | order-010101123456                                                | no
    eleven with a hyphen            | 010101-12345                                                      | no
    ten digits                      | order-0101011234                                                  | yes
    a day and a time                | 20260915-080000-1                                                 | yes
    a UUID                          | 123e4567-e89b-42d3-a456-426614174000                              | yes
    a UUID with eleven digits       | 123e4567-e89b-42d3-a456-a26614174001                              | yes
    a UUID of digits                | 12345678-1234-4123-8123-123456789012                              | yes
    a UUID and more                 | 12345678-1234-4123-8123-123456789012a                             | no
""")


def newest(server):
    return server.call("GetRevision", GetRevisionRequest()).revision.revision


@pytest.mark.parametrize("row", WRITES)
def test_a_write_sent_again_is_answered_the_same_and_written_once(row, newcomer, server):
    """Answer, revision and record time are equal, and the register has not moved."""
    request = newcomer.request(row["method"], row["what"])
    first = server.call(row["method"], request)
    assert [server.call(row["method"], request) for _ in range(3)] == [first] * 3
    assert newest(server) == first.result.revision


def test_the_answer_is_the_same_after_later_writes_and_a_restart(newcomer, served, tariffs):
    """A server started long afterwards knows the name and the answer, though the register has moved on."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    first = served.server.call("EndAgreement", request)
    served.server.call("CorrectAgreement", newcomer.request("CorrectAgreement", "withdraw F-{hpr}"))
    before = newest(served.server)
    with opened(served.database) as register, serving_here(register, tariffs) as restarted:
        assert restarted.call("EndAgreement", request) == first
        request.last_date = "2020-12-30"
        assert restarted.refused("EndAgreement", request).reason == "REQUEST_ID_REUSED"
        assert newest(restarted) == before


@pytest.mark.parametrize("expecting", [False, True], ids=["whatever the revision", "expecting the newest revision"])
def test_the_same_write_from_many_sides_at_once_is_written_once(expecting, newcomer, served, tariffs):
    """Threads and processes that send one write side by side all get one answer, and there is one new revision."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    before = newest(served.server)
    if expecting:
        request.write.expected_revision = before
    with opened(served.database, 10.0) as register, serving_here(register, tariffs) as other:
        with ThreadPoolExecutor(AGAIN) as pool:
            sides = [served.server, other] * (AGAIN // 2)
            answers = list(pool.map(lambda side: side.call("EndAgreement", request), sides))
        assert answers == [answers[0]] * AGAIN
        assert answers[0].result.revision == newest(other) == before + 1


@pytest.mark.parametrize("row", OTHER_CONTENT)
def test_a_name_is_not_used_for_two_writes(row, newcomer, server):
    """With other content the name is refused, and nothing is written."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2020-12-31")
    before = server.call("EndAgreement", request).result.revision
    other = write_request(row["method"], newcomer.say(row["what"]))
    other.write.request_id = request.write.request_id
    for name, _, value in (pair.partition("=") for pair in row["set"].split()):
        setattr(other.write, name, int(value) if value.isdigit() else value)
    refusal = server.refused(row["method"], other)
    assert (refusal.status, refusal.reason) == ("ALREADY_EXISTS", "REQUEST_ID_REUSED")
    assert refusal.metadata == {"field": "write.request_id"}
    assert request.write.request_id not in str(refusal)
    assert newest(server) == before


def test_a_name_whose_write_was_refused_may_be_used_again(newcomer, server):
    """Only what was written takes a name."""
    request = newcomer.request("EndAgreement", "F-{hpr} 2016-12-31")
    assert server.refused("EndAgreement", request).reason == "DATES_REVERSED"
    request.last_date = "2020-12-31"
    assert server.call("EndAgreement", request).result.recorded == 1


@pytest.mark.parametrize("row", REQUEST_IDS)
def test_a_name_is_letters_digits_and_hyphens_and_no_identity_number(row, server):
    """A name that is refused is not repeated; without a name nothing is written; also a dry run refuses a bad one."""
    request = write_request("RecordPractice", "1000000021 FYMT 0301")
    request.write.request_id = row["request_id"].replace("{n}", "\n")
    if row["taken"] == "yes":
        assert server.call("RecordPractice", request).result.revision
        return
    reason = "FIELD_MISSING" if row["taken"] == "missing" else "INVALID_REQUEST_ID"
    for request.write.validate_only in (False, True) if row["request_id"] else (False,):
        refusal = server.refused("RecordPractice", request)
        assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", reason, "write.request_id")
        assert not row["request_id"] or row["request_id"] not in str(refusal)


def test_any_uuid_names_a_write():
    """Names as clients make them are taken, whatever digits they happen to have."""
    random = Random(1)
    for _ in range(5_000):
        name = str(UUID(int=random.getrandbits(128), version=4))
        assert name_write(WriteOptions(request_id=name), "write", b"") is not None
