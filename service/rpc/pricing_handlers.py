"""Claims priced: one function per call, from request and context to response."""

from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.context import Context, make_basis, read_authority, read_language, read_view
from service.rpc.read_claim import read_claim
from service.rpc.write_decision import write_decision


def handle_price_claim(request: messages.PriceClaimRequest, context: Context) -> messages.PriceClaimResponse:
    """Price one claim."""
    if not request.HasField("claim"):
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claim")
    texts = read_language(request.language_code)
    trace = Trace() if read_view(request.view) else SILENT
    authority = read_authority(request.tariff_authority)
    basis = make_basis(context, authority)
    claim = read_claim(request.claim, context.tariffs.region_numbers)
    decision = price_claim(claim, context.snapshot, context.tariffs, authority, trace)
    written = write_decision(decision, trace, request, basis, context.tariffs, texts)
    return messages.PriceClaimResponse(decision=written)
