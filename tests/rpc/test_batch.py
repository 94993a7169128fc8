"""Several providers at once: in the order asked for, and the missing ones listed."""

import pytest

from avtalt.v1.provider_directory_service_pb2 import (
    BatchGetProvidersRequest,
    GetProviderRequest,
    ProviderIdentifier,
)
from tests.rpc.notation import identifier, read_options
from tests.rpc.story import LAST
from tests.tables import cases

READ = f"exact_revision={LAST}"
ASKED = cases("""
    case                        | asked                         | given               | missing
    in the order asked for      | 9000004 9000001 310000027     | 9000004 9000001 310000027 |
    one twice                   | 9000001 9000001               | 9000001 9000001     |
    some missing                | 9999998 9000001 9999997       | 9000001             | 9999998 9999997
    a missing one twice         | 9999999 9999999               |                     | 9999999 9999999
    a missing organisation      | 310000086                     |                     | 310000086
    nobody                      |                               |                     |
""")
REFUSED = cases("""
    case                          | asked        | reason                      | field
    no number                     | -            | FIELD_MISSING               | identifiers[1].hpr_number
    letters                       | 12AB         | INVALID_HPR_NUMBER          | identifiers[1].hpr_number
    eleven digits                 | 01010112345  | INVALID_HPR_NUMBER          | identifiers[1].hpr_number
    a wrong check digit           | 310000028    | INVALID_ORGANISATION_NUMBER | identifiers[1].organisation_number
""")


def batch(numbers) -> BatchGetProvidersRequest:
    named = [ProviderIdentifier(**identifier(each)) if each != "-" else ProviderIdentifier() for each in numbers]
    return BatchGetProvidersRequest(identifiers=named, read=read_options(READ))


def numbers(found):
    return [each.hpr_number or each.organisation_number for each in found]


@pytest.mark.parametrize("row", ASKED)
def test_providers_are_given_in_the_order_asked_for(row, served):
    """Each as often as it was asked for, just as it is given alone."""
    response = served.later.call("BatchGetProviders", batch(row["asked"].split()))
    assert (numbers(response.providers), numbers(response.missing)) == (row["given"].split(), row["missing"].split())
    alone = [GetProviderRequest(**identifier(each), read=read_options(READ)) for each in row["given"].split()]
    assert list(response.providers) == [served.server.call("GetProvider", each).provider for each in alone]


@pytest.mark.parametrize("row", REFUSED)
def test_a_number_that_is_none_is_refused(row, server):
    """The place in the list is named, and what may be an identity number is not repeated."""
    refusal = server.refused("BatchGetProviders", batch(["9000001", row["asked"]]))
    assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", row["reason"], row["field"])
    assert "01010112345" not in str(refusal)


def test_a_thousand_are_given_at_once_and_no_more(server):
    """The limit counts the numbers asked for, whether or not they are on record or repeated."""
    asked = ["9000001", "9999999"] * 500
    response = server.call("BatchGetProviders", batch(asked))
    assert (len(response.providers), len(response.missing)) == (500, 500)
    refusal = server.refused("BatchGetProviders", batch([*asked, "9000001"]))
    assert (refusal.status, refusal.reason) == ("INVALID_ARGUMENT", "TOO_MANY_ITEMS")
    assert refusal.metadata == {"field": "identifiers", "most": "1000"}
