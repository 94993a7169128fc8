"""Providers found by place, discipline, competence and agreements; what is not known is left out or said."""

import pytest

from avtalt.v1.agreement_pb2 import AgreementKind, Verdict
from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.provider_directory_service_pb2 import ListProvidersRequest
from avtalt.v1.provider_pb2 import CompetenceKind
from tests.rpc.notation import read_options
from tests.rpc.story import LAST
from tests.tables import cases

# Numbers without their zeros; the practice after an at sign, ? for a verdict that is not known.
FOUND = cases("""
    case                                  | discipline    | day        | place | competence       | agreements      | reimbursable | unknown | found
    everybody who works somewhere         | PHYSIOTHERAPY | 2026-09-15 |       |                  |                 |              |         | 91@11 92@21 93@31 94@41 95@51 96@61 96@62 98@81
    one who worked there then             | PHYSIOTHERAPY | 2020-12-31 |       |                  |                 |              |         | 91@11 92@21 93@31 94@41 95@51 96@61 96@62 97@71 98@81
    the day after                         | PHYSIOTHERAPY | 2021-01-01 | 0301  |                  |                 |              |         | 91@11 92@21 96@61 96@62 98@81
    the day before anybody worked         | PHYSIOTHERAPY | 2016-12-31 |       |                  |                 |              |         |
    in a municipality                     | PHYSIOTHERAPY | 2026-09-15 | 1103  |                  |                 |              |         | 94@41
    or perhaps in it                      | PHYSIOTHERAPY | 2026-09-15 | 1103  |                  |                 |              | yes     | 94@41 95@51?
    in one that nobody works in           | PHYSIOTHERAPY | 2026-09-15 | 4601  |                  |                 |              |         |
    with a competence                     | PHYSIOTHERAPY | 2026-09-15 |       | MANUAL_THERAPIST |                 |              |         | 92@21
    on its first day                      | PHYSIOTHERAPY | 2023-01-01 |       | MANUAL_THERAPIST |                 |              |         | 92@21
    on the day before                     | PHYSIOTHERAPY | 2022-12-31 |       | MANUAL_THERAPIST |                 |              | yes     |
    a competence that nobody has          | PHYSIOTHERAPY | 2026-09-15 |       | PSYCHOMOTOR      |                 |              | yes     |
    with direct settlement                | PHYSIOTHERAPY | 2026-09-15 |       |                  | DIRECT          |              |         | 91@11 92@21 93@31 94@41 95@51 96@61 96@62 98@81
    funded, also by employment            | PHYSIOTHERAPY | 2026-09-15 |       |                  | FUNDING         |              |         | 92@21 94@41 96@61 98@81
    funded, or not known not to be        | PHYSIOTHERAPY | 2026-09-15 |       |                  | FUNDING         |              | yes     | 92@21 93@31? 94@41 95@51? 96@61 98@81
    funded on the last day                | PHYSIOTHERAPY | 2024-04-30 | 0301  |                  | FUNDING         |              |         | 91@11 92@21 96@61 98@81
    funded on the day after               | PHYSIOTHERAPY | 2024-05-01 | 0301  |                  | FUNDING         |              |         | 92@21 96@61 98@81
    both kinds                            | PHYSIOTHERAPY | 2026-09-15 |       |                  | DIRECT FUNDING  |              |         | 92@21 94@41 96@61 98@81
    all that reimbursement asks for       | PHYSIOTHERAPY | 2026-09-15 |       |                  |                 | yes          |         | 92@21 94@41 96@61 98@81
    or not known not to                   | PHYSIOTHERAPY | 2026-09-15 |       |                  |                 | yes          | yes     | 92@21 93@31? 94@41 95@51? 96@61 98@81
    all at once                           | PHYSIOTHERAPY | 2026-09-15 | 0301  | MANUAL_THERAPIST | DIRECT FUNDING  | yes          |         | 92@21
    X-ray institutes, also without a site | RADIOLOGY     | 2026-09-15 |       |                  |                 |              |         | O27@301 O51@
    or not known what they do             | RADIOLOGY     | 2026-09-15 |       |                  |                 |              | yes     | O27@301 O43@321? O51@
    laboratories                          | LABORATORY    | 2026-09-15 |       |                  |                 |              |         | O35@311
    in a municipality, or perhaps         | RADIOLOGY     | 2026-09-15 | 0301  |                  |                 |              | yes     | O27@301 O43@321? O51@?
    in another one                        | RADIOLOGY     | 2026-09-15 | 1103  |                  |                 |              | yes     | O51@?
    with a contract                       | RADIOLOGY     | 2026-09-15 |       |                  | REGIONAL        |              |         | O27@301 O51@
    a contract that it does not have      | RADIOLOGY     | 2026-09-15 | 0301  |                  | REGIONAL        |              | yes     | O27@301 O51@?
    all that reimbursement asks of one    | LABORATORY    | 2026-09-15 |       |                  |                 | yes          |         | O35@311
    direct settlement proves no X-ray     | RADIOLOGY     | 2026-09-15 |       |                  | DIRECT          |              |         | O27@301 O51@
""")
KINDS = {"DIRECT": "DIRECT_SETTLEMENT", "FUNDING": "MUNICIPAL_FUNDING", "REGIONAL": "REGIONAL_HEALTH_AUTHORITY"}
REFUSED = cases("""
    case                                | set                                                        | reason                    | field
    no discipline                       | discipline=0                                               | FIELD_MISSING             | discipline
    an unknown discipline               | discipline=99                                              | UNKNOWN_ENUM_VALUE        | discipline
    no day                              | treatment_date=                                            | FIELD_MISSING             | treatment_date
    no day of the calendar              | treatment_date=2026-02-30                                  | INVALID_DATE              | treatment_date
    an impossible municipality          | municipality_code=301                                      | INVALID_MUNICIPALITY_CODE | municipality_code
    an unknown competence               | competence=99                                              | UNKNOWN_ENUM_VALUE        | competence
    a competence of an organisation     | discipline=2 competence=1                                  | CONFLICTING_FIELDS        | competence
    an unknown kind of agreement        | agreements_held=1,99                                       | UNKNOWN_ENUM_VALUE        | agreements_held[1]
    the unspecified kind                | agreements_held=0                                          | UNKNOWN_ENUM_VALUE        | agreements_held[0]
    a region's contract with a person   | agreements_held=3                                          | CONFLICTING_FIELDS        | agreements_held[0]
    municipal funding of a laboratory   | discipline=3 agreements_held=1,2                           | CONFLICTING_FIELDS        | agreements_held[1]
    less than no entry                  | page_size=-1                                               | NUMBER_OUT_OF_RANGE       | page_size
    more than a page                    | page_size=1001                                             | NUMBER_OUT_OF_RANGE       | page_size
""")


