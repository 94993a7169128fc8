"""The table of bad input, sent through a real server."""

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from avtalt.v1.decision_pb2 import Outcome
from avtalt.v1.reason_code_pb2 import ReasonCode
from tests import bad_input
from tests.test_in_step import LISTS, documented

ERRORS = LISTS[-1]

INTERNALS = ("Traceback", "/service/", "/registry/", "SELECT", "sqlite", ".py")


@pytest.mark.parametrize("row", bad_input.rows(for_server=True))
def test_bad_input_is_answered_as_documented(row, call):
    """A row gives the documented error or the documented business answer, and shows nothing internal."""
    request = bad_input.message_of(row.sent)
    if row.status == "OK":
        decision = call("PriceClaim", request).decision
        assert Outcome.Name(decision.outcome) == f"OUTCOME_{row.outcome}"
        given = {ReasonCode.Name(reason.code).removeprefix("REASON_CODE_") for reason in decision.reasons}
        assert set(row.reasons) <= given
        return
    with pytest.raises(grpc.RpcError) as caught:
        call("PriceClaim", request)
    assert caught.value.code().name == row.status
    assert not any(word in caught.value.details() for word in INTERNALS)
    assert "17057012345" not in caught.value.details()
    if row.outcome != "MESSAGE_TOO_LARGE":
        info = error_info(caught.value)
        assert info.reason == f"ERROR_REASON_{row.outcome}"
        assert info.domain == "avtalt"
        assert set(info.metadata) == set(documented(ERRORS)[row.outcome][1])


def error_info(error: grpc.RpcError) -> error_details_pb2.ErrorInfo:
    """The ErrorInfo that the error carries."""
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in rpc_status.from_call(error).details)
    return info


def test_a_field_at_fault_is_named_for_programs_too(call):
    """An error about a field carries a BadRequest that names the field."""
    with pytest.raises(grpc.RpcError) as caught:
        call("PriceClaim", bad_input.message_of('{"treatmentDate": "2026-02-30"}'))
    violations = error_details_pb2.BadRequest()
    assert any(detail.Unpack(violations) for detail in rpc_status.from_call(caught.value).details)
    assert violations.field_violations[0].field == "claim.treatment_date"


def test_a_birth_date_is_never_repeated(call):
    """An error about the patient does not hold what was told of the patient."""
    with pytest.raises(grpc.RpcError) as caught:
        call("PriceClaim", bad_input.message_of('{"patient": {"birthDate": "1980-02-30"}}'))
    assert "1980" not in caught.value.details()
    assert "1980" not in str(error_info(caught.value).metadata)
