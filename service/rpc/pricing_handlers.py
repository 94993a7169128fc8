"""Claims priced: one function per call, from request and context to response."""

from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.pricing.price import price_claim
from service.rpc.context import Context, make_basis, read_authority, read_language, refuse_view
from service.rpc.read_claim import read_claim
from service.rpc.write_decision import write_decision


def handle_price_claim(request: messages.PriceClaimRequest, context: Context) -> messages.PriceClaimResponse:
    """Price one claim."""
    if not request.HasField("claim"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim")
    texts = read_language(request.language_code)
    refuse_view(request.view)
    authority = read_authority(request.tariff_authority)
    basis = make_basis(context, authority)
    claim = read_claim(request.claim, context.tariffs.region_numbers)
    decision = price_claim(claim, context.snapshot, context.tariffs, authority)
    return messages.PriceClaimResponse(decision=write_decision(decision, request, basis, texts))
