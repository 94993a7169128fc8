"""What cannot be recorded: refused with the field or the record, the rule and the way out, and nothing is written."""

import re

import pytest

from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from tests.rpc.newcomers import NEWCOMER, Newcomer
from tests.rpc.servers import Refusal
from tests.tables import cases, rows
from tests.test_in_step import LISTS, documented

ERRORS = documented(LISTS[-1])
BASE = {
    row["method"]: row["what"]
    for row in rows("""
        method            | what
        RecordAgreement   | F2-{hpr} FUNDING 0301 {hpr}@{practice} 2024-01-01..
        EndAgreement      | F-{hpr} 2023-06-30
        CorrectAgreement  | F-{hpr} FUNDING 0301 {hpr}@{practice} 2018-01-01..
        RecordCompetence  | {hpr}; MANUAL_THERAPIST 2023-01-01..
        RecordAffiliation | {hpr}; {practice} SELF_EMPLOYED 2024-01-01..
        RecordPractice    | {practice} FYMT 0301
        RecordCoverage    | MUNICIPAL_FUNDING 5601 2017-01-01.. 2026-09-01+30
    """)
} | {"RegisterProvider": NEWCOMER}
"""For each call a request that would be taken."""

FIELDS = cases("""
    case                              | method            | set                                             | reason                      | field
    nobody                            | RegisterProvider  | provider.hpr_number=                            | FIELD_MISSING               | provider.hpr_number
    letters in an HPR number          | RegisterProvider  | provider.hpr_number=12AB                        | INVALID_HPR_NUMBER          | provider.hpr_number
    an identity number as HPR number  | RegisterProvider  | provider.hpr_number={eleven}                    | INVALID_HPR_NUMBER          | provider.hpr_number
    a wrong check digit               | RegisterProvider  | provider.organisation_number=310000028          | INVALID_ORGANISATION_NUMBER | provider.organisation_number
    an organisation that works        | RegisterProvider  | provider.organisation_number=310000086          | CONFLICTING_FIELDS          | provider.competences
    no name                           | RegisterProvider  | provider.name=                                  | FIELD_MISSING               | provider.name
    no source                         | RegisterProvider  | provider.source=                                | FIELD_MISSING               | provider.source
    an unknown competence             | RegisterProvider  | provider.competences[0].kind=99                 | UNKNOWN_ENUM_VALUE          | provider.competences[0].kind
    no competence                     | RegisterProvider  | provider.competences[0].kind=0                  | FIELD_MISSING               | provider.competences[0].kind
    30 February                       | RegisterProvider  | provider.competences[0].first_date=2010-02-30   | INVALID_DATE                | provider.competences[0].first_date
    an identity number as a day       | RegisterProvider  | provider.competences[0].first_date={eleven}     | INVALID_DATE                | provider.competences[0].first_date
    an end before the beginning       | RegisterProvider  | provider.competences[0].last_date=2009-12-31    | DATES_REVERSED              | provider.competences[0].last_date
    an unknown role                   | RegisterProvider  | provider.affiliations[0].role=99                | UNKNOWN_ENUM_VALUE          | provider.affiliations[0].role
    a short practice number           | RegisterProvider  | provider.affiliations[0].practice_id=123        | INVALID_PRACTICE_ID         | provider.affiliations[0].practice_id
    an impossible municipality        | RegisterProvider  | provider.practices[0].municipality_code=301     | INVALID_MUNICIPALITY_CODE   | provider.practices[0].municipality_code
    another one's agreement           | RegisterProvider  | provider.agreements[0].hpr_number=9000001       | CONFLICTING_FIELDS          | provider.agreements[0].hpr_number
    an organisation's agreement       | RegisterProvider  | provider.agreements[1].organisation_number=310000027 | CONFLICTING_FIELDS     | provider.agreements[1].organisation_number
    no kind of agreement              | RecordAgreement   | agreement.kind=0                                | FIELD_MISSING               | agreement.kind
    an unknown kind                   | RecordAgreement   | agreement.kind=99                               | UNKNOWN_ENUM_VALUE          | agreement.kind
    a negative kind                   | RecordAgreement   | agreement.kind=-1                               | UNKNOWN_ENUM_VALUE          | agreement.kind
    an unknown discipline             | RecordAgreement   | agreement.discipline=99                         | UNKNOWN_ENUM_VALUE          | agreement.discipline
    an unknown wish about overlaps    | RecordAgreement   | on_overlap=99                                   | UNKNOWN_ENUM_VALUE          | on_overlap
    no name of an agreement           | RecordAgreement   | agreement.agreement_id=                         | FIELD_MISSING               | agreement.agreement_id
    no holder                         | RecordAgreement   | agreement.hpr_number=                           | FIELD_MISSING               | agreement.hpr_number
    no counterparty                   | RecordAgreement   | agreement.counterparty=                         | FIELD_MISSING               | agreement.counterparty
    no source of an agreement         | RecordAgreement   | agreement.source=                               | FIELD_MISSING               | agreement.source
    a day without zeros               | RecordAgreement   | agreement.first_date=2024-1-1                   | INVALID_DATE                | agreement.first_date
    a day that stands for no end      | RecordAgreement   | agreement.last_date=9999-12-31                  | NUMBER_OUT_OF_RANGE         | agreement.last_date
    reversed days                     | RecordAgreement   | agreement.last_date=2023-12-31                  | DATES_REVERSED              | agreement.last_date
    fetched on no day                 | RecordAgreement   | agreement.fetched=yesterday                     | INVALID_DATE                | agreement.fetched
    confirmed on no day               | RecordAgreement   | agreement.last_confirmed=2026-13-01             | INVALID_DATE                | agreement.last_confirmed
    which agreement ends              | EndAgreement      | agreement_id=                                   | FIELD_MISSING               | agreement_id
    when it ends                      | EndAgreement      | last_date=                                      | FIELD_MISSING               | last_date
    on no day of the calendar         | EndAgreement      | last_date=2023-02-29                            | INVALID_DATE                | last_date
    an end before it began            | EndAgreement      | last_date=2016-12-31                            | DATES_REVERSED              | last_date
    no correction                     | CorrectAgreement  | withdrawn_agreement_id=                         | FIELD_MISSING               | withdrawn_agreement_id
    a withdrawal that makes room      | CorrectAgreement  | withdrawn_agreement_id=F-{hpr}, on_overlap=3    | UNKNOWN_ENUM_VALUE          | on_overlap
    nobody's competence               | RecordCompetence  | hpr_number=                                     | FIELD_MISSING               | hpr_number
    a competence of no kind           | RecordCompetence  | competence.kind=0                               | FIELD_MISSING               | competence.kind
    an unknown kind, withdrawn        | RecordCompetence  | competence.kind=99, withdrawn=1                 | UNKNOWN_ENUM_VALUE          | competence.kind
    a competence without a source     | RecordCompetence  | competence.source=                              | FIELD_MISSING               | competence.source
    no place of work                  | RecordAffiliation | affiliation.practice_id=                        | FIELD_MISSING               | affiliation.practice_id
    an impossible place of work       | RecordAffiliation | affiliation.practice_id=30000000011             | INVALID_PRACTICE_ID         | affiliation.practice_id
    no role                           | RecordAffiliation | affiliation.role=0                              | FIELD_MISSING               | affiliation.role
    a locum of nobody                 | RecordAffiliation | affiliation.role=3                              | FIELD_MISSING               | affiliation.principal_hpr_number
    an intern of nobody               | RecordAffiliation | affiliation.role=4                              | FIELD_MISSING               | affiliation.principal_hpr_number
    a principal of a self-employed    | RecordAffiliation | affiliation.principal_hpr_number=9000001        | CONFLICTING_FIELDS          | affiliation.principal_hpr_number
    an impossible principal           | RecordAffiliation | affiliation.role=3, affiliation.principal_hpr_number=x | INVALID_HPR_NUMBER   | affiliation.principal_hpr_number
    no practice                       | RecordPractice    | practice.practice_id=                           | FIELD_MISSING               | practice.practice_id
    no name of a practice             | RecordPractice    | practice.name=                                  | FIELD_MISSING               | practice.name
    no type of a practice             | RecordPractice    | practice.practice_type=                         | FIELD_MISSING               | practice.practice_type
    an impossible enterprise          | RecordPractice    | practice.organisation_number=1                  | INVALID_ORGANISATION_NUMBER | practice.organisation_number
    coverage of nothing               | RecordCoverage    | coverage.kind=0                                 | FIELD_MISSING               | coverage.kind
    coverage of something unknown     | RecordCoverage    | coverage.kind=5                                 | UNKNOWN_ENUM_VALUE          | coverage.kind
    coverage of nowhere               | RecordCoverage    | coverage.area=                                  | FIELD_MISSING               | coverage.area
    a negative age                    | RecordCoverage    | coverage.max_age_days=-1                        | NUMBER_OUT_OF_RANGE         | coverage.max_age_days
    older than a century              | RecordCoverage    | coverage.max_age_days=36501                     | NUMBER_OUT_OF_RANGE         | coverage.max_age_days
    without a source                  | RecordCoverage    | coverage.source=                                | FIELD_MISSING               | coverage.source
""")
RECORDS = cases("""
    case                                  | method            | set                                                              | record                 | field                | problem
    an identity number in a name          | RegisterProvider  | provider.name=Ola {eleven}                                       | Performer '{hpr}'      | name                 | not repeated here
    with a space                          | RegisterProvider  | provider.name=Ola {spaced}                                       | Performer '{hpr}'      | name                 | not repeated here
    only blanks                           | RegisterProvider  | provider.name={blank}                                            | Performer '{hpr}'      | name                 | is
    a long name                           | RegisterProvider  | provider.name={256}                                              | Provider               | provider.name        | longer than 255 characters
    a control character                   | RegisterProvider  | provider.name=a{nul}b                                            | Provider               | provider.name        | control characters
    an identity number as source          | RegisterProvider  | provider.source={eleven}                                         | Performer '{hpr}'      | source               | not repeated here
    an identity number as a practice name | RegisterProvider  | provider.practices[0].name={eleven}                              | Practice '{practice}'  | name                 | not repeated here
    a practice that is not on record      | RegisterProvider  | provider.affiliations[0].practice_id=3999999999                  | Affiliation '{hpr} 3999999999 SELF_EMPLOYED 2017-01-01' | practice_id | names Practice '3999999999', which is not recorded
    an enterprise that is not on record   | RegisterProvider  | provider.practices[0].organisation_number=310000086              | Practice '{practice}'  | organisation_number  | names Organisation '310000086', which is not recorded
    two contents of one key               | RegisterProvider  | provider.agreements[1].agreement_id=S-{hpr}                      | Agreement 'S-{hpr}'    | key                  | given twice
    an identity number as its name        | RecordAgreement   | agreement.agreement_id={eleven}                                  | Agreement '(a value with eleven digits or more, not repeated here)' | agreement_id | not repeated here
    also when room is to be made          | RecordAgreement   | agreement.agreement_id={eleven}, agreement.first_date=2018-01-01, agreement.last_date=2018-12-31, on_overlap=2 | Agreement '(a value with eleven digits or more, not repeated here)' | agreement_id | not repeated here
    a long name of an agreement           | RecordAgreement   | agreement.agreement_id={65}                                      | Agreement              | agreement.agreement_id | longer than 64 characters
    a holder who is not on record         | RecordAgreement   | agreement.hpr_number=9999999                                     | Agreement 'F2-{hpr}'   | hpr_number           | names Performer '9999999', which is not recorded
    an organisation not on record         | RecordAgreement   | agreement.organisation_number=310000086                          | Agreement 'F2-{hpr}'   | organisation_number  | names Organisation '310000086', which is not recorded
    a practice not on record              | RecordAgreement   | agreement.practice_id=3999999999                                 | Agreement 'F2-{hpr}'   | practice_id          | names Practice '3999999999', which is not recorded
    Helfo funds no practice               | RecordAgreement   | agreement.counterparty=HELFO                                     | Agreement 'F2-{hpr}'   | counterparty         | is 'HELFO'
    a long counterparty                   | RecordAgreement   | agreement.counterparty={65}                                      | Agreement              | agreement.counterparty | longer than 64 characters
    an identity number as counterparty    | RecordAgreement   | agreement.counterparty={eleven}                                  | Agreement 'F2-{hpr}'   | counterparty         | not repeated here
    municipal funding of X-ray            | RecordAgreement   | agreement.discipline=2                                           | Agreement 'F2-{hpr}'   | discipline           | is 'RADIOLOGY'
    a region's contract about nothing     | RecordAgreement   | agreement.kind=3, agreement.counterparty=991324968               | Agreement 'F2-{hpr}'   | discipline           | is None
    corrected to an unknown holder        | CorrectAgreement  | agreement.hpr_number=9999999                                     | Agreement 'F-{hpr}'    | hpr_number           | names Performer '9999999', which is not recorded
    a competence of nobody on record      | RecordCompetence  | hpr_number=9999999                                               | Competence '9999999 MANUAL_THERAPIST 2023-01-01' | hpr_number | names Performer '9999999', which is not recorded
    a principal who is not on record      | RecordAffiliation | affiliation.role=3, affiliation.principal_hpr_number=9999999     | Affiliation '{hpr} {practice} LOCUM 2024-01-01' | principal_hpr_number | names Performer '9999999', which is not recorded
    an identity number as a practice type | RecordPractice    | practice.practice_type={eleven}                                  | Practice '{practice}'  | practice_type        | not repeated here
    an area that is none                  | RecordCoverage    | coverage.area=Oslo                                               | Coverage 'MUNICIPAL_FUNDING Oslo 2017-01-01' | area | is 'Oslo'
    an identity number as an area         | RecordCoverage    | coverage.area={eleven}                                           | Coverage 'MUNICIPAL_FUNDING (a value with eleven digits or more, not repeated here) 2017-01-01' | area | not repeated here
    fetched on a day to come              | RecordAgreement   | agreement.fetched=2099-01-01                                     | Agreement 'F2-{hpr}'   | fetched              | is 2099-01-01, a day that has not come yet
    confirmed on a day to come            | RecordAgreement   | agreement.last_confirmed=2099-01-01                              | Agreement 'F2-{hpr}'   | last_confirmed       | is 2099-01-01, a day that has not come yet
    corrected to a day to come            | CorrectAgreement  | agreement.last_confirmed=2099-01-01                              | Agreement 'F-{hpr}'    | last_confirmed       | is 2099-01-01, a day that has not come yet
    registered with a day to come         | RegisterProvider  | provider.agreements[0].fetched=2099-01-01                        | Agreement 'S-{hpr}'    | fetched              | is 2099-01-01, a day that has not come yet
    coverage confirmed on a day to come   | RecordCoverage    | coverage.last_confirmed=2099-01-01                               | Coverage 'MUNICIPAL_FUNDING 5601 2017-01-01' | last_confirmed | is 2099-01-01, a day that has not come yet
    an age from no day                    | RecordCoverage    | coverage.last_confirmed=                                         | Coverage 'MUNICIPAL_FUNDING 5601 2017-01-01' | last_confirmed | is absent
""")
ABSENT = cases("""
    case                          | method            | set                                                  | reason           | record
    an agreement to end           | EndAgreement      | agreement_id=F-9                                     | RECORD_NOT_FOUND | Agreement 'F-9'
    by an identity number         | EndAgreement      | agreement_id={eleven}                                | RECORD_NOT_FOUND | Agreement '(a value with eleven digits or more, not repeated here)'
    an agreement to correct       | CorrectAgreement  | agreement.agreement_id=F-9                           | RECORD_NOT_FOUND | Agreement 'F-9'
    an agreement to withdraw      | CorrectAgreement  | withdrawn_agreement_id=F-9                           | RECORD_NOT_FOUND | Agreement 'F-9'
    a competence to withdraw      | RecordCompetence  | competence.source=, withdrawn=1                      | RECORD_NOT_FOUND | Competence '{hpr} MANUAL_THERAPIST 2023-01-01'
    a place of work to withdraw   | RecordAffiliation | affiliation.source=, withdrawn=1                     | RECORD_NOT_FOUND | Affiliation '{hpr} {practice} SELF_EMPLOYED 2024-01-01'
    a locum's to withdraw         | RecordAffiliation | affiliation.role=3, withdrawn=1                      | RECORD_NOT_FOUND | Affiliation '{hpr} {practice} LOCUM 2024-01-01'
    coverage to withdraw          | RecordCoverage    | coverage.area=5603, coverage.source=, withdrawn=1    | RECORD_NOT_FOUND | Coverage 'MUNICIPAL_FUNDING 5603 2017-01-01'
    a provider who is known       | RegisterProvider  | provider.hpr_number=9000001, provider.agreements={none} | RECORD_EXISTS | Performer '9000001'
    an agreement that is known    | RegisterProvider  | provider.agreements[0].agreement_id=S-2              | RECORD_EXISTS    | Agreement 'S-2'
    a practice that is other      | RegisterProvider  | provider.practices[0].practice_id=1000000021         | RECORD_EXISTS    | Practice '1000000021'
    an agreement known to be so   | RecordAgreement   | agreement.agreement_id=S-2                           | RECORD_EXISTS    | Agreement 'S-2'
""")
WORDS = {
    "{eleven}": "01010112345",
    "{spaced}": "010101 12345",
    "{blank}": "  ",
    "{nul}": "\0",
    "{256}": "x" * 256,
    "{65}": "x" * 65,
}
STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def changed(request, newcomer: Newcomer, cell: str):
    """The request with the fields of a cell set: `path=value`, several with a comma between."""
    for path, _, value in (part.partition("=") for part in cell.split(", ")):
        *steps, (name, _) = [match.groups() for match in STEP.finditer(path)]
        message = request
        for step, place in steps:
            message = getattr(message, step)[int(place)] if place else getattr(message, step)
        kind = type(getattr(message, name))
        if value == "{none}":
            message.ClearField(name)
        elif kind in (int, bool):
            setattr(message, name, kind(int(value)))
        else:
            setattr(message, name, newcomer.say(meant(value)))
    return request


