"""
The handlers on the wire, as thin adapters.

Each service is listed once, by method name and handler; the asynchronous and
the synchronous adapter are made from the same list, so that they cannot differ.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from enum import Enum, auto
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message_factory import GetMessageClass

from avtalt.v1 import (
    agreement_service_pb2,
    claim_pricing_service_pb2,
    provider_directory_service_pb2,
    registry_service_pb2,
    setup_service_pb2,
    tariff_service_pb2,
)
from registry.structs import struct
from service.errors import ErrorReason, ServiceError
from service.rpc import agreement_handlers as agreement
from service.rpc import batch_handler as batch
from service.rpc import directory_handlers as directory
from service.rpc import history_handlers as history
from service.rpc import listing_handlers as listing
from service.rpc import price_list_handler as price_list
from service.rpc import pricing_handlers as pricing
from service.rpc import registry_handlers as registry
from service.rpc import reimbursability_handlers as reimbursability
from service.rpc import setup_handlers as setup
from service.rpc import tariff_handlers as tariff
from service.rpc import write_handlers as write
from service.rpc.encoded import decoder, serializer
from service.rpc.import_handler import receive_import
from service.rpc.listing import read_options
from service.rpc.reading import Reading
from service.rpc.writes import Writes, in_writing_thread

Handler = Callable[[Any, Any], Any]


class Way(Enum):
    """
    How a handler is run.

    `AT_ONCE` never waits; `IN_THREAD` may take long; `FROM_STORE` reads what no
    snapshot has; `WRITE` writes to the register; `RECEIVE` does so from a stream;
    `SEND` gives a stream of responses, each made when it is asked for.
    """

    AT_ONCE = auto()
    IN_THREAD = auto()
    FROM_STORE = auto()
    WRITE = auto()
    RECEIVE = auto()
    SEND = auto()


@struct(frozen=True, slots=True)
class Service:
    """A service of the contract and the handlers of its methods, each with the way it is run."""

    descriptor: ServiceDescriptor
    handlers: Mapping[str, tuple[Handler, Way]]

    @property
    def name(self) -> str:
        """The full name, as clients and health checks use it."""
        return str(self.descriptor.full_name)


def _service(file: Any, name: str, **handlers: tuple[Handler, Way]) -> Service:
    return Service(file.DESCRIPTOR.services_by_name[name], handlers)


SERVICES = (
    _service(
        claim_pricing_service_pb2,
        "ClaimPricingService",
        PriceClaim=(pricing.handle_price_claim, Way.AT_ONCE),
        BatchPriceClaims=(batch.handle_batch_price_claims, Way.SEND),
    ),
    _service(
        agreement_service_pb2,
        "AgreementService",
        VerifyDirectSettlementAgreement=(agreement.handle_verify_direct_settlement_agreement, Way.AT_ONCE),
        VerifyMunicipalFundingContract=(agreement.handle_verify_municipal_funding_contract, Way.AT_ONCE),
        VerifyRegionalHealthAuthorityContract=(
            agreement.handle_verify_regional_health_authority_contract,
            Way.AT_ONCE,
        ),
        VerifyManualTherapistAuthorisation=(agreement.handle_verify_manual_therapist_authorisation, Way.AT_ONCE),
        VerifyReimbursability=(reimbursability.handle_verify_reimbursability, Way.AT_ONCE),
    ),
    _service(
        provider_directory_service_pb2,
        "ProviderDirectoryService",
        GetProvider=(directory.handle_get_provider, Way.AT_ONCE),
        BatchGetProviders=(directory.handle_batch_get_providers, Way.IN_THREAD),
        ListProviders=(listing.handle_list_providers, Way.IN_THREAD),
        GetProviderHistory=(history.handle_get_provider_history, Way.FROM_STORE),
    ),
    _service(
        registry_service_pb2,
        "RegistryService",
        RegisterProvider=(write.handle_register_provider, Way.WRITE),
        RecordAgreement=(write.handle_record_agreement, Way.WRITE),
        EndAgreement=(write.handle_end_agreement, Way.WRITE),
        CorrectAgreement=(write.handle_correct_agreement, Way.WRITE),
        RecordCompetence=(write.handle_record_competence, Way.WRITE),
        RecordAffiliation=(write.handle_record_affiliation, Way.WRITE),
        RecordPractice=(write.handle_record_practice, Way.WRITE),
        RecordCoverage=(write.handle_record_coverage, Way.WRITE),
        ImportRegistry=(receive_import, Way.RECEIVE),
        GetRevision=(registry.handle_get_revision, Way.FROM_STORE),
        ListRevisions=(registry.handle_list_revisions, Way.FROM_STORE),
        ListCoverage=(registry.handle_list_coverage, Way.IN_THREAD),
    ),
    _service(setup_service_pb2, "SetupService", CheckSetup=(setup.handle_check_setup, Way.IN_THREAD)),
    _service(
        tariff_service_pb2,
        "TariffService",
        GetFee=(tariff.handle_get_fee, Way.AT_ONCE),
        ListFees=(tariff.handle_list_fees, Way.AT_ONCE),
        GetUserFeeCeiling=(tariff.handle_get_user_fee_ceiling, Way.AT_ONCE),
        GetPriceList=(price_list.handle_get_price_list, Way.IN_THREAD),
    ),
)


def find_handler(method: str) -> Handler:
    """The handler of a method, by its short name, for whoever asks in the same process: it answers with messages."""
    service = next(service for service in SERVICES if method in service.handlers)
    return _in_process(service.descriptor.methods_by_name[method], service.handlers[method][0])


def wire_handler(method: str) -> Handler:
    """The handler of a method as a server runs it, by its short name; what it answers may be bytes already."""
    return next(service.handlers[method][0] for service in SERVICES if method in service.handlers)


def _in_process(method: MethodDescriptor, handler: Handler) -> Handler:
    decode = decoder(GetMessageClass(method.output_type).FromString)
    return lambda request, context: decode(handler(request, context))


def reads_the_store(method: str) -> bool:
    """Whether a method needs more than a snapshot."""
    return next(service.handlers[method][1] for service in SERVICES if method in service.handlers) is Way.FROM_STORE


def asynchronous(service: Service, reading: Reading, writes: Writes) -> grpc.GenericRpcHandler:
    """A service for a grpc.aio server; what may wait is done in a thread of its own."""

    def adapt(_method: MethodDescriptor, handler: Handler, way: Way) -> Callable[[Any, Any], Any]:
        async def at_once(request: Any, _call: Any) -> Any:
            return handler(request, await reading.open_soon(read_options(request)))

        async def in_thread(request: Any, _call: Any) -> Any:
            context = await reading.open_soon(read_options(request))
            return await asyncio.to_thread(handler, request, context)

        async def writing(request: Any, _call: Any) -> Any:
            writes.refuse_unless_allowed()
            return await in_writing_thread(handler, request, writes)

        async def receiving(requests: Any, _call: Any) -> Any:
            return await handler(requests, writes)

        async def sending(request: Any, _call: Any) -> AsyncIterator[Any]:
            context = await reading.open_soon(read_options(request))
            responses = iter(handler(request, context))
            # The next one is made only when the last one has gone out, and none when the call was given up.
            while (response := await asyncio.to_thread(next, responses, None)) is not None:
                yield response

        ways: dict[Way, Callable[[Any, Any], Any]] = {
            Way.AT_ONCE: at_once,
            Way.IN_THREAD: in_thread,
            Way.FROM_STORE: in_thread,
            Way.WRITE: writing,
            Way.RECEIVE: receiving,
            Way.SEND: sending,
        }
        return ways[way]

    return _generic(service, adapt)


def synchronous(service: Service, reading: Reading) -> grpc.GenericRpcHandler:
    """A service for a threaded server and for the testing library; it only reads."""

    def adapt(method: MethodDescriptor, handler: Handler, way: Way) -> Callable[[Any, Any], Any]:
        handle = _in_process(method, handler)

        def answer(request: Any, _call: Any) -> Any:
            if way in (Way.WRITE, Way.RECEIVE):
                raise ServiceError(ErrorReason.WRITES_NOT_ALLOWED)
            return handle(request, reading.open(read_options(request)))

        return answer

    return _generic(service, adapt)


_MAKE: dict[tuple[bool, bool], Callable[..., Any]] = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
}
"""How a method is wired, by whether the request and whether the response is a stream."""


def _generic(
    service: Service, adapt: Callable[[MethodDescriptor, Handler, Way], Callable[[Any, Any], Any]]
) -> grpc.GenericRpcHandler:
    def wired(method: MethodDescriptor) -> Any:
        return _MAKE[method.client_streaming, method.server_streaming](
            adapt(method, *service.handlers[method.name]),
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=serializer(GetMessageClass(method.output_type).SerializeToString),
        )

    return grpc.method_handlers_generic_handler(
        service.name,
        {method.name: wired(method) for method in service.descriptor.methods},
    )
