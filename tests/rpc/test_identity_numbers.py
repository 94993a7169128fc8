"""No reading call repeats an identity number, in whichever field of the request it stands."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import Parse
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from service.gateway.contract import Call, open_calls
from tests.rpc.servers import Refusal
from tests.tables import cases

OWN = "avtalt.v1."
CALLS = {call.name: call for call in open_calls() if call.service.startswith(OWN)}

CLAIM = """{"claim": {"discipline": "%s", "treatmentDate": "2026-09-15", "performer": {"%s": "%s"},
 "lines": [%s], "patient": {"ageYears": 40}, "requisition": {"profession": "REQUISITIONER_PROFESSION_DOCTOR"},
 "circumstances": {"earlierUses": [{"feeCode": "A1a"}], "otherBookings": [{"startTime": "10:20", "endTime": "10:50"}],
 "sameDayLines": [{"feeCode": "A3a"}]}}}"""
PERFORMER = ("DISCIPLINE_PHYSIOTHERAPY", "hprNumber", "9000001")
EXAMINED = ("DISCIPLINE_RADIOLOGY", "organisationNumber", "310000027", '{"examination": {"modality": "MODALITY_CT"}}')
SAMPLED = ("DISCIPLINE_LABORATORY", "organisationNumber", "310000078", '{"sample": {"kind": "SAMPLE_KIND_BLOOD"}}')
CHARGED = '{"charge": {"kind": "CHARGE_KIND_NO_SHOW", "bookedLines": [{"feeCode": "A3a"}]}}'
PROVIDER = '{"provider": {"%s": "%s"}, "discipline": "DISCIPLINE_%s", "treatmentDate": "2026-09-15"}'

ASKED = {
    "PriceClaim": [
        CLAIM % (*PERFORMER, '{"fee": {"feeCode": "A3a"}}'),
        CLAIM % (*PERFORMER, CHARGED),
        CLAIM % EXAMINED,
        CLAIM % SAMPLED,
    ],
    "VerifyDirectSettlementAgreement": ['{"provider": {"hprNumber": "9000001"}, "treatmentDate": "2026-09-15"}'],
    "VerifyMunicipalFundingContract": ['{"provider": {"hprNumber": "9000001"}, "treatmentDate": "2026-09-15"}'],
    "VerifyRegionalHealthAuthorityContract": [PROVIDER % ("organisationNumber", "310000027", "RADIOLOGY")],
    "VerifyManualTherapistAuthorisation": ['{"hprNumber": "9000001", "treatmentDate": "2026-09-15"}'],
    "VerifyReimbursability": [PROVIDER % ("hprNumber", "9000001", "PHYSIOTHERAPY")],
    "GetProvider": ['{"hprNumber": "9000001"}', '{"organisationNumber": "310000027"}'],
    "BatchGetProviders": ['{"identifiers": [{"hprNumber": "9000001"}, {"organisationNumber": "310000027"}]}'],
    "ListProviders": ['{"discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2026-09-15"}'],
    "GetProviderHistory": ['{"hprNumber": "9000001"}', '{"organisationNumber": "310000027"}'],
    "GetFee": ['{"discipline": "DISCIPLINE_PHYSIOTHERAPY", "feeCode": "A3a", "treatmentDate": "2026-09-15"}'],
    "ListFees": ['{"discipline": "DISCIPLINE_RADIOLOGY", "treatmentDate": "2026-09-15"}'],
    "GetUserFeeCeiling": ['{"discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2026-09-15"}'],
    "GetPriceList": [PROVIDER % ("hprNumber", "9000001", "PHYSIOTHERAPY")],
    "CheckSetup": ["{}"],
    "ListCoverage": ["{}"],
    "ListRevisions": ["{}"],
    "GetRevision": ["{}"],
}
ELSEWHERE = {"BatchPriceClaims"}
"""Claims as `PriceClaim` has them, each read in the same way."""

NUMBERS = cases("""
    case         | number
    bare         | 17057012345
    with a space | 170570 12345
    with a letter | x17057012345
    with hyphens | 17-05-70-12345
    with dots    | 17.05.70.12345
""")


@pytest.mark.parametrize("row", NUMBERS)
def test_no_answer_and_no_error_repeats_an_identity_number(row, call):
    """Put into each text of each request in turn."""
    number = row["number"]
    told = {
        f"{name} {path}"
        for name, texts in ASKED.items()
        for text in texts
        for path, request in with_each_text(_request(CALLS[name], text), number)
        if number in answer_to(call, name, request)
    }
    assert told == set()


def test_every_reading_call_is_asked():
    assert set(CALLS) - ELSEWHERE == set(ASKED)


def with_each_text(request: Message, text: str) -> Iterator[tuple[str, Message]]:
    """The request with the text in each of its fields that take one, one at a time."""
    for path, within, field in _texts(request, ()):
        changed = type(request)()
        changed.CopyFrom(request)
        found: Any = changed
        for part in within:
            found = found[part] if isinstance(part, int) else getattr(found, part)
        setattr(found, field, text)
        yield path, changed


def _texts(message: Message, within: tuple[str | int, ...]) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Each field of text, with the way to it; messages that are not told are entered too, but for well-known ones."""
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if field.cpp_type == FieldDescriptor.CPPTYPE_STRING and not field.is_repeated:
            yield ".".join(map(str, (*within, field.name))), within, field.name
        elif field.message_type and field.is_repeated:
            for place, each in enumerate(value):
                yield from _texts(each, (*within, field.name, place))
        elif field.message_type and _is_entered(message, field):
            yield from _texts(value, (*within, field.name))


def _is_entered(message: Message, field: FieldDescriptor) -> bool:
    """Whether a field is told, or could be without taking the place of another one."""
    own = field.message_type is not None and field.message_type.full_name.startswith(OWN)
    return own and (message.HasField(field.name) or field.containing_oneof is None)


def answer_to(call: Any, name: str, request: Message) -> str:
    """All that the caller gets: the answer, or the error with its details."""
    try:
        return str(call(name, request))
    except grpc.RpcError as error:
        return str(Refusal.of(error))


def _request(call: Call, text: str) -> Message:
    return Parse(text, GetMessageClass(call.request)())
