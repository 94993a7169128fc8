"""What a handler is given besides the request: one revision, one tariff, one moment."""

from dataclasses import field
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from avtalt.v1 import basis_pb2
from registry.snapshot import Snapshot
from registry.store import Store
from registry.structs import struct
from registry.tariffs.tariff_set import TariffSet
from service.errors import ErrorReason, ServiceError
from service.pricing.money.figures import TariffAuthority
from service.rpc.encoded import delimited
from service.rpc.enums import AUTHORITIES, AUTHORITY_NUMBERS
from service.rpc.fields import read_known
from service.rpc.lasting import LastingMemory
from service.rpc.shapes.memory import Shapes
from service.texts.catalogue import LANGUAGES, Catalogue, catalogue

RULES_VERSION = "3"
"""Rises with every change of a rule or a text that can change an answer."""

EVALUATED_AT = b"\x2a"
"""What stands before the moment in a basis: its number, the last one, and the kind of what follows."""

NANOSECONDS = 1000
"""How many a microsecond has."""

DEFAULT_LANGUAGE = "nb"
VIEWS = frozenset(basis_pb2.View.values())


@struct(frozen=True, slots=True)
class Context:
    """
    What an answer is made from.

    `recorded` is one revision of the register, and `moment`, in UTC, what the answer
    is given for; `written` is the same where the caller wrote it, absent where not.
    `store` is only for what no snapshot has, such as the history; absent for a
    register in memory. `shapes` are answers that these tariffs have given; `lasting` is
    what calls have in common, absent for an earlier revision.
    """

    recorded: Snapshot
    tariffs: TariffSet
    moment: datetime
    written: Timestamp | None = None
    store: Store | None = None
    shapes: Shapes = field(default_factory=Shapes)
    lasting: LastingMemory | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The register, read for an answer of the moment."""
        return self.recorded.at(self.moment)

    @property
    def evaluated_at(self) -> Timestamp:
        """The moment, as the contract has it; `Timestamp.FromDatetime` would take three times as long."""
        if self.written is not None:
            return self.written
        moment = self.moment
        return Timestamp(seconds=int(moment.timestamp()), nanos=moment.microsecond * NANOSECONDS)


def read_language(code: str) -> Catalogue:
    """The texts of the language asked for; Bokmål when none is."""
    if code and code not in LANGUAGES:
        raise ServiceError(ErrorReason.UNSUPPORTED_LANGUAGE, field="language_code", known=", ".join(LANGUAGES))
    return catalogue(code or DEFAULT_LANGUAGE)


def read_authority(value: int) -> TariffAuthority:
    """Whose figure counts; the default when not told."""
    return TariffAuthority(read_known("tariff_authority", value, AUTHORITIES)) if value else TariffAuthority.DEFAULT


def read_view(value: int) -> bool:
    """Whether the derivation is wanted."""
    if value not in VIEWS:
        raise ServiceError(ErrorReason.UNKNOWN_ENUM_VALUE, field="view")
    return value == basis_pb2.VIEW_FULL


def need_store(context: Context) -> Store:
    """The store, for what no snapshot has; a register in memory has none."""
    if context.store is None:
        raise ServiceError(ErrorReason.REGISTER_NOT_REACHED)
    return context.store


def make_basis(context: Context, authority: TariffAuthority = TariffAuthority.DEFAULT) -> basis_pb2.Basis:
    """The basis of an answer."""
    return basis_pb2.Basis.FromString(encode_lasting_basis(context, authority) + encode_moment(context))


def encode_lasting_basis(context: Context, authority: TariffAuthority) -> bytes:
    """All of the basis but the moment, as it goes on the wire."""
    return basis_pb2.Basis(
        revision=context.recorded.revision,
        tariff_digest=context.tariffs.digest,
        rules_version=RULES_VERSION,
        tariff_authority=AUTHORITY_NUMBERS[authority.value],  # type: ignore[arg-type]
    ).SerializeToString(deterministic=True)


def encode_moment(context: Context) -> bytes:
    """The rest of the basis, the moment."""
    return b"".join(delimited(EVALUATED_AT, context.evaluated_at.SerializeToString()))
