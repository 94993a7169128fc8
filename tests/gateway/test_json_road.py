"""Every call of the contract that only reads is answered as JSON, with what gRPC answers."""

import json
import re
from pathlib import Path

import pytest
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import GetMessageClass

from service.cli.asking import callable_of
from service.gateway.contract import HEALTH_PATH, open_calls
from service.rpc.servicers import SERVICES, Way
from tests.tables import rows

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
READ = '"read": {"exactRevision": 1, "evaluatedAt": "2026-09-15T08:00:00Z"}'
AT = "read.exactRevision=1&read.evaluatedAt=2026-09-15T08:00:00Z"
DAY = '"treatmentDate": "2026-09-15"'

# <read> and <at> stand for the same moment and revision in a body and in an address, <claim> for an example.
ROADS = rows("""
    call                                  | verb | path                                                  | request
    VerifyDirectSettlementAgreement       | POST | /v1/agreements:verifyDirectSettlementAgreement        | {"provider": {"hprNumber": "9000001"}, <day>, <read>}
    VerifyMunicipalFundingContract        | POST | /v1/agreements:verifyMunicipalFundingContract         | {"provider": {"hprNumber": "9000005"}, <day>, "languageCode": "nn", <read>}
    VerifyRegionalHealthAuthorityContract | POST | /v1/agreements:verifyRegionalHealthAuthorityContract  | {"provider": {"organisationNumber": "310000027"}, "discipline": "DISCIPLINE_RADIOLOGY", <day>, <read>}
    VerifyManualTherapistAuthorisation    | POST | /v1/agreements:verifyManualTherapistAuthorisation     | {"hprNumber": "9000007", <day>, <read>}
    VerifyReimbursability                 | POST | /v1/agreements:verifyReimbursability                  | {"provider": {"hprNumber": "9000001"}, "discipline": "DISCIPLINE_PHYSIOTHERAPY", <day>, <read>}
    PriceClaim                            | POST | /v1/claims:price                                      | {"claim": <claim>, "view": "VIEW_FULL", "languageCode": "en", <read>}
    BatchGetProviders                     | POST | /v1/providers:batchGet                                | {"identifiers": [{"hprNumber": "9000001"}, {"hprNumber": "77"}], <read>}
    GetProvider                           | GET  | /v1/providers/hpr/9000007?<at>                        | {"hprNumber": "9000007", <read>}
    GetProvider                           | GET  | /v1/providers/organisation/310000027?<at>             | {"organisationNumber": "310000027", <read>}
    ListProviders                         | GET  | /v1/providers?discipline=DISCIPLINE_PHYSIOTHERAPY&treatmentDate=2026-09-15&agreementsHeld=AGREEMENT_KIND_MUNICIPAL_FUNDING&agreementsHeld=AGREEMENT_KIND_DIRECT_SETTLEMENT&includeUnknown=true&pageSize=3&<at> | {"discipline": "DISCIPLINE_PHYSIOTHERAPY", <day>, "agreementsHeld": ["AGREEMENT_KIND_MUNICIPAL_FUNDING", "AGREEMENT_KIND_DIRECT_SETTLEMENT"], "includeUnknown": true, "pageSize": 3, <read>}
    ListProviders                         | GET  | /v1/providers?discipline=1&treatment_date=2026-09-15&name=bilberry%20&<at> | {"discipline": "DISCIPLINE_PHYSIOTHERAPY", <day>, "name": "bilberry ", <read>}
    GetProviderHistory                    | GET  | /v1/providers/hpr/9000001/history?<at>                | {"hprNumber": "9000001", <read>}
    GetProviderHistory                    | GET  | /v1/providers/organisation/310000027/history?<at>     | {"organisationNumber": "310000027", <read>}
    GetRevision                           | GET  | /v1/revisions/1                                       | {"revision": 1}
    ListRevisions                         | GET  | /v1/revisions?pageSize=5                              | {"pageSize": 5}
    ListCoverage                          | GET  | /v1/coverage?kind=COVERAGE_KIND_DIRECT_SETTLEMENT&<at> | {"kind": "COVERAGE_KIND_DIRECT_SETTLEMENT", <read>}
    GetFee                                | GET  | /v1/fees/A3a?discipline=DISCIPLINE_PHYSIOTHERAPY&treatmentDate=2026-09-15&languageCode=en | {"feeCode": "A3a", "discipline": "DISCIPLINE_PHYSIOTHERAPY", <day>, "languageCode": "en"}
    ListFees                              | GET  | /v1/fees?discipline=DISCIPLINE_LABORATORY&treatmentDate=2026-09-15 | {"discipline": "DISCIPLINE_LABORATORY", <day>}
    GetUserFeeCeiling                     | GET  | /v1/userFeeCeiling?discipline=DISCIPLINE_RADIOLOGY&treatmentDate=2026-09-15 | {"discipline": "DISCIPLINE_RADIOLOGY", <day>}
    GetPriceList                          | GET  | /v1/priceLists/hpr/9000001?discipline=DISCIPLINE_PHYSIOTHERAPY&treatmentDate=2026-09-15&<at> | {"provider": {"hprNumber": "9000001"}, "discipline": "DISCIPLINE_PHYSIOTHERAPY", <day>, <read>}
    GetPriceList                          | GET  | /v1/priceLists/organisation/310000027?discipline=DISCIPLINE_RADIOLOGY&treatmentDate=2026-09-15&<at> | {"provider": {"organisationNumber": "310000027"}, "discipline": "DISCIPLINE_RADIOLOGY", <day>, <read>}
""")
ELSEWHERE = {"CheckSetup", "BatchPriceClaims", "Check"}