def meant(value: str) -> str:
    """A value with its words filled in."""
    for word, text in WORDS.items():
        value = value.replace(word, text)
    return value


@pytest.fixture(scope="module")
def somebody(served) -> Newcomer:
    """A performer on record about whom nothing of all this gets written."""
    somebody = Newcomer(served.server)
    somebody.register()
    return somebody


def refusals(row, somebody: Newcomer, server) -> tuple[Newcomer, list[Refusal]]:
    """The error of the write and of the dry run, after neither of which anything was written."""
    newcomer = Newcomer(server) if row["method"] == "RegisterProvider" else somebody
    before = server.call("GetRevision", GetRevisionRequest()).revision.revision
    request = changed(newcomer.request(row["method"], BASE[row["method"]]), newcomer, row["set"])
    found = []
    for request.write.validate_only in (False, True):
        found.append(server.refused(row["method"], request))
    assert server.call("GetRevision", GetRevisionRequest()).revision.revision == before
    for refusal in found:
        comment, keys = ERRORS[refusal.reason]
        assert f"Status: {refusal.status}." in comment
        assert set(refusal.metadata) == set(keys)
        assert not any(WORDS[each] in str(refusal) for each in ("{eleven}", "{spaced}", "{256}", "{65}"))
    return newcomer, found


