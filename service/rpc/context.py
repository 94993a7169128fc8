"""What a handler is given besides the request: one revision, one tariff, one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from avtalt.v1 import basis_pb2
from registry.snapshot import Snapshot
from registry.tariffs.tariff_set import TariffSet
from service.errors import ErrorReason, ServiceError
from service.pricing.figures import TariffAuthority
from service.rpc.enums import AUTHORITIES, AUTHORITY_NUMBERS
from service.rpc.fields import read_known
from service.texts.catalogue import LANGUAGES, Catalogue, catalogue

RULES_VERSION = "1"
"""Rises with every change of a rule that can change an answer."""

DEFAULT_LANGUAGE = "nb"


def utc_now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """What answers are made from; the clock is asked only when a request names no moment."""

    snapshot: Snapshot
    tariffs: TariffSet
    clock: Callable[[], datetime] = utc_now


def read_language(code: str) -> Catalogue:
    """The texts of the language asked for; Bokmål when none is."""
    if code and code not in LANGUAGES:
        raise ServiceError(ErrorReason.UNSUPPORTED_LANGUAGE, field="language_code", known=", ".join(LANGUAGES))
    return catalogue(code or DEFAULT_LANGUAGE)


def read_authority(value: int) -> TariffAuthority:
    """Whose figure counts; the default when not told."""
    return TariffAuthority(read_known("tariff_authority", value, AUTHORITIES)) if value else TariffAuthority.DEFAULT


def refuse_view(value: int) -> None:
    """Refuse every view but the basic one."""
    if value not in (basis_pb2.VIEW_UNSPECIFIED, basis_pb2.VIEW_BASIC):
        if value not in basis_pb2.View.values():
            raise ServiceError(ErrorReason.UNKNOWN_ENUM_VALUE, field="view")
        raise ServiceError(ErrorReason.VIEW_NOT_SUPPORTED, field="view")


def make_basis(
    context: Context, read: basis_pb2.ReadOptions, authority: TariffAuthority = TariffAuthority.DEFAULT
) -> basis_pb2.Basis:
    """The basis of an answer, from the way the register is to be read."""
    selection = read.WhichOneof("selection")
    if selection:
        raise ServiceError(ErrorReason.READ_OPTION_NOT_SUPPORTED, field=f"read.{selection}")
    if read.HasField("evaluated_at"):
        moment = _checked(read.evaluated_at)
    else:
        moment = Timestamp()
        moment.FromDatetime(context.clock())
    return basis_pb2.Basis(
        revision=context.snapshot.revision,
        tariff_digest=context.tariffs.digest,
        rules_version=RULES_VERSION,
        tariff_authority=AUTHORITY_NUMBERS[authority.value],  # type: ignore[arg-type]
        evaluated_at=moment,
    )


def _checked(moment: Timestamp) -> Timestamp:
    """The moment, which must be one of the calendar."""
    try:
        moment.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ServiceError(ErrorReason.INVALID_DATE, field="read.evaluated_at", value="(out of range)") from None
    return moment
