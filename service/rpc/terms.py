"""What claims are priced by, whatever they hold: read once, for one claim or for many."""

from avtalt.v1 import claim_pricing_service_pb2 as messages
from registry.structs import struct
from service.rpc.context import Context, encode_lasting_basis, encode_moment, read_authority, read_language, read_view
from service.rpc.lasting import Lasting
from service.rpc.shapes.snapshots import tables_of
from service.texts.catalogue import Catalogue


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
    memory = context.lasting
    lasting = memory.find(asked) if memory else None
    if lasting is None:
        lasting = _read_lasting(request, context)
        if memory:
            memory.keep(asked, lasting)
    basis = lasting.basis + encode_moment(context)
    return Terms(context, lasting, basis, b"\0" + language_code.encode() + b"\0" + basis)


def _read_lasting(request: messages.PriceClaimRequest | messages.BatchPriceClaimsRequest, context: Context) -> Lasting:
    texts = read_language(request.language_code)
    explained = read_view(request.view)
    authority = read_authority(request.tariff_authority)
    return Lasting(
        authority,
        explained,
        texts,
        encode_lasting_basis(context, authority),
        (authority, explained, texts.language, context.moment.date()),
        tables_of(context.recorded),
    )
