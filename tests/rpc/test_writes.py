"""Each writing call: what it records, what is believed afterwards, and what is still believed of before."""

from datetime import UTC

import pytest

from avtalt.v1.coverage_pb2 import CoverageKind
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from avtalt.v1.provider_pb2 import Provider
from avtalt.v1.registry_service_pb2 import (
    GetRevisionRequest,
    ListCoverageRequest,
    RegisterProviderRequest,
)
from tests.rpc.newcomers import Newcomer
from tests.rpc.notation import agreement, practice, write_request
from tests.rpc.servers import named
from tests.tables import cases, rows

BELIEVED = [
    row["line"]
    for row in rows("""
    line
    competence 1 2010-01-01..
    affiliation {practice} 1 2017-01-01..
    practice {practice} FYNO 0301
    agreement F-{hpr} 2017-01-01..2023-12-31
    agreement S-{hpr} 2017-01-01..
""")
]
WRITES = cases("""
    case                             | method            | what                                                              | recorded | gone                                     | added
    another agreement                | RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2024-01-01..               | 1        |                                          | agreement F2-{hpr} 2024-01-01..
    for all practices                | RecordAgreement   | S2-{hpr} SETTLEMENT HELFO {hpr} ..                                | 1        |                                          | agreement S2-{hpr} ..
    an earlier end                   | EndAgreement      | F-{hpr} 2023-11-30                                                | 1        | agreement F-{hpr} 2017-01-01..2023-12-31 | agreement F-{hpr} 2017-01-01..2023-11-30
    an end on the first day          | EndAgreement      | F-{hpr} 2017-01-01                                                | 1        | agreement F-{hpr} 2017-01-01..2023-12-31 | agreement F-{hpr} 2017-01-01..2017-01-01
    a later end                      | EndAgreement      | F-{hpr} 2025-12-31                                                | 1        | agreement F-{hpr} 2017-01-01..2023-12-31 | agreement F-{hpr} 2017-01-01..2025-12-31
    an end of an open one            | EndAgreement      | S-{hpr} 2025-12-31                                                | 1        | agreement S-{hpr} 2017-01-01..           | agreement S-{hpr} 2017-01-01..2025-12-31
    the end that is believed         | EndAgreement      | F-{hpr} 2023-12-31                                                | 0        |                                          |
    other days, also gone by         | CorrectAgreement  | F-{hpr} FUNDING 0301 {hpr}@{practice} 2016-05-01..                | 1        | agreement F-{hpr} 2017-01-01..2023-12-31 | agreement F-{hpr} 2016-05-01..
    what is believed                 | CorrectAgreement  | F-{hpr} FUNDING 0301 {hpr}@{practice} 2017-01-01..2023-12-31      | 0        |                                          |
    one that never was               | CorrectAgreement  | withdraw F-{hpr}                                                  | 0        | agreement F-{hpr} 2017-01-01..2023-12-31 |
    another competence               | RecordCompetence  | {hpr}; MANUAL_THERAPIST 2023-01-01..                              | 1        |                                          | competence 2 2023-01-01..
    another end of a competence      | RecordCompetence  | {hpr}; PHYSIOTHERAPIST 2010-01-01..2025-12-31                     | 1        | competence 1 2010-01-01..                | competence 1 2010-01-01..2025-12-31
    a competence by mistake          | RecordCompetence  | withdraw {hpr}; PHYSIOTHERAPIST 2010-01-01..                      | 0        | competence 1 2010-01-01..                |
    another place of work            | RecordAffiliation | {hpr}; 1000000021 SELF_EMPLOYED 2024-01-01..                      | 1        |                                          | affiliation 1000000021 1 2024-01-01..
    as a locum                       | RecordAffiliation | {hpr}; {practice} LOCUM/9000002 2024-01-01..2024-12-31            | 1        |                                          | affiliation {practice} 3 2024-01-01..2024-12-31
    another end of a place of work   | RecordAffiliation | {hpr}; {practice} SELF_EMPLOYED 2017-01-01..2025-12-31            | 1        | affiliation {practice} 1 2017-01-01..    | affiliation {practice} 1 2017-01-01..2025-12-31
    a place of work by mistake       | RecordAffiliation | withdraw {hpr}; {practice} SELF_EMPLOYED 2017-01-01..             | 0        | affiliation {practice} 1 2017-01-01.., practice {practice} FYNO 0301 |
    a practice has moved             | RecordPractice    | {practice} FYNO 1103                                              | 1        | practice {practice} FYNO 0301            | practice {practice} FYNO 1103
    a practice as it is              | RecordPractice    | {practice} FYNO 0301                                              | 0        |                                          |
    a practice nobody works at       | RecordPractice    | 4{hpr}00 FYNO 0301                                                | 1        |                                          |
""")
COVERAGES = cases("""
    case               | what                                                    | recorded | listed
    a new one          | MUNICIPAL_FUNDING 4601 2020-01-01..                     | 1        | 2020-01-01..
    confirmed          | MUNICIPAL_FUNDING 4601 2020-01-01.. 2026-09-01+30       | 1        | 2020-01-01.. 2026-09-01
    confirmed anew     | MUNICIPAL_FUNDING 4601 2020-01-01.. 2026-09-15+30       | 1        | 2020-01-01.. 2026-09-15
    ended              | MUNICIPAL_FUNDING 4601 2020-01-01..2026-12-31           | 1        | 2020-01-01..2026-12-31
    another period     | MUNICIPAL_FUNDING 4601 2027-06-01..                     | 1        | 2020-01-01..2026-12-31, 2027-06-01..
    one by mistake     | withdraw MUNICIPAL_FUNDING 4601 2027-06-01..            | 0        | 2020-01-01..2026-12-31
    since ever         | MUNICIPAL_FUNDING 4601 ..2019-12-31                     | 1        | ..2019-12-31, 2020-01-01..2026-12-31
""")


