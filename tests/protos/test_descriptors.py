"""The contract is read with all that its comments say, and from this folder alone."""

from pathlib import Path

import google.api
import pytest

from protos.descriptors import PROTOS, descriptor_set, http_rule, load_contract

VENDORED = sorted(path.relative_to(PROTOS) for path in PROTOS.glob("google/**/*.proto"))
INSTALLED = Path(next(iter(google.api.__path__))).parents[1]


def test_every_line_of_every_comment_is_read():
    written = [
        line.strip().removeprefix("//").strip()
        for path in PROTOS.glob("avtalt/**/*.proto")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("//")
    ]
    read = [line.strip() for text in load_contract().comments.values() for line in text.splitlines()]
    assert sorted(read) == sorted(written)


def test_a_comment_is_found_by_the_name_of_its_element():
    comments = load_contract().comments
    assert comments["avtalt.v1.Decision.claim_id"] == "The caller's reference. Empty when none was given."
    assert comments["avtalt.v1.Outcome.OUTCOME_APPROVED"] == "Every line inside the scheme is payable as written."
    assert comments["avtalt.v1.ClaimPricingService"] == "Prices claims before the treatment starts."
    assert comments["avtalt.v1.BatchPriceClaimsResult.result"] == "What came of it. Always set."


def test_what_is_indented_in_a_comment_stays_so():
    assert "\n\n    {" in load_contract().comments["avtalt.v1.ErrorReason.ERROR_REASON_FIELD_MISSING"]


def test_the_road_by_http_is_read():
    services = {service.name: service for file in load_contract().files for service in file.service}
    rule = http_rule(services["ClaimPricingService"].method[0])
    assert (rule.post, rule.body) == ("/v1/claims:price", "*")


@pytest.mark.parametrize("path", VENDORED, ids=str)
def test_what_others_own_is_as_they_publish_it(path):
    """A copy makes `protos/` alone enough for any compiler; it is not changed here."""
    assert (PROTOS / path).read_bytes() == (INSTALLED / path).read_bytes()


def test_the_folder_alone_is_enough_to_compile():
    """A client of any language needs no include path but `protos/`; protoc itself brings google.protobuf."""
    names = {file.name for file in descriptor_set(["avtalt/v1/claim_pricing_service.proto"]).file}
    ours = {name for name in names if not name.startswith("google/protobuf/")}
    assert {name for name in ours if not (PROTOS / name).is_file()} == set()
