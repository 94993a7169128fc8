"""The bookings of a diary put to a server, or answered here, with a bar that shows how far it has come."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from google.rpc import error_details_pb2, status_pb2
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from avtalt.v1.basis_pb2 import Basis, ReadOptions
from avtalt.v1.claim_pb2 import Claim
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, BatchPriceClaimsResult
from service.cli.asking import MOST_BYTES, session
from service.cli.options import Asking
from service.cli.pricing_terms import Terms
from service.errors import ErrorReason, ServiceError
from service.limits import MOST_CLAIMS
from service.rpc.errors import to_status
from service.texts.catalogue import catalogue

METHOD = "BatchPriceClaims"
ROOM_BYTES = MOST_BYTES - 64 * 1024
"""For the claims of one call, which besides them holds a few fields and a few bytes for each."""

BYTES_AROUND = 8
Advance = Callable[[int], None]


def price_all(
    claims: Sequence[Claim], terms: Terms, asking: Asking, advance: Advance
) -> tuple[list[BatchPriceClaimsResult], Basis]:
    """
    What comes of each claim, in order, and what all of it rests on.

    More claims than one call takes are put in several, which all read what the
    first one has read and answer for its moment.
    """
    results: list[BatchPriceClaimsResult] = []
    basis = Basis()
    with session(asking, METHOD) as put:
        for part in parts(claims):
            request = BatchPriceClaimsRequest(claims=part)
            terms.fill(request)
            if results:
                request.read.CopyFrom(same_state(basis))
            for response in put(METHOD, request):
                results += (_harmless(result, terms.spoken) for result in response.results)
                basis = response.basis
                advance(len(response.results))
    return results, basis


def same_state(basis: Basis) -> ReadOptions:
    """How to read what an answer has read, for the moment it was given for."""
    return ReadOptions(exact_revision=basis.revision, evaluated_at=basis.evaluated_at)


def parts(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The claims in as many lists as calls are needed."""
    part: list[Claim] = []
    size = 0
    for claim in claims:
        added = claim.ByteSize() + BYTES_AROUND
        if part and (len(part) == MOST_CLAIMS or size + added > ROOM_BYTES):
            yield part
            part, size = [], 0
        part.append(claim)
        size += added
    if part:
        yield part


def _harmless(result: BatchPriceClaimsResult, language: str) -> BatchPriceClaimsResult:
    """The result without what an error repeats of the claim: in a diary, cells of a wrong column go astray."""
    if result.HasField("error"):
        result.error.CopyFrom(_retold(result.error, language))
    return result


def _retold(status: status_pb2.Status, language: str) -> status_pb2.Status:
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if not detail.Unpack(info):
            continue
        data = dict(info.metadata)
        if "value" in data:
            data["value"] = catalogue(language).say("diary", "NOT_REPEATED", {})
        try:
            reason = ErrorReason(info.reason.removeprefix("ERROR_REASON_"))
            return to_status(ServiceError(reason, **data), catalogue(language))
        except (KeyError, ValueError):
            return status_pb2.Status(code=status.code, message=info.reason)
    return status_pb2.Status(code=status.code)


@contextmanager
def progress(total: int) -> Iterator[Advance]:
    """A bar on a terminal's standard error; nothing elsewhere."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
