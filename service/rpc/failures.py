"""What nobody foresaw, logged so that it can be found and told so that nothing gets out."""

from secrets import token_hex
from traceback import extract_tb

import structlog

from service.errors import ErrorReason, ServiceError

log = structlog.get_logger("avtalt.rpc")


def unforeseen(failure: Exception, method: str) -> ServiceError:
    """
    The error that a caller gets for a failure of ours; the log has the same incident.

    The log tells the kind of failure and where it happened, and not what the
    failure says of it: that may repeat what a request holds.
    """
    error = ServiceError(ErrorReason.INTERNAL, incident=token_hex(4))
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(failure.__traceback__)]
    log.error("call failed", method=method, failure=type(failure).__name__, places=places, **error.data)
    return error
