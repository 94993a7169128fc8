"""What the register is made of: revisions and coverage, from request and context to response."""

from avtalt.v1 import registry_service_pb2 as messages
from registry.counting import AgreementCounts
from registry.records import CoverageKind
from registry.revisions import NOTHING_RECORDED
from registry.store import UnknownRevisionError
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis, need_store
from service.rpc.enums import COVERAGE_KINDS
from service.rpc.fields import LARGEST_INT32, read_known, read_number
from service.rpc.write_reason import write_day
from service.rpc.write_revision import write_coverage, write_revision

USUAL_PAGE = 100
LARGEST_PAGE = 1_000

COUNTS = AgreementCounts()


def handle_get_revision(request: messages.GetRevisionRequest, context: Context) -> messages.GetRevisionResponse:
    """One revision, or the newest."""
    store = need_store(context)
    number = read_number("revision", request.revision, 0, LARGEST_INT32)
    try:
        found = store.revision(number) if number else store.newest() or NOTHING_RECORDED
    except UnknownRevisionError:
        newest = store.newest() or NOTHING_RECORDED
        raise ServiceError(
            ErrorReason.REVISION_NOT_FOUND, field="revision", revision=str(number), newest=str(newest.number)
        ) from None
    return messages.GetRevisionResponse(revision=write_revision(found))


def handle_list_revisions(request: messages.ListRevisionsRequest, context: Context) -> messages.ListRevisionsResponse:
    """Revisions in order."""
    after = read_number("after_revision", request.after_revision, 0, LARGEST_INT32)
    size = read_number("page_size", request.page_size, 0, LARGEST_PAGE) or USUAL_PAGE
    found = need_store(context).revisions(after, size)
    return messages.ListRevisionsResponse(revisions=[write_revision(each) for each in found])


def handle_list_coverage(request: messages.ListCoverageRequest, context: Context) -> messages.ListCoverageResponse:
    """Where the register is complete, and how fresh that is."""
    snapshot = context.snapshot
    kind = CoverageKind(read_known("kind", request.kind, COVERAGE_KINDS)) if request.kind else None
    rows = [
        row
        for row in snapshot.each_coverage()
        if (kind is None or row.kind is kind) and (not request.area or row.area == request.area)
    ]
    counts = COUNTS.of(snapshot)
    today = context.moment.date()
    response = messages.ListCoverageResponse(basis=make_basis(context))
    for row in sorted(rows, key=lambda each: each.key):
        until = row.fresh_until()
        response.coverages.add(
            coverage=write_coverage(row),
            fresh_until=write_day(until),
            stale=until is not None and until < today,
            agreements=counts[row.kind.value, row.area],
        )
    return response
