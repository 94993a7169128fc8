"""The history of a provider: from request and context to response."""

from avtalt.v1 import provider_directory_service_pb2 as messages
from registry.history import HistoryEntry, organisation_history, performer_history
from registry.records import Affiliation, Agreement, Competence, Coverage, Organisation, Performer, Practice
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis, need_store
from service.rpc.fields import read_hpr_number, read_organisation_number
from service.rpc.write_provider import write_affiliation, write_competence, write_practice
from service.rpc.write_reason import write_agreement
from service.rpc.write_revision import write_revision


def handle_get_provider_history(
    request: messages.GetProviderHistoryRequest, context: Context
) -> messages.GetProviderHistoryResponse:
    """Every record about a provider, with both times."""
    basis, store = make_basis(context), need_store(context)
    revision = context.snapshot.revision
    match request.WhichOneof("identifier"):
        case "hpr_number":
            number = read_hpr_number("hpr_number", request.hpr_number)
            entries, provider = performer_history(store, number, revision), f"HPR {number}"
        case "organisation_number":
            number = read_organisation_number("organisation_number", request.organisation_number)
            entries, provider = organisation_history(store, number, revision), f"ORG {number}"
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field="hpr_number")
    if not entries:
        raise ServiceError(ErrorReason.PROVIDER_NOT_FOUND, provider=provider)
    return messages.GetProviderHistoryResponse(entries=[_write(entry) for entry in entries], basis=basis)


def _write(entry: HistoryEntry) -> messages.HistoryEntry:
    written = messages.HistoryEntry(recorded=write_revision(entry.recorded))
    if entry.superseded:
        written.superseded.CopyFrom(write_revision(entry.superseded))
    match entry.record:
        case Performer(name=name, source=source) | Organisation(name=name, source=source):
            written.name.CopyFrom(messages.ProviderName(name=name, source=source))
        case Competence():
            written.competence.CopyFrom(write_competence(entry.record))
        case Affiliation():
            written.affiliation.CopyFrom(write_affiliation(entry.record))
        case Practice():
            written.practice.CopyFrom(write_practice(entry.record))
        case Agreement():
            written.agreement.CopyFrom(write_agreement(entry.record))
        case Coverage():
            raise ValueError("coverage belongs to no provider")
    return written
