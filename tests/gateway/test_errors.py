"""What is refused, and how: a google.rpc.Status that says what to do and repeats no value."""

import json
from pathlib import Path

import pytest
from google.protobuf.json_format import ParseDict
from google.rpc import error_details_pb2
from google.rpc.status_pb2 import Status

from service.limits import MOST_MESSAGE_BYTES
from tests.tables import cases

EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "physiotherapy.json").read_text(encoding="utf-8")
NUMBER = "is not a whole number from -2147483648 to 2147483647"
DISCIPLINES = "DISCIPLINE_PHYSIOTHERAPY, DISCIPLINE_RADIOLOGY, DISCIPLINE_LABORATORY"

# Kari stands for whatever may be about a patient.
MALFORMED = cases(f"""
    case                     | body                                                              | problem
    a field of none          | {{"claim": {{"patient": {{"colour": "Kari"}}}}}}                  | there is no field claim.patient.colour
    of a message in a list   | {{"claim": {{"lines": [{{}}, {{"treatment": {{"minuts": 30}}}}]}}}} | there is no field claim.lines[1].treatment.minuts
    of the request           | {{"claims": []}}                                                  | there is no field claims
    a value for a name       | {{"claim": {{"patient": {{"Kari 01": 1}}}}}}                      | claim.patient has a field that does not exist
    a value as text          | {{"claim": {{"patient": {{"ageYears": "Kari"}}}}}}                | claim.patient.age_years {NUMBER}
    a fraction               | {{"claim": {{"patient": {{"ageYears": 1.5}}}}}}                   | claim.patient.age_years {NUMBER}
    a number too large       | {{"claim": {{"patient": {{"ageYears": 99999999999}}}}}}           | claim.patient.age_years {NUMBER}
    a number for text        | {{"claim": {{"claimId": 1010112345}}}}                            | claim.claim_id is not text
    text for a truth         | {{"claim": {{"lines": [{{"home": "Kari"}}]}}}}                    | there is no field claim.lines[0].home
    a value of no enum       | {{"claim": {{"discipline": "KARI"}}}}                             | claim.discipline is none of {DISCIPLINES}
    no moment                | {{"read": {{"knownAt": "when Kari came"}}}}                       | read.known_at is not a moment; write it as YYYY-MM-DDThh:mm:ssZ
    no object                | {{"claim": "Kari"}}                                               | claim is not an object
    a list for an object     | {{"claim": [1]}}                                                  | claim is not an object
    no list                  | {{"claim": {{"lines": {{}}}}}}                                    | claim.lines is not a list
    a list for text          | {{"claim": {{"claimId": ["Kari"]}}}}                              | claim.claim_id does not fit the contract
    twice                    | {{"claim": {{}}, "claim": {{}}}}                                  | a field stands twice in one object
    under both names         | {{"languageCode": "en", "language_code": "nb"}}                   | the request has both languageCode and language_code; give one of them
    two of a choice          | {{"read": {{"atLeastRevision": 1, "exactRevision": 1}}}}          | read has both atLeastRevision and exactRevision; give one of them
    no end                   | {{"claim": {{"claimId": "Kari                                     | it is not JSON at line 1, column 28
    a comma too many         | {{"languageCode": "en",}}                                         | it is not JSON at line 1, column 23
    a word of none           | {{"languageCode": Kari}}                                          | it is not JSON at line 1, column 18
    something after the end  | {{}} Kari                                                         | it is not JSON at line 1, column 4
    a name without quotes    | {{claim: {{}}}}                                                   | it is not JSON at line 1, column 2
    no JSON                  | Kari                                                              | it is not a JSON object
    a list                   | []                                                                | it is not a JSON object
""")


@pytest.mark.parametrize("row", MALFORMED)
def test_a_body_that_does_not_fit_is_refused_without_its_values(gateway, row):
    answer = gateway.post("/v1/claims:price", row["body"])
    assert answer.status == 400
    status, info = ParseDict(answer.json, Status()), error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert status.code == 3
    assert status.message == f"The message cannot be read: {row['problem']}. Compare it with the contract."
    assert (info.reason, info.domain) == ("ERROR_REASON_MALFORMED_MESSAGE", "avtalt")
    assert dict(info.metadata) == {"problem": row["problem"]}
    assert "kari" not in answer.text.lower()


def test_a_line_of_a_body_is_counted_from_one(gateway):
    problem = gateway.post("/v1/claims:price", '{\n  "claim": {\n    "æ" 1}}').json["details"][0]["metadata"]["problem"]
    assert problem == "it is not JSON at line 3, column 10"


def test_what_is_nested_without_end_is_refused(gateway):
    deep = '{"read":' * 1000 + "1" + "}" * 1000
    assert gateway.post("/v1/claims:price", deep).status == 400
    assert gateway.post("/v1/claims:price", '{"claim":' + "[" * 100_000).status == 400


WRITTEN = cases(r"""
    case               | claim id        | before | after
    as usual           | "a-1"           |        |
    with all spaces    | "a-1"           | <all>  | <all>
    by its code        | "\u0061-\u0031" |        |
    with nothing       | null            |        |
""")


