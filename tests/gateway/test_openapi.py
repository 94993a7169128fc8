"""The OpenAPI document is valid, in step with the contract, and true of what the gateway takes and answers."""

import json
import re
from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

import avtalt
from protos.descriptors import load_contract
from protos.openapi.document import openapi, written
from service.errors import ErrorReason
from service.gateway.contract import HEALTH_PATH, open_calls
from tests.examples import CLAIMS
from tests.gateway.test_json_road import ROADS, filled, method_of
from tests.tables import cases

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((Path(avtalt.__file__).parent / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {(verb, path): each for path, verbs in DOCUMENT["paths"].items() for verb, each in verbs.items()}


def problems(name: str, instance: object) -> list[str]:
    """What of an instance does not fit a schema of the document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    checker = OAS31Validator(schema, format_checker=OAS31Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(instance)]


def test_the_document_is_valid_openapi():
    validate(DOCUMENT)


def test_the_document_is_in_step_with_the_protos():
    assert json.loads(written(load_contract())) == DOCUMENT


def test_every_road_is_described_and_no_other():
    roads = {
        (binding.verb.lower(), re.sub(r"_([a-z])", lambda match: match[1].upper(), binding.path))
        for call in open_calls()
        for binding in call.bindings
        if binding.path != HEALTH_PATH
    }
    assert set(OPERATIONS) == roads


def test_every_element_is_explained():
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert all(parameter["description"] for parameter in operation.get("parameters", []))
    silent = [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, each in schema.get("properties", {}).items()
        if name not in ("Any", "Status") and not each.get("description")
    ]
    assert [name for name, schema in SCHEMAS.items() if not schema["description"].strip()] + silent == []


def test_no_write_is_described():
    assert not {"RegisterProviderRequest", "WriteOptions", "ImportOptions"} & set(SCHEMAS)


@pytest.mark.parametrize("row", ROADS, ids=lambda row: f"{row['call']} {row['path'].partition('?')[0]}")
def test_what_is_asked_and_answered_fits_its_schema(gateway, row):
    method, request = method_of(row["call"]), filled(row["request"])
    answer = gateway.ask(row["verb"], filled(row["path"]), request if row["verb"] == "POST" else None)
    assert problems(method.input_type.name, json.loads(request)) == []
    assert problems(method.output_type.name, answer.json) == []


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.name)
def test_every_example_and_its_answer_fit_their_schemas(gateway, path):
    request = {"claim": json.loads(path.read_text(encoding="utf-8")), "view": "VIEW_FULL", "languageCode": "nn"}
    answer = gateway.post("/v1/claims:price", json.dumps(request))
    assert problems("PriceClaimRequest", request) == []
    assert problems("PriceClaimResponse", answer.json) == []


def test_an_error_fits_its_schema(gateway):
    for answer in (gateway.post("/v1/claims:price", "{}"), gateway.get("/v1/providers/hpr/77"), gateway.get("/x")):
        assert problems("Status", answer.json) == []


WRONG = cases("""
    case                | schema            | instance
    a field of none     | PriceClaimRequest | {"claim": {}, "colour": 1}
    nothing asked       | PriceClaimRequest | {}
    text for a number   | Patient           | {"ageYears": "forty"}
    a value of no enum  | PriceClaimRequest | {"claim": {}, "view": "VIEW_WIDE"}
    no day              | Claim             | {"treatmentDate": "15.9.2026"}
    two of a choice     | ClaimPerformer    | {"hprNumber": "1", "organisationNumber": "2"}
    a list for one      | Claim             | {"lines": {}}
    no moment           | ReadOptions       | {"knownAt": "today"}
""")


@pytest.mark.parametrize("row", WRONG)
def test_what_does_not_fit_is_not_described_as_fitting(row):
    assert problems(row["schema"], json.loads(row["instance"])) != []


def test_a_number_of_which_nothing_is_known_has_no_default():
    totals = SCHEMAS["Totals"]["properties"]
    assert "default" not in totals["helfoPaysOre"]
    assert SCHEMAS["Reason"]["properties"]["lineNumber"]["default"] == 0


REASONS = cases("""
    case               | verb | path                             | status | reason
    its own            | get  | /v1/fees/{feeCode}               | 404    | FEE_NOT_FOUND
    of reading         | get  | /v1/providers/hpr/{hprNumber}    | 503    | REVISION_NOT_REACHED
    of another call    | post | /v1/agreements:verifyReimbursability | 400 | INVALID_PRACTICE_ID
    of all             | post | /v1/claims:price                 | 400    | CONFLICTING_FIELDS
    of the gateway     | get  | /v1/revisions                    | 400    | MALFORMED_MESSAGE
""")


@pytest.mark.parametrize("row", REASONS)
def test_the_reasons_of_errors_stand_at_their_status(row):
    response = OPERATIONS[row["verb"], row["path"]]["responses"][row["status"]]
    assert ErrorReason(row["reason"])
    assert f"`ERROR_REASON_{row['reason']}`" in response["description"]


def test_the_same_contract_gives_the_same_document():
    contract = load_contract()
    assert openapi(contract) == openapi(contract)
