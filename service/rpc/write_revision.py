"""Revisions and coverage put into the contract's words."""

from avtalt.v1 import coverage_pb2, revision_pb2
from registry.records import Coverage
from registry.revisions import Revision
from service.rpc.enums import COVERAGE_KIND_NUMBERS
from service.rpc.write_reason import write_day


def write_revision(revision: Revision) -> revision_pb2.Revision:
    """A revision; one without a number has no time."""
    written = revision_pb2.Revision(revision=revision.number, note=revision.note)
    if revision.number:
        written.record_time.FromDatetime(revision.record_time)
    return written


def write_coverage(coverage: Coverage) -> coverage_pb2.Coverage:
    """A coverage."""
    return coverage_pb2.Coverage(
        kind=COVERAGE_KIND_NUMBERS[coverage.kind],  # type: ignore[arg-type]
        area=coverage.area,
        first_date=write_day(coverage.period.first_date),
        last_date=write_day(coverage.period.last_date),
        source=coverage.source,
        last_confirmed=write_day(coverage.last_confirmed),
        max_age_days=coverage.max_age_days,
    )
