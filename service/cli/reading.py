"""Which state of the register a command reads, and for which moment."""

from typing import Any

import typer

ONE_OF = "--at-least, --revision and --known-at"


def select(
    read: Any,
    *,
    at_least: int | None = None,
    revision: int | None = None,
    known_at: str | None = None,
    evaluated_at: str | None = None,
) -> None:
    """Put into the ReadOptions of a request what was given on the command line."""
    if sum(each is not None for each in (at_least, revision, known_at)) > 1:
        raise typer.BadParameter("give only one of them", param_hint=ONE_OF)
    if at_least is not None:
        read.at_least_revision = at_least
    if revision is not None:
        read.exact_revision = revision
    if known_at is not None:
        read.known_at.CopyFrom(_moment(known_at, "--known-at"))
    if evaluated_at is not None:
        read.evaluated_at.CopyFrom(_moment(evaluated_at, "--evaluated-at"))


def _moment(text: str, flag: str) -> Any:
    """A moment, which is written with its zone."""
    from google.protobuf.timestamp_pb2 import Timestamp

    moment = Timestamp()
    try:
        moment.FromJsonString(text)
    except ValueError:
        raise typer.BadParameter(
            "it is a moment with its zone, written as YYYY-MM-DDThh:mm:ssZ", param_hint=flag
        ) from None
    return moment
