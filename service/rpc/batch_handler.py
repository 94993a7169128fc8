"""Many claims priced: from one request and one context to a stream of responses."""

from collections.abc import Iterator

from avtalt.v1 import basis_pb2, claim_pb2
from avtalt.v1 import claim_pricing_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.limits import MOST_CLAIMS
from service.rpc.context import Context
from service.rpc.encoded import Encoded, delimited, varint
from service.rpc.errors import known_failure, to_status
from service.rpc.failures import unforeseen
from service.rpc.pricing_handlers import price_one
from service.rpc.terms import Terms, read_terms

RESULT, NUMBER, DECISION = b"\x0a", b"\x08", b"\x12"
"""What stands before a result, its number and its decision: their field numbers, and the kind of what follows."""

METHOD = "/avtalt.v1.ClaimPricingService/BatchPriceClaims"
MOST_RESULTS = 100
"""How many results a message has at most, so that progress is seen and a caller who gives up is noticed."""

FULL_MESSAGE_BYTES = 1024 * 1024
"""
How large a message is let become, unless one result alone is larger.

Clients read 4 MiB unless they are set otherwise, and so do proxies between.
"""


def handle_batch_price_claims(request: messages.BatchPriceClaimsRequest, context: Context) -> Iterator[Encoded]:
    """Price many claims; what is wrong with the request as a whole is refused before anything is priced."""
    if not request.claims:
        raise ServiceError(ErrorReason.FIELD_MISSING, field="claims")
    if len(request.claims) > MOST_CLAIMS:
        raise ServiceError(ErrorReason.TOO_MANY_ITEMS, field="claims", most=str(MOST_CLAIMS))
    return _responses(request, read_terms(request, context))


def _responses(request: messages.BatchPriceClaimsRequest, terms: Terms) -> Iterator[Encoded]:
    """The results in messages of a moderate size; each message is made when it is asked for."""
    rest = _rest(request, terms)
    results: list[bytes] = []
    size = 0
    for number, claim in enumerate(request.claims, 1):
        result = _result(number, claim, terms)
        if results and size + len(result) > FULL_MESSAGE_BYTES:
            yield _response(results, rest)
            results, size = [], 0
        results.append(result)
        size += len(result)
        if len(results) == MOST_RESULTS:
            yield _response(results, rest)
            results, size = [], 0
    if results:
        yield _response(results, rest)


def _rest(request: messages.BatchPriceClaimsRequest, terms: Terms) -> bytes:
    """What every response has after its results."""
    basis = basis_pb2.Basis.FromString(terms.basis)
    rest = messages.BatchPriceClaimsResponse(claim_count=len(request.claims), basis=basis)
    return rest.SerializeToString(deterministic=True)


def _response(results: list[bytes], rest: bytes) -> Encoded:
    return Encoded(b"".join((*(part for result in results for part in delimited(RESULT, result)), rest)))


def _result(number: int, claim: claim_pb2.Claim, terms: Terms) -> bytes:
    """What comes of one claim, a BatchPriceClaimsResult; whatever goes wrong with it concerns no other."""
    try:
        decision = price_one(claim, terms)
    except Exception as failure:
        error = to_status(known_failure(failure) or unforeseen(failure, METHOD), terms.texts)
        return messages.BatchPriceClaimsResult(claim_number=number, error=error).SerializeToString()
    return b"".join((NUMBER, varint(number), *delimited(DECISION, decision)))
