"""Pages of a listing: which place comes next, from which state of the register, and for how long."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from avtalt.v1 import basis_pb2
from avtalt.v1 import provider_directory_service_pb2 as messages
from registry.structs import struct
from service.errors import ErrorReason, ServiceError
from service.verification.search import Place

TOKEN_MINUTES = 60
SEAL_BYTES = 8


@struct(frozen=True, slots=True)
class PageToken:
    """Where a page ended: what the listing rests on, and the last place that was judged."""

    read: basis_pb2.ReadOptions
    after: Place

    def write(self, request: messages.ListProvidersRequest) -> str:
        """The token as a caller gets it, good only for the same search."""
        read = self.read
        parts = [read.exact_revision, read.evaluated_at.ToJsonString(), read.tariff_digest, read.rules_version]
        body = json.dumps([*parts, *self.after]).encode()
        return urlsafe_b64encode(_seal(request, body) + body).decode()


def read_token(request: messages.ListProvidersRequest) -> PageToken | None:
    """The token of a request; absent for a first page."""
    if not request.page_token:
        return None
    try:
        return _read(request)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise ServiceError(ErrorReason.PAGE_TOKEN_INVALID, field="page_token") from None


def _read(request: messages.ListProvidersRequest) -> PageToken:
    sealed = urlsafe_b64decode(request.page_token)
    seal, body = sealed[:SEAL_BYTES], sealed[SEAL_BYTES:]
    if urlsafe_b64encode(sealed).decode() != request.page_token or seal != _seal(request, body):
        raise ValueError("the token was changed, or belongs to another listing")
    revision, evaluated_at, tariff_digest, rules_version, number, practice_id = json.loads(body)
    read = basis_pb2.ReadOptions(exact_revision=revision, tariff_digest=tariff_digest, rules_version=rules_version)
    read.evaluated_at.FromJsonString(evaluated_at)
    return PageToken(read, (str(number), str(practice_id)))


def refuse_expired(token: PageToken, request: messages.ListProvidersRequest, now: datetime) -> None:
    """
    Refuse to go on with a listing that began too long ago.

    It began at the moment it is given for, unless the caller chose that moment:
    then the listing can be had again at any time, and never ends.
    """
    age = now - token.read.evaluated_at.ToDatetime(tzinfo=UTC)
    if age > timedelta(minutes=TOKEN_MINUTES) and not request.read.HasField("evaluated_at"):
        raise ServiceError(ErrorReason.PAGE_TOKEN_EXPIRED, field="page_token", minutes=str(TOKEN_MINUTES))


def _seal(request: messages.ListProvidersRequest, body: bytes) -> bytes:
    """What stands for the body of a token together with what is sought, whatever the page."""
    sought = messages.ListProvidersRequest()
    sought.CopyFrom(request)
    for field in ("page_size", "page_token", "read"):
        sought.ClearField(field)
    return sha256(sought.SerializeToString(deterministic=True) + b"\0" + body).digest()[:SEAL_BYTES]


def read_options(request: Any) -> basis_pb2.ReadOptions | None:
    """
    How a request wants the register to be read; absent when it says nothing of it.

    A further page rests on all that the first one rests on.
    """
    token = read_token(request) if isinstance(request, messages.ListProvidersRequest) else None
    if token:
        return token.read
    read: basis_pb2.ReadOptions | None = request.read if hasattr(request, "read") and request.HasField("read") else None
    return read
