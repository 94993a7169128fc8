"""What an import did, or would do, put into the contract's words."""

from avtalt.v1 import registry_service_pb2 as messages
from registry.exchange.importing import ImportReport
from registry.writing import Writing
from service.rpc.writes import Changed, write_result


def write_report(report: ImportReport, writing: Writing) -> messages.ImportRegistryResponse:
    """The report of an import."""
    return messages.ImportRegistryResponse(
        result=write_result(writing, Changed()),
        counts=[
            messages.ImportCount(
                kind=kind,
                added=count.added,
                changed=count.changed,
                ended=count.ended,
                unchanged=count.unchanged,
                refused=count.refused,
            )
            for kind, count in report.counts.items()
        ],
        changes=[
            messages.ImportChange(kind=each.kind, change=each.change, key=each.key, detail=each.detail)
            for each in report.changes
        ],
        refusals=[
            messages.ImportRefusal(file=each.file, line=each.line, problem=each.problem) for each in report.refusals
        ],
    )
