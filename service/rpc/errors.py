"""The one place that knows status codes: an error as a google.rpc.Status."""

from google.protobuf import any_pb2
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc import StatusCode

from registry.outages import RegisterBusyError, RegisterUnreachableError
from service.errors import ErrorReason, ServiceError
from service.texts.catalogue import Catalogue

DOMAIN = "avtalt"
NOT_INVALID_ARGUMENT = {
    ErrorReason.PROVIDER_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.FEE_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.TARIFF_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.CEILING_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.MESSAGE_TOO_LARGE: StatusCode.RESOURCE_EXHAUSTED,
    ErrorReason.SERVER_NOT_REACHED: StatusCode.UNAVAILABLE,
    ErrorReason.INTERNAL: StatusCode.INTERNAL,
    ErrorReason.REVISION_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.REVISION_NOT_REACHED: StatusCode.UNAVAILABLE,
    ErrorReason.NOTHING_KNOWN_YET: StatusCode.NOT_FOUND,
    ErrorReason.TARIFF_DIGEST_NOT_SERVED: StatusCode.FAILED_PRECONDITION,
    ErrorReason.RULES_VERSION_NOT_SERVED: StatusCode.FAILED_PRECONDITION,
    ErrorReason.PAGE_TOKEN_EXPIRED: StatusCode.FAILED_PRECONDITION,
    ErrorReason.WRITES_NOT_ALLOWED: StatusCode.PERMISSION_DENIED,
    ErrorReason.REQUEST_ID_REUSED: StatusCode.ALREADY_EXISTS,
    ErrorReason.NEWER_REVISION: StatusCode.ABORTED,
    ErrorReason.REGISTER_BUSY: StatusCode.UNAVAILABLE,
    ErrorReason.REGISTER_NOT_REACHED: StatusCode.UNAVAILABLE,
    ErrorReason.AGREEMENT_OVERLAPS: StatusCode.FAILED_PRECONDITION,
    ErrorReason.AGREEMENT_WOULD_BE_SPLIT: StatusCode.FAILED_PRECONDITION,
    ErrorReason.RECORD_NOT_FOUND: StatusCode.NOT_FOUND,
    ErrorReason.RECORD_EXISTS: StatusCode.ALREADY_EXISTS,
    ErrorReason.SERVER_BUSY: StatusCode.UNAVAILABLE,
}


TRY_AGAIN = {
    ErrorReason.REVISION_NOT_REACHED,
    ErrorReason.REGISTER_BUSY,
    ErrorReason.REGISTER_NOT_REACHED,
    ErrorReason.SERVER_BUSY,
}
RETRY_MILLISECONDS = 200


def known_failure(failure: Exception) -> ServiceError | None:
    """The error of the contract for a failure that has one; absent for any other."""
    if isinstance(failure, ServiceError):
        return failure
    if isinstance(failure, RegisterBusyError):
        return ServiceError(ErrorReason.REGISTER_BUSY)
    if isinstance(failure, RegisterUnreachableError):
        return ServiceError(ErrorReason.REGISTER_NOT_REACHED)
    return None


def status_code(reason: ErrorReason) -> StatusCode:
    """The status of a reason; whatever is not listed is the caller's mistake."""
    return NOT_INVALID_ARGUMENT.get(reason, StatusCode.INVALID_ARGUMENT)


def error_text(error: ServiceError, catalogue: Catalogue) -> str:
    """What went wrong, in words."""
    return catalogue.say("errors", error.reason.value, error.data)


def to_status(error: ServiceError, catalogue: Catalogue) -> status_pb2.Status:
    """The error as a caller gets it: sentence, ErrorInfo, and BadRequest when a field is at fault."""
    text = error_text(error, catalogue)
    code: int = status_code(error.reason).value[0]
    status = status_pb2.Status(code=code, message=text)
    info = error_details_pb2.ErrorInfo(
        reason=f"ERROR_REASON_{error.reason.value}", domain=DOMAIN, metadata=dict(error.data)
    )
    status.details.append(_pack(info))
    if error.reason in TRY_AGAIN:
        wait = Duration()
        wait.FromMilliseconds(RETRY_MILLISECONDS)
        status.details.append(_pack(error_details_pb2.RetryInfo(retry_delay=wait)))
    if "field" in error.data and code == StatusCode.INVALID_ARGUMENT.value[0]:
        violation = error_details_pb2.BadRequest.FieldViolation(field=error.data["field"], description=text)
        status.details.append(_pack(error_details_pb2.BadRequest(field_violations=[violation])))
    return status


def _pack(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail, deterministic=True)
    return packed
