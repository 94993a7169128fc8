"""Claims priced: one function per call, from request and context to response."""

from avtalt.v1 import claim_pb2
from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.context import Context
from service.rpc.decision_id import decision_id
from service.rpc.encoded import Encoded, delimited
from service.rpc.read_claim import read_claim
from service.rpc.shapes.answer import Kept, Parts, answer, keep, parts_of
from service.rpc.shapes.claims import watch
from service.rpc.shapes.snapshots import WatchedSnapshot
from service.rpc.shapes.told import Told, take_apart
from service.rpc.terms import Terms, read_terms
from service.rpc.write_decision import write_decision

DECISION = b"\x0a"
"""What stands before the decision in a PriceClaimResponse: field 1, a message."""


def price_one(claim: claim_pb2.Claim, terms: Terms) -> bytes:
    """The answer to one claim, a serialized Decision; a `ServiceError` when it cannot be read."""
    asked = claim.SerializeToString(deterministic=True)
    try:
        told = take_apart(asked)
    except ServiceError:
        # Something is wrong with it; the first thing that is wrong is what is told.
        read_claim(claim, terms.context.tariffs.region_numbers)
        raise
    kept = terms.lasting.found.get(told.shape)
    parts = kept.parts if kept is not None and kept.fits(told) else _find(claim, told, terms)
    return answer(parts, told.claim_id, decision_id(asked, terms.rest), terms.basis)


def _find(claim: claim_pb2.Claim, told: Told, terms: Terms) -> Parts:
    """The answer to a claim: one that is kept, or else a new one, which is kept from now on where it may be."""
    shapes, lasting = terms.context.shapes, terms.lasting
    key = (told.shape, *lasting.key)
    kept = shapes.find(key, told, lasting.tables)
    if kept is None:
        parts, kept = _price(claim, terms)
        if kept is None:
            return parts
        shapes.keep(key, kept)
    lasting.remember(told.shape, kept)
    return kept.parts


def _price(message: claim_pb2.Claim, terms: Terms) -> tuple[Parts, Kept | None]:
    """The answer to a claim that no kept one stands for, and what may be kept of it."""
    tariffs, lasting = terms.context.tariffs, terms.lasting
    watches = watch(read_claim(message, tariffs.region_numbers))
    snapshot = WatchedSnapshot(terms.context.snapshot)
    trace = Trace() if lasting.explained else SILENT
    decision = price_claim(watches.claim, snapshot, tariffs, lasting.authority, trace)  # type: ignore[arg-type]
    parts = parts_of(write_decision(decision, trace, watches.claim.treatment_date, tariffs, lasting.texts))
    return parts, keep(watches, snapshot.reads, parts)


def handle_price_claim(request: messages.PriceClaimRequest, context: Context) -> Encoded:
    """Price one claim: a PriceClaimResponse."""
    if not request.HasField("claim"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim")
    decision = price_one(request.claim, read_terms(request, context))
    return Encoded(b"".join(delimited(DECISION, decision)))
