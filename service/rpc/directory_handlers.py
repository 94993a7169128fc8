"""Providers read: one function per call, from request and context to response."""

from avtalt.v1 import provider_directory_service_pb2 as messages
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis
from service.rpc.fields import read_hpr_number, read_organisation_number
from service.rpc.write_provider import write_organisation, write_performer


def handle_get_provider(request: messages.GetProviderRequest, context: Context) -> messages.GetProviderResponse:
    """All that is recorded about one provider."""
    basis = make_basis(context, request.read)
    snapshot = context.snapshot
    match request.WhichOneof("identifier"):
        case "hpr_number":
            performer = snapshot.performer(read_hpr_number("hpr_number", request.hpr_number))
            if performer is None:
                raise ServiceError(ErrorReason.PROVIDER_NOT_FOUND, provider=f"HPR {request.hpr_number}")
            provider = write_performer(performer, snapshot)
        case "organisation_number":
            number = read_organisation_number("organisation_number", request.organisation_number)
            organisation = snapshot.organisation(number)
            if organisation is None:
                raise ServiceError(ErrorReason.PROVIDER_NOT_FOUND, provider=f"ORG {number}")
            provider = write_organisation(organisation)
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field="hpr_number")
    return messages.GetProviderResponse(provider=provider, basis=basis)