@pytest.mark.parametrize("method", BASE)
def test_the_request_that_the_rows_change_is_taken(method, server):
    """Each row is refused for what it sets, and for nothing else."""
    newcomer = Newcomer(server)
    if method != "RegisterProvider":
        newcomer.register()
    assert server.call(method, newcomer.request(method, BASE[method])).result.recorded


@pytest.mark.parametrize("row", FIELDS)
def test_a_malformed_field_is_named(row, somebody, server):
    """Reason and field, and for what may be an identity number no value."""
    for refusal in refusals(row, somebody, server)[1]:
        assert (refusal.reason, refusal.field) == (row["reason"], row["field"])


@pytest.mark.parametrize("row", RECORDS)
def test_a_record_that_cannot_be_right_is_named(row, somebody, server):
    """Record, field, rule and way out, and for what may be an identity number no value."""
    newcomer, both = refusals(row, somebody, server)
    for refusal in both:
        assert refusal.reason == "INVALID_RECORD"
        assert refusal.metadata["record"] == newcomer.say(row["record"])
        assert (refusal.field, bool(refusal.metadata["remedy"])) == (row["field"], True)
        assert row["problem"] in refusal.metadata["problem"]
        assert all(refusal.metadata[each] in refusal.text for each in ("record", "problem", "remedy"))


@pytest.mark.parametrize("row", ABSENT)
def test_what_is_not_on_record_and_what_is_already_are_named(row, somebody, server):
    """By kind and key."""
    newcomer, both = refusals(row, somebody, server)
    for refusal in both:
        assert (refusal.reason, refusal.metadata) == (row["reason"], {"record": newcomer.say(row["record"])})
