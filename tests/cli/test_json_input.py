"""JSON that does not fit the contract is refused by its path, and never by its value."""

import json

import pytest

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from service.cli.failures import speak
from service.cli.json_input import LARGEST_FILE, read_json, to_message
from service.errors import ErrorReason, ServiceError
from tests.tables import cases

REFUSED = cases("""
    case                    | sent                                                             | problem
    close to a field        | {"claim": {"treatmentDat": "secret"}}                            | there is no field claim.treatmentDat; treatmentDate is close
    like no field           | {"claim": {"xyzzy": "secret"}}                                   | there is no field claim.xyzzy
    a field of the request  | {"clam": {}}                                                     | there is no field clam; claim is close
    a number as a name      | {"claim": {"17057012345": "secret"}}                             | claim has a field that does not exist
    a sentence as a name    | {"the secret": 1}                                                | the request has a field that does not exist
    text for an object      | {"claim": {"patient": "secret"}}                                 | claim.patient is not an object
    a list for an object    | {"claim": []}                                                    | claim is not an object
    an object for a list    | {"claim": {"lines": {"secret": 1}}}                              | claim.lines is not a list
    a number for text       | {"claim": {"treatmentDate": 20260915}}                           | claim.treatmentDate is not text
    text for a number       | {"claim": {"patient": {"ageYears": "secret"}}}                   | claim.patient.ageYears is not a whole number from -2147483648 to 2147483647
    half a year             | {"claim": {"patient": {"ageYears": 40.5}}}                       | claim.patient.ageYears is not a whole number from -2147483648 to 2147483647
    true for a number       | {"claim": {"patient": {"ageYears": true}}}                       | claim.patient.ageYears is not a whole number from -2147483648 to 2147483647
    no number at all        | {"claim": {"patient": {"ageYears": NaN}}}                        | claim.patient.ageYears is not a whole number from -2147483648 to 2147483647
    a number for a truth    | {"claim": {"patient": {"wheelchairUser": 1}}}                    | claim.patient.wheelchairUser is neither true nor false
    an unknown name         | {"view": "VIEW_SECRET"}                                          | view is none of VIEW_BASIC, VIEW_FULL
    a truth for a name      | {"view": true}                                                   | view is none of VIEW_BASIC, VIEW_FULL
    in a list               | {"claim": {"lines": [{}, {"fee": {"count": "secret"}}]}}         | claim.lines[1].fee.count is not a whole number from -2147483648 to 2147483647
    a day for a moment      | {"read": {"evaluatedAt": "2026-09-15"}}                          | read.evaluatedAt is not a moment; write it as YYYY-MM-DDThh:mm:ssZ
    a number for a moment   | {"read": {"evaluatedAt": 20260915}}                              | read.evaluatedAt is not a moment; write it as YYYY-MM-DDThh:mm:ssZ
    two of which only one   | {"claim": {"patient": {"ageYears": 40, "birthDate": "secret"}}}  | claim.patient has both ageYears and birthDate; give one of them
    a field twice           | {"claim": {"patient": {"ageYears": 40, "ageYears": 4}}}          | a field stands twice in one object
    a field under two names | {"claim": {"claimId": "secret", "claim_id": "b"}}                | claim has both claimId and claim_id; give one of them
    not JSON                | {"claim": secret}                                                | it is not JSON at line 1, column 11
    nothing                 |                                                                  | it is not JSON at line 1, column 1
    a list                  | ["secret"]                                                       | it is not a JSON object
""")

TAKEN = cases("""
    case                   | sent                                             | field                           | value
    a number as text       | {"claim": {"patient": {"ageYears": "40"}}}       | claim.patient.age_years         | 40
    a number with decimals | {"claim": {"patient": {"ageYears": 4e1}}}        | claim.patient.age_years         | 40
    a name as a number     | {"claim": {"discipline": 1}}                     | claim.discipline                | 1
    names as in the proto  | {"claim": {"treatment_date": "2026-09-15"}}      | claim.treatment_date            | 2026-09-15
    null is absent         | {"claim": {"treatmentDate": null}}               | claim.treatment_date            |
    null beside the other  | {"claim": {"patient": {"ageYears": 4, "birthDate": null}}} | claim.patient.age_years | 4
""")


def read(text: str, folder) -> PriceClaimRequest:
    """The request in a file with this text."""
    speak("en")
    path = folder / "claim.json"
    path.write_text(text, encoding="utf-8")
    return to_message(read_json(str(path)), PriceClaimRequest())


@pytest.mark.parametrize("row", REFUSED)
def test_what_does_not_fit_is_named_by_its_path(row, tmp_path):
    with pytest.raises(ServiceError) as caught:
        read(row["sent"], tmp_path)
    assert caught.value.reason is ErrorReason.MALFORMED_MESSAGE
    assert caught.value.data == {"problem": row["problem"]}


@pytest.mark.parametrize("row", TAKEN)
def test_what_protobuf_json_allows_is_taken(row, tmp_path):
    found = read(row["sent"], tmp_path)
    for name in row["field"].split("."):
        found = getattr(found, name)
    assert str(found) == row["value"]


def test_a_mark_of_byte_order_is_no_part_of_the_claim(tmp_path):
    path = tmp_path / "claim.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert read_json(str(path)) == {}


def test_other_encodings_are_refused(tmp_path):
    path = tmp_path / "claim.json"
    path.write_bytes('{"claimId": "Bærum"}'.encode("latin-1"))
    with pytest.raises(ServiceError) as caught:
        read_json(str(path))
    assert caught.value.data == {"problem": "it is not UTF-8 text"}


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(ServiceError) as caught:
        read("[" * 100_000, tmp_path)
    assert caught.value.data == {"problem": "it is nested too deeply"}


def test_a_file_without_end_is_not_read_to_its_end():
    with pytest.raises(ServiceError) as caught:
        read_json("/dev/zero")
    assert caught.value.reason is ErrorReason.MESSAGE_TOO_LARGE
    assert int(caught.value.data["bytes"]) == LARGEST_FILE + 1


def test_problems_are_told_in_the_language_of_the_request(avtalt, tmp_path):
    path = tmp_path / "claim.json"
    path.write_text(json.dumps({"claim": {"lines": {}}, "languageCode": "nn"}), encoding="utf-8")
    assert avtalt("price", str(path), "--embedded").err.startswith(
        "Meldinga kan ikkje lesast: claim.lines er ikkje ei liste."
    )
