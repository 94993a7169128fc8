"""Many claims priced: from one request and one context to a stream of responses."""

from collections.abc import Iterator

from avtalt.v1 import claim_pb2
from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.limits import MOST_CLAIMS
from service.rpc.context import Context
from service.rpc.errors import known_failure, to_status
from service.rpc.failures import unforeseen
from service.rpc.pricing_handlers import Terms, price_one, read_terms

METHOD = "/avtalt.v1.ClaimPricingService/BatchPriceClaims"
MOST_RESULTS = 100
"""How many results a message has at most, so that progress is seen and a caller who gives up is noticed."""

FULL_MESSAGE_BYTES = 1024 * 1024
"""
How large a message is let become, unless one result alone is larger.

Clients read 4 MiB unless they are set otherwise, and so do proxies between.
"""


def handle_batch_price_claims(
    request: messages.BatchPriceClaimsRequest, context: Context
) -> Iterator[messages.BatchPriceClaimsResponse]:
    """Price many claims; what is wrong with the request as a whole is refused before anything is priced."""
    if not request.claims:
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claims")
    if len(request.claims) > MOST_CLAIMS:
        raise ServiceError(ErrorReason.TOO_MANY_ITEMS, field="claims", most=str(MOST_CLAIMS))
    return _responses(request, read_terms(request, context))


def _responses(request: messages.BatchPriceClaimsRequest, terms: Terms) -> Iterator[messages.BatchPriceClaimsResponse]:
    """The results in messages of a moderate size; each message is made when it is asked for."""
    results: list[messages.BatchPriceClaimsResult] = []
    size = 0
    for number, claim in enumerate(request.claims, 1):
        result = _result(number, claim, terms)
        result_size = result.ByteSize()
        if results and size + result_size > FULL_MESSAGE_BYTES:
            yield _response(request, terms, results)
            results, size = [], 0
        results.append(result)
        size += result_size
        if len(results) == MOST_RESULTS:
            yield _response(request, terms, results)
            results, size = [], 0
    if results:
        yield _response(request, terms, results)


def _response(
    request: messages.BatchPriceClaimsRequest, terms: Terms, results: list[messages.BatchPriceClaimsResult]
) -> messages.BatchPriceClaimsResponse:
    return messages.BatchPriceClaimsResponse(results=results, claim_count=len(request.claims), basis=terms.basis)


def _result(number: int, claim: claim_pb2.Claim, terms: Terms) -> messages.BatchPriceClaimsResult:
    """What comes of one claim; whatever goes wrong with it concerns no other."""
    try:
        return messages.BatchPriceClaimsResult(claim_number=number, decision=price_one(claim, terms))
    except Exception as failure:
        error = known_failure(failure) or unforeseen(failure, METHOD)
        return messages.BatchPriceClaimsResult(claim_number=number, error=to_status(error, terms.texts))
