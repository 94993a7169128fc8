"""Pages of a listing: which place comes next, from which revision, and for how long."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from avtalt.v1 import basis_pb2
from avtalt.v1 import provider_directory_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.verification.search import Place

TOKEN_MINUTES = 60
SECONDS_PER_MINUTE = 60
DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PageToken:
    """Where a page ended: revision, moment, what was sought, the last place, and when the listing began."""

    revision: int
    evaluated_at: str
    sought: str
    after: Place
    begun: float

    def write(self) -> str:
        """The token as a caller gets it."""
        parts = [self.revision, self.evaluated_at, self.sought, *self.after, self.begun]
        return urlsafe_b64encode(json.dumps(parts).encode()).decode()


def read_token(request: messages.ListProvidersRequest) -> PageToken | None:
    """The token of a request; absent for a first page."""
    if not request.page_token:
        return None
    try:
        revision, moment, sought, number, practice_id, begun = json.loads(urlsafe_b64decode(request.page_token))
        Timestamp().FromJsonString(moment)
        parts = (int(revision), str(moment), str(sought), (str(number), str(practice_id)), float(begun))
    except (binascii.Error, UnicodeError, ValueError, TypeError, OverflowError):
        raise ServiceError(ErrorReason.PAGE_TOKEN_INVALID, field="page_token") from None
    token = PageToken(*parts)
    if token.sought != sought_by(request) or token.revision < 0:
        raise ServiceError(ErrorReason.PAGE_TOKEN_INVALID, field="page_token")
    return token


def refuse_expired(token: PageToken, now: datetime) -> None:
    """Refuse a token of a listing that began too long ago."""
    if now.timestamp() - token.begun > TOKEN_MINUTES * SECONDS_PER_MINUTE:
        raise ServiceError(ErrorReason.PAGE_TOKEN_EXPIRED, field="page_token", minutes=str(TOKEN_MINUTES))


def sought_by(request: messages.ListProvidersRequest) -> str:
    """The digest of what is sought, whatever the page."""
    sought = messages.ListProvidersRequest()
    sought.CopyFrom(request)
    for field in ("page_size", "page_token", "read"):
        sought.ClearField(field)
    return sha256(sought.SerializeToString(deterministic=True)).hexdigest()[:DIGEST_LENGTH]


def read_options(request: Any) -> basis_pb2.ReadOptions:
    """How a request wants the register to be read; a further page is from the revision and moment of the first."""
    read: basis_pb2.ReadOptions = getattr(request, "read", None) or basis_pb2.ReadOptions()
    if not isinstance(request, messages.ListProvidersRequest) or not request.page_token:
        return read
    token = read_token(request)
    if token is None:
        return read
    options = basis_pb2.ReadOptions(exact_revision=token.revision)
    options.evaluated_at.FromJsonString(token.evaluated_at)
    return options