def search(row) -> ListProvidersRequest:
    """The request of a row."""
    return ListProvidersRequest(
        discipline=Discipline.Value(f"DISCIPLINE_{row['discipline']}"),
        treatment_date=row["day"],
        municipality_code=row.get("place", ""),
        competence=CompetenceKind.Value(f"COMPETENCE_KIND_{row.get('competence') or 'UNSPECIFIED'}"),
        agreements_held=[AgreementKind.Value(f"AGREEMENT_KIND_{KINDS[each]}") for each in row["agreements"].split()],
        reimbursable=row.get("reimbursable") == "yes",
        include_unknown=row.get("unknown") == "yes",
        read=read_options(f"exact_revision={LAST} evaluated_at=2026-09-15T08:00:00Z"),
    )


def short(entry) -> str:
    """An entry as the table has it."""
    number = f"O{entry.organisation_number[-2:]}" if entry.organisation_number else f"9{entry.hpr_number[-1]}"
    place = entry.practice_id.removeprefix("1000000")
    assert entry.verdict in (Verdict.VERDICT_HELD, Verdict.VERDICT_UNKNOWN)
    return f"{number}@{place.lstrip('0')}{'?' if entry.verdict == Verdict.VERDICT_UNKNOWN else ''}"


@pytest.mark.parametrize("row", FOUND)
def test_who_holds_what_is_asked_for_is_found(row, served):
    """In the order of number and practice, from any server, with a verdict for each."""
    for server in (served.server, served.later):
        response = server.call("ListProviders", search(row))
        assert " ".join(short(entry) for entry in response.providers) == row["found"]
        assert (response.next_page_token, response.unknown_included) == ("", row["unknown"] == "yes")


def test_an_entry_says_who_and_where(served):
    """Name of provider and practice, and the place as far as it is known."""
    row = {"discipline": "PHYSIOTHERAPY", "day": "2026-09-15", "agreements": ""}
    entries = {each.practice_id: each for each in served.server.call("ListProviders", search(row)).providers}
    known, unknown = entries["1000000041"], entries["1000000051"]
    assert (known.name, known.practice_name) == ("Provider 9000004", "Practice 1000000041")
    assert (known.municipality_code, unknown.municipality_code) == ("1103", "")


@pytest.mark.parametrize("row", REFUSED)
def test_a_search_that_makes_no_sense_is_refused(row, server):
    """The field at fault is named."""
    request = ListProvidersRequest(discipline=1, treatment_date="2026-09-15")  # type: ignore[arg-type]
    for name, _, value in (part.partition("=") for part in row["set"].split()):
        if name == "agreements_held":
            request.agreements_held.extend(int(each) for each in value.split(","))
        else:
            setattr(request, name, value if name in ("treatment_date", "municipality_code") else int(value))
    refusal = server.refused("ListProviders", request)
    assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", row["reason"], row["field"])