def test_a_registered_provider_is_on_record_with_all_that_was_told(newcomer):
    """All records of one call stand in one revision."""
    assert newcomer.believed() == BELIEVED


@pytest.mark.parametrize("row", WRITES)
def test_a_write_is_believed_from_its_revision_on(row, newcomer, server):
    """Afterwards the new is believed in place of the old, and at the revision before it is the old."""
    result = server.call(row["method"], newcomer.request(row["method"], row["what"])).result
    assert result.recorded == int(row["recorded"])
    after = newcomer.believed()
    assert [each for each in BELIEVED if each not in after] == words(row["gone"])
    assert [each for each in after if each not in BELIEVED and "practice 1000000021" not in each] == words(row["added"])
    assert newcomer.believed(result.revision - 1) == BELIEVED


def words(cell):
    """The parts of a cell."""
    return cell.split(", ") if cell else []


def test_a_write_tells_its_revision_and_time(newcomer, server):
    """Number and record time are those of the revision, and the note is kept with it."""
    request = newcomer.request("EndAgreement", "S-{hpr} 2025-12-31")
    request.write.note = "Ended by agreement.\nSee the letter of 1 December."
    result = server.call("EndAgreement", request).result
    revision = server.call("GetRevision", GetRevisionRequest(revision=result.revision)).revision
    assert (revision.record_time, revision.note) == (result.record_time, request.write.note)
    assert result.record_time.ToDatetime(tzinfo=UTC).year >= 2026


def test_a_withdrawn_agreement_is_given_as_it_was(newcomer, server):
    """Whoever withdraws one is told what it said."""
    result = server.call("CorrectAgreement", newcomer.request("CorrectAgreement", "withdraw F-{hpr}")).result
    assert [(each.agreement_id, each.last_date) for each in result.withdrawn_agreements] == [
        (f"F-{newcomer.hpr}", "2023-12-31")
    ]


@pytest.mark.parametrize("row", COVERAGES)
def test_coverage_is_recorded_confirmed_ended_and_withdrawn(row, server):
    """One row of the table after the other, on one register."""
    assert server.write("RecordCoverage", write_request("RecordCoverage", row["what"])).recorded == int(row["recorded"])
    kind = CoverageKind.COVERAGE_KIND_MUNICIPAL_FUNDING
    listed = server.call("ListCoverage", ListCoverageRequest(kind=kind, area="4601")).coverages
    shown = [each.coverage for each in listed]
    told = [f"{each.first_date}..{each.last_date} {each.last_confirmed}".strip() for each in shown]
    assert ", ".join(told) == row["listed"]


def test_what_has_no_source_takes_the_providers(server):
    """Sources may be left out of all parts of a provider; an organisation's practices belong to it."""
    told = Provider(organisation_number="310000078", name="Laboratory", source="a list")
    told.practices.append(practice("3900000001 LARO 0301"))
    told.agreements.append(agreement("S-78 SETTLEMENT HELFO 310000078@3900000001 2017-01-01.."))
    for part in (*told.practices, *told.agreements):
        part.source = ""
    server.write("RegisterProvider", RegisterProviderRequest(provider=told))
    for part in (*told.practices, *told.agreements):
        part.source = "a list"
    told.practices[0].organisation_number = "310000078"
    assert server.call("GetProvider", GetProviderRequest(organisation_number="310000078")).provider == told


def test_a_provider_read_is_a_provider_that_can_be_registered(server):
    """What GetProvider gives of one register, RegisterProvider takes in another one: nothing is left out."""
    newcomer = Newcomer(server)
    newcomer.register()
    read = server.call("GetProvider", GetProviderRequest(hpr_number=newcomer.hpr)).provider
    request = named(RegisterProviderRequest(provider=read))
    request.provider.hpr_number = other = f"94{newcomer.hpr[2:]}"
    for each in request.provider.agreements:
        each.hpr_number, each.agreement_id = other, f"{each.agreement_id}-again"
    assert server.call("RegisterProvider", request).result.recorded == 5
    assert server.call("GetProvider", GetProviderRequest(hpr_number=other)).provider == request.provider
