"""Claims priced: one function per call, from request and context to response."""

from dataclasses import dataclass

from avtalt.v1 import basis_pb2, claim_pb2, decision_pb2
from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.pricing.money.figures import TariffAuthority
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.context import Context, make_basis, read_authority, read_language, read_view
from service.rpc.read_claim import read_claim
from service.rpc.write_decision import write_decision
from service.texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What claims are priced by, whatever they hold: read once, for one claim or for many.

    `language_code` is as the caller wrote it, since it is part of what was asked.
    """

    context: Context
    authority: TariffAuthority
    explained: bool
    texts: Catalogue
    language_code: str
    basis: basis_pb2.Basis


def read_terms(request: messages.PriceClaimRequest | messages.BatchPriceClaimsRequest, context: Context) -> Terms:
    """The terms of a request."""
    texts = read_language(request.language_code)
    explained = read_view(request.view)
    authority = read_authority(request.tariff_authority)
    return Terms(context, authority, explained, texts, request.language_code, make_basis(context, authority))


def price_one(claim: claim_pb2.Claim, terms: Terms) -> decision_pb2.Decision:
    """The answer to one claim; a `ServiceError` when it cannot be read."""
    context, trace = terms.context, Trace() if terms.explained else SILENT
    read = read_claim(claim, context.tariffs.region_numbers)
    decision = price_claim(read, context.snapshot, context.tariffs, terms.authority, trace)
    return write_decision(decision, trace, claim, terms.language_code, terms.basis, context.tariffs, terms.texts)


def handle_price_claim(request: messages.PriceClaimRequest, context: Context) -> messages.PriceClaimResponse:
    """Price one claim."""
    if not request.HasField("claim"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim")
    return messages.PriceClaimResponse(decision=price_one(request.claim, read_terms(request, context)))
