"""What was true when, and what was believed when: corrections after the fact, and the answers before them."""

import pytest

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.decision_pb2 import Outcome
from avtalt.v1.provider_directory_service_pb2 import GetProviderHistoryRequest
from tests.rpc.notation import identifier, read_options
from tests.rpc.story import LAST, MOMENT, question
from tests.tables import cases, rows

ANSWERS = cases("""
    case                                 | revision | treatment_date | funding  | reimbursable | outcome
    recorded without an end              | 6        | 2024-04-15     | HELD     | HELD         | APPROVED
    the end was recorded                 | 7        | 2024-04-15     | NOT_HELD | NOT_HELD     | NOT_COVERED
    the last day counts                  | 7        | 2024-03-31     | HELD     | HELD         | APPROVED
    the end was wrong                    | 8        | 2024-04-15     | HELD     | HELD         | APPROVED
    the day after the right end          | 8        | 2024-05-01     | NOT_HELD | NOT_HELD     | NOT_COVERED
    a second contract                    | 9        | 2024-06-01     | HELD     | HELD         | APPROVED
    the second one never was             | 10       | 2024-06-01     | NOT_HELD | NOT_HELD     | NOT_COVERED
    before anybody was on record         | 5        | 2024-04-15     | UNKNOWN  | NOT_HELD     | NOT_COVERED
    before the source was complete       | 1        | 2024-04-15     | UNKNOWN  | NOT_HELD     | NOT_COVERED
    before anything was recorded         | 0        | 2024-04-15     | UNKNOWN  | UNKNOWN      | NEEDS_INFORMATION
""")
HISTORY = rows("""
    record                          | first_date | last_date  | recorded | superseded
    name Provider 9000001           |            |            | 6        |
    competence PHYSIOTHERAPIST      | 2010-01-01 |            | 6        |
    affiliation 1000000011          | 2017-01-01 |            | 6        |
    agreement F-1                   | 2017-01-01 |            | 6        | 7
    agreement F-1                   | 2017-01-01 | 2024-03-31 | 7        | 8
    agreement F-1                   | 2017-01-01 | 2024-04-30 | 8        |
    agreement F-1B                  | 2024-06-01 |            | 9        | 10
    agreement S-1                   | 2017-01-01 |            | 6        |
""")
UNTIL_SEVEN = rows("""
    record                          | first_date | last_date  | recorded | superseded
    name Provider 9000001           |            |            | 6        |
    competence PHYSIOTHERAPIST      | 2010-01-01 |            | 6        |
    affiliation 1000000011          | 2017-01-01 |            | 6        |
    agreement F-1                   | 2017-01-01 |            | 6        | 7
    agreement F-1                   | 2017-01-01 | 2024-03-31 | 7        |
    agreement S-1                   | 2017-01-01 |            | 6        |
""")
INSTITUTE = rows("""
    record                          | first_date | last_date  | recorded | superseded
    name Provider 310000027         |            |            | 19       |
    practice 1000000301             |            |            | 19       |
    agreement R-27                  | 2017-01-01 |            | 19       |
    agreement S-27                  | 2017-01-01 |            | 19       |
""")
HISTORIES = [
    pytest.param("9000001", LAST, HISTORY, id="a correction is two rows for the same days"),
    pytest.param("9000001", 7, UNTIL_SEVEN, id="at an earlier revision nothing later is seen"),
    pytest.param("310000027", LAST, INSTITUTE, id="an organisation with its practices"),
]
NAMED = {"name": "name", "affiliation": "practice_id", "practice": "practice_id", "agreement": "agreement_id"}


def told(entry) -> dict[str, str]:
    """An entry of a history as a row of the table."""
    kind = entry.WhichOneof("record")
    record = getattr(entry, kind)
    name = "PHYSIOTHERAPIST" if kind == "competence" else getattr(record, NAMED[kind])
    superseded = str(entry.superseded.revision) if entry.HasField("superseded") else ""
    days = {each: getattr(record, each, "") for each in ("first_date", "last_date")}
    return {"record": f"{kind} {name}", **days, "recorded": str(entry.recorded.revision), "superseded": superseded}


@pytest.mark.parametrize("row", ANSWERS)
def test_an_answer_is_what_was_believed_then(row, served):
    """Funding, reimbursability and price of one day, as the register believed at each revision, from any server."""
    read, day = read_options(f"exact_revision={row['revision']} evaluated_at={MOMENT}"), row["treatment_date"]
    asked = {method: question(method, read) for method in ("VerifyMunicipalFundingContract", "VerifyReimbursability")}
    for request in asked.values():
        request.treatment_date = day
        request.provider.practice_id = "1000000011"
    price = question("PriceClaim", read)
    price.claim.treatment_date = day
    for server in (served.server, served.later):
        funding = server.call("VerifyMunicipalFundingContract", asked["VerifyMunicipalFundingContract"])
        all_in_all = server.call("VerifyReimbursability", asked["VerifyReimbursability"])
        outcome = server.call("PriceClaim", price).decision.outcome
        assert Verdict.Name(funding.finding.verdict) == f"VERDICT_{row['funding']}"
        assert Verdict.Name(all_in_all.verdict) == f"VERDICT_{row['reimbursable']}"
        assert Outcome.Name(outcome) == f"OUTCOME_{row['outcome']}"


@pytest.mark.parametrize(("number", "until", "expected"), HISTORIES)
def test_a_history_has_both_times(number, until, expected, served):
    """Every record, also the corrected ones, with the days it is about and the revisions it was believed between."""
    request = GetProviderHistoryRequest(**identifier(number), read=read_options(f"exact_revision={until}"))
    for server in (served.server, served.later):
        assert [told(entry) for entry in server.call("GetProviderHistory", request).entries] == expected


def test_a_history_tells_when_and_why(served):
    """Each revision in a history comes with the time at which the write was answered, to the microsecond."""
    request = GetProviderHistoryRequest(hpr_number="9000001", read=read_options(f"exact_revision={LAST}"))
    for entry in served.later.call("GetProviderHistory", request).entries:
        written = [entry.recorded, *([entry.superseded] if entry.HasField("superseded") else [])]
        times = [each.record_time.ToDatetime(tzinfo=served.told.time(1).tzinfo) for each in written]
        assert times == [served.told.time(each.revision) for each in written]