def filled(text: str) -> str:
    claim = (EXAMPLES / "physiotherapy.json").read_text(encoding="utf-8")
    return text.replace("<read>", READ).replace("<at>", AT).replace("<day>", DAY).replace("<claim>", claim)


def method_of(name: str):
    return next(service.descriptor.methods_by_name[name] for service in SERVICES if name in service.handlers)


def answered_by_grpc(channel, name: str, request: str):
    message = ParseDict(json.loads(request), GetMessageClass(method_of(name).input_type)())
    return callable_of(channel, name)(message, timeout=10)


@pytest.mark.parametrize("row", ROADS, ids=lambda row: f"{row['call']} {row['path'].partition('?')[0]}")
def test_a_call_is_answered_as_over_grpc(gateway, channel, row):
    request = filled(row["request"])
    body = request if row["verb"] == "POST" else None
    answer = gateway.ask(row["verb"], filled(row["path"]), body)
    assert answer.status == 200, answer
    assert answer.json == MessageToDict(answered_by_grpc(channel, row["call"], request))
    assert answer.json != {}


def test_every_road_of_the_contract_is_tried():
    tried = {(row["call"], row["verb"], row["path"].partition("?")[0]) for row in ROADS}
    for call in open_calls():
        for binding in call.bindings:
            pattern = re.sub(r"\{[^}]*\}", "[^/]+", binding.path)
            assert call.name in ELSEWHERE or any(
                (call.name, binding.verb) == row[:2] and re.fullmatch(pattern, row[2]) for row in tried
            ), binding


def test_the_calls_that_read_are_open_and_no_others():
    reading = {
        f"/{service.name}/{method}"
        for service in SERVICES
        for method, (_, way) in service.handlers.items()
        if way not in (Way.WRITE, Way.RECEIVE)
    }
    assert {call.grpc_path for call in open_calls()} == {*reading, "/grpc.health.v1.Health/Check"}


def test_a_sum_of_nothing_is_written_and_a_sum_not_known_is_left_out(gateway):
    nothing = json.loads((EXAMPLES / "no_contract.json").read_text(encoding="utf-8"))
    line = gateway.post("/v1/claims:price", json.dumps({"claim": nothing})).json["decision"]["lines"][0]
    assert line["helfoPaysOre"] == 0
    radiology = json.loads((EXAMPLES / "radiology.json").read_text(encoding="utf-8"))
    for each in radiology["lines"]:
        each["examination"].pop("refundCategory", None)
    totals = gateway.post("/v1/claims:price", json.dumps({"claim": radiology})).json["decision"]["totals"]
    assert "helfoPaysOre" not in totals
    assert totals["patientPaysOre"] > 0


def test_the_set_up_is_checked_with_the_time_of_the_client(gateway):
    answer = gateway.get("/v1/setup?clientTime=2001-09-15T08:00:00Z&languageCode=en").json
    states = {check["layer"]: check["state"] for check in answer["checks"]}
    assert states["SETUP_LAYER_REGISTER"] == "SETUP_STATE_WORKS"
    assert states["SETUP_LAYER_CLOCK"] not in ("SETUP_STATE_WORKS", "SETUP_STATE_NOT_CHECKED")


def test_the_health_is_that_of_the_server(gateway):
    assert gateway.get(HEALTH_PATH).json == {"status": "SERVING"}


def test_a_batch_comes_as_one_json_object_on_each_line(gateway, channel):
    claim = filled("<claim>")
    wrong = claim.replace("2026-09-15", "2026-02-31")
    request = filled(f'{{"claims": [{", ".join([claim, wrong] * 150)}], "languageCode": "en", <read>}}')
    answer = gateway.post("/v1/claims:batchPrice", request)
    assert answer.status == 200
    assert answer.lines == [MessageToDict(part) for part in answered_by_grpc(channel, "BatchPriceClaims", request)]
    assert len(answer.lines) > 1
    results = [result for part in answer.lines for result in part["results"]]
    assert [result["claimNumber"] for result in results] == list(range(1, 301))
    assert results[0]["decision"]["outcome"] == "OUTCOME_APPROVED"
    assert results[1]["error"]["details"][0]["reason"] == "ERROR_REASON_INVALID_DATE"


def test_a_batch_that_is_refused_whole_is_an_error_like_any_other(gateway):
    answer = gateway.post("/v1/claims:batchPrice", '{"claims": []}')
    assert answer.status == 400
    assert answer.json["details"][0]["reason"] == "ERROR_REASON_FIELD_MISSING"
