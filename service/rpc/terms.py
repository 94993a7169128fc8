"""What claims are priced by, whatever they hold: read once, for one claim or for many."""

from dataclasses import field

from avtalt.v1 import claim_pricing_service_pb2 as messages
from registry.snapshot import Snapshot
from registry.structs import struct
from service.pricing.money.figures import TariffAuthority
from service.rpc.context import Context, encode_lasting_basis, encode_moment, read_authority, read_language, read_view
from service.rpc.shapes.answer import Kept
from service.rpc.shapes.snapshots import Tables, tables_of
from service.texts.catalogue import Catalogue

MOST_LASTING = 1 << 4
"""How many lasting terms are kept: few callers ask for another language, another day or an explanation."""

MOST_FOUND = 1 << 8
"""How many answers are found again without asking the register once more."""


@struct(frozen=True, slots=True)
class Lasting:
    """
    Of the terms of a call what they have in common with the next one, which mostly asks for the same.

    `recorded` is the register, of which `tables` are a part; `authority`, `explained`
    and `texts` are what is asked. `key` is all that an answer depends on, but for
    register and claim; `basis` is what every answer carries, as bytes, but for the
    moment. `found` has answers that hold in the register, by the shape of their claims.
    """

    recorded: Snapshot
    authority: TariffAuthority
    explained: bool
    texts: Catalogue
    basis: bytes
    key: tuple[object, ...]
    tables: Tables
    found: dict[bytes, Kept] = field(default_factory=dict)


@struct(frozen=True, slots=True)
class Terms:
    """The terms of a call; `basis` is what its answers carry, as bytes, and `rest` what is asked besides a claim."""

    context: Context
    lasting: Lasting
    basis: bytes
    rest: bytes

    @property
    def texts(self) -> Catalogue:
        """The texts of the language asked for."""
        return self.lasting.texts


def read_terms(request: messages.PriceClaimRequest | messages.BatchPriceClaimsRequest, context: Context) -> Terms:
    """The terms of a request; raises `ServiceError` when one cannot be read."""
    language_code = request.language_code
    asked = (language_code, request.view, request.tariff_authority, context.moment.date())
    memory = context.shapes.terms
    lasting = memory.get(asked)
    if lasting is None or lasting.recorded is not context.recorded:
        lasting = _read_lasting(request, context)
        if len(memory) >= MOST_LASTING or any(each.recorded is not context.recorded for each in list(memory.values())):
            memory.clear()  # also so that no register is kept for the sake of its terms
        memory[asked] = lasting
    basis = lasting.basis + encode_moment(context)
    return Terms(context, lasting, basis, b"\0" + language_code.encode() + b"\0" + basis)


def _read_lasting(request: messages.PriceClaimRequest | messages.BatchPriceClaimsRequest, context: Context) -> Lasting:
    texts = read_language(request.language_code)
    explained = read_view(request.view)
    authority = read_authority(request.tariff_authority)
    return Lasting(
        context.recorded,
        authority,
        explained,
        texts,
        encode_lasting_basis(context, authority),
        (authority, explained, texts.language, context.moment.date()),
        tables_of(context.recorded),
    )
