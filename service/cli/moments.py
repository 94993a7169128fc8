"""A moment given on the command line."""

from google.protobuf.timestamp_pb2 import Timestamp

from service.errors import ErrorReason, ServiceError
from service.rpc.fields import echo


def read_moment(text: str) -> Timestamp:
    """The moment, which is written with its zone."""
    moment = Timestamp()
    try:
        moment.FromJsonString(text)
    except ValueError:
        raise ServiceError(ErrorReason.INVALID_DATE, field="--evaluated-at", value=echo(text)) from None
    return moment
