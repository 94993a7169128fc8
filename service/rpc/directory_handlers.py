"""Providers read: one function per call, from request and context to response."""

from avtalt.v1 import provider_directory_service_pb2 as messages
from avtalt.v1 import provider_pb2
from service.errors import ErrorReason, ServiceError
from service.rpc.context import Context, make_basis
from service.rpc.fields import read_hpr_number, read_organisation_number
from service.rpc.write_provider import write_organisation, write_performer

MOST_PROVIDERS = 1_000


def handle_get_provider(request: messages.GetProviderRequest, context: Context) -> messages.GetProviderResponse:
    """All that is recorded about one provider."""
    provider = _find(request, context, "")
    if provider is None:
        kind = "HPR" if request.hpr_number else "ORG"
        number = request.hpr_number or request.organisation_number
        raise ServiceError(ErrorReason.PROVIDER_NOT_FOUND, provider=f"{kind} {number}")
    return messages.GetProviderResponse(provider=provider, basis=make_basis(context))


def handle_batch_get_providers(
    request: messages.BatchGetProvidersRequest, context: Context
) -> messages.BatchGetProvidersResponse:
    """All that is recorded about several providers."""
    if len(request.identifiers) > MOST_PROVIDERS:
        raise ServiceError(ErrorReason.TOO_MANY_ITEMS, field="identifiers", most=str(MOST_PROVIDERS))
    response = messages.BatchGetProvidersResponse(basis=make_basis(context))
    for place, identifier in enumerate(request.identifiers):
        provider = _find(identifier, context, f"identifiers[{place}].")
        if provider:
            response.providers.append(provider)
        else:
            response.missing.append(identifier)
    return response


def _find(
    message: messages.GetProviderRequest | messages.ProviderIdentifier, context: Context, within: str
) -> provider_pb2.Provider | None:
    """The provider that a message names; absent when it is not on record."""
    snapshot = context.snapshot
    match message.WhichOneof("identifier"):
        case "hpr_number":
            performer = snapshot.performer(read_hpr_number(f"{within}hpr_number", message.hpr_number))
            return write_performer(performer, snapshot) if performer else None
        case "organisation_number":
            number = read_organisation_number(f"{within}organisation_number", message.organisation_number)
            organisation = snapshot.organisation(number)
            return write_organisation(organisation) if organisation else None
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{within}hpr_number")
