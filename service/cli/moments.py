"""A moment given on the command line."""

import typer
from google.protobuf.timestamp_pb2 import Timestamp


def read_moment(text: str) -> Timestamp:
    """The moment, which is written with its zone."""
    moment = Timestamp()
    try:
        moment.FromJsonString(text)
    except ValueError:
        raise typer.BadParameter(
            "it is a moment with its zone, written as YYYY-MM-DDThh:mm:ssZ", param_hint="--evaluated-at"
        ) from None
    return moment