@pytest.mark.parametrize("row", WRITTEN)
def test_what_fits_passes_however_it_is_written(gateway, row):
    before, after = (row[side].replace("<all>", " \t\r\n ") for side in ("before", "after"))
    claim = EXAMPLE.replace('"booking-1"', row["claim id"])
    answer = gateway.post("/v1/claims:price", f'{before}{{"claim":{before}{claim}{after}, "read": null}}{after}')
    assert answer.status == 200, answer
    assert answer.json["decision"].get("claimId") == json.loads(row["claim id"])


IN_ADDRESS = cases(f"""
    case                 | path                                      | status | reason             | problem or metadata
    a field of none      | /v1/fees?nope=Kari                        | 400    | MALFORMED_MESSAGE  | the address has a field that does not exist
    a value of no enum   | /v1/fees?discipline=Kari                  | 400    | MALFORMED_MESSAGE  | discipline is none of {DISCIPLINES}
    no number            | /v1/revisions/Kari                        | 400    | MALFORMED_MESSAGE  | revision {NUMBER}
    no moment            | /v1/setup?clientTime=Kari                 | 400    | MALFORMED_MESSAGE  | client_time is not a moment; write it as YYYY-MM-DDThh:mm:ssZ
    nothing told         | /v1/fees                                  | 400    | FIELD_MISSING      | discipline
    no revision          | /v1/revisions/999                         | 404    | REVISION_NOT_FOUND |
    nobody               | /v1/providers/hpr/77                      | 404    | PROVIDER_NOT_FOUND | HPR 77
    a number of none     | /v1/providers/organisation/1              | 400    | INVALID_ORGANISATION_NUMBER | organisation_number
    another tariff       | /v1/providers/hpr/9000001?read.tariffDigest=x | 400 | TARIFF_DIGEST_NOT_SERVED |
    not yet              | /v1/providers/hpr/9000001?read.atLeastRevision=9 | 503 | REVISION_NOT_REACHED |
""")


@pytest.mark.parametrize("row", IN_ADDRESS)
def test_an_address_that_is_refused_says_why(gateway, row):
    answer = gateway.get(row["path"])
    assert answer.status == int(row["status"])
    ParseDict(answer.json, Status())
    info = answer.json["details"][0]
    assert info["reason"] == f"ERROR_REASON_{row['reason']}"
    assert not row["problem or metadata"] or row["problem or metadata"] in info["metadata"].values()
    assert "Kari" not in answer.text


def test_a_language_is_kept_in_an_error(gateway):
    assert gateway.post("/v1/claims:price", '{"languageCode": "nn"}').json["message"].startswith("claim manglar.")


ONLY_HERE = cases("""
    case                  | verb    | path                                     | type                     | body | status | code | message
    nothing there         | GET     | /v2/claims                               |                          |      | 404    | 5    | There is nothing at this path.
    a verb too many       | DELETE  | /v1/providers/hpr/9000001                |                          |      | 405    | 12   | This path is asked with GET
    read for POST         | GET     | /v1/claims:price                         |                          |      | 405    | 12   | This path is asked with POST
    no JSON               | POST    | /v1/claims:price                         | text/plain               | {}   | 415    | 3    | application/json
    a form                | POST    | /v1/claims:price                         | application/x-www-form-urlencoded | a=b | 415 | 3 | application/json
    almost JSON           | POST    | /v1/claims:price                         | application/jsonp        | {}   | 415    | 3    | application/json
    no type               | POST    | /v1/claims:batchPrice                    |                          |      | 415    | 3    | application/json
    fields in the address | POST    | /v1/claims:price?claim.claimId=Kari      | application/json         | {}   | 400    | 3    | addresses are kept in logs
    JSON for gRPC         | POST    | /avtalt.v1.ClaimPricingService/PriceClaim | application/json        | {}   | 415    | 3    | This path is for gRPC and gRPC-Web
    read for gRPC         | GET     | /avtalt.v1.ClaimPricingService/PriceClaim |                         |      | 415    | 3    | This path is for gRPC and gRPC-Web
""")


@pytest.mark.parametrize("row", ONLY_HERE)
def test_what_only_http_can_get_wrong(gateway, row):
    headers = {"content-type": row["type"]} if row["type"] else {}
    answer = gateway.ask(row["verb"], row["path"], row["body"] or None, headers)
    assert answer.status == int(row["status"])
    assert answer.json["code"] == int(row["code"])
    assert row["message"] in answer.json["message"]
    assert "Kari" not in answer.text


def test_a_refused_verb_is_told_the_right_one(gateway):
    assert gateway.get("/v1/claims:price").headers["allow"] == "POST"
    assert gateway.ask("POST", "/v1/fees", "{}").headers["allow"] == "GET"


def test_what_is_too_large_is_refused(gateway):
    answer = gateway.post("/v1/claims:price", b" " * (MOST_MESSAGE_BYTES + 1))
    assert answer.status == 413
    assert str(MOST_MESSAGE_BYTES) in answer.json["message"]
