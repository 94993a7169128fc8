"""Claims priced: one function per call, from request and context to response."""

from dataclasses import field

from avtalt.v1 import claim_pb2
from avtalt.v1 import claim_pricing_service_pb2 as messages
from registry.structs import struct
from service.errors import ErrorReason, ServiceError
from service.pricing.money.figures import TariffAuthority
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.context import Context, encode_basis, read_authority, read_language, read_view
from service.rpc.decision_id import DecisionIds
from service.rpc.encoded import Encoded, delimited
from service.rpc.read_claim import read_claim
from service.rpc.shapes.answer import Kept, answer, keep
from service.rpc.shapes.claims import watch
from service.rpc.shapes.snapshots import Tables, WatchedSnapshot, tables_of
from service.rpc.shapes.told import Told, take_apart
from service.rpc.write_decision import write_decision
from service.texts.catalogue import Catalogue

DECISION = b"\x0a"
"""What stands before the decision in a PriceClaimResponse: field 1, a message."""

MOST_FOUND = 1 << 10
"""So many answers are found again in the next claim of a batch without asking the register once more."""


@struct(frozen=True, slots=True)
class Terms:
    """
    What claims are priced by, whatever they hold: read once, for one claim or for many.

    `key` is all of it that an answer depends on, but for the register; `basis` is
    what every answer carries, as bytes. `found` has answers that hold in the
    register, by the shape of their claims.
    """

    context: Context
    authority: TariffAuthority
    explained: bool
    texts: Catalogue
    basis: bytes
    ids: DecisionIds
    key: tuple[object, ...]
    tables: Tables
    found: dict[bytes, Kept] = field(default_factory=dict)


def read_terms(request: messages.PriceClaimRequest | messages.BatchPriceClaimsRequest, context: Context) -> Terms:
    """The terms of a request."""
    texts = read_language(request.language_code)
    explained = read_view(request.view)
    authority = read_authority(request.tariff_authority)
    basis = encode_basis(context, authority)
    moment = context.snapshot.evaluated_at
    return Terms(
        context,
        authority,
        explained,
        texts,
        basis,
        DecisionIds(request.language_code, basis),
        (authority, explained, texts.language, moment and moment.date()),
        tables_of(context.snapshot),
    )


def price_one(claim: claim_pb2.Claim, terms: Terms) -> bytes:
    """The answer to one claim, a serialized Decision; a `ServiceError` when it cannot be read."""
    asked = claim.SerializeToString(deterministic=True)
    try:
        told = take_apart(claim, asked)
    except ServiceError:
        # Something is wrong with it; the first thing that is wrong is what is told.
        read_claim(claim, terms.context.tariffs.region_numbers)
        raise
    kept = terms.found.get(told.shape)
    if kept is None or not kept.fits(told):
        kept = _find(claim, told, terms)
    return answer(kept.parts, claim.claim_id, terms.ids.of(asked), terms.basis)


def _find(claim: claim_pb2.Claim, told: Told, terms: Terms) -> Kept:
    """The answer to a claim: one that is kept, or else a new one, which is kept from now on."""
    key = (told.shape, *terms.key)
    shapes, found = terms.context.shapes, terms.found
    kept = shapes.find(key, told, terms.tables)
    if kept is None:
        kept = _price(claim, told, terms)
        shapes.keep(key, kept)
    if len(found) >= MOST_FOUND:
        found.clear()
    found[told.shape] = kept
    return kept


def _price(message: claim_pb2.Claim, told: Told, terms: Terms) -> Kept:
    """The answer to a claim that no kept one stands for."""
    tariffs = terms.context.tariffs
    watches = watch(read_claim(message, tariffs.region_numbers))
    snapshot = WatchedSnapshot(terms.context.snapshot)
    trace = Trace() if terms.explained else SILENT
    decision = price_claim(watches.claim, snapshot, tariffs, terms.authority, trace)  # type: ignore[arg-type]
    written = write_decision(decision, trace, watches.claim.treatment_date, tariffs, terms.texts)
    return keep(written, watches, snapshot.reads, told)


def handle_price_claim(request: messages.PriceClaimRequest, context: Context) -> Encoded:
    """Price one claim: a PriceClaimResponse."""
    if not request.HasField("claim"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim")
    decision = price_one(request.claim, read_terms(request, context))
    return Encoded(b"".join(delimited(DECISION, decision)))
