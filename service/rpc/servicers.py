"""
The handlers on the wire, as thin adapters.

Each service is listed once, by method name and handler; the asynchronous and
the synchronous adapter are made from the same list, so that they cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from avtalt.v1 import (
    agreement_service_pb2,
    claim_pricing_service_pb2,
    provider_directory_service_pb2,
    tariff_service_pb2,
)
from service.rpc.agreement_handlers import (
    handle_verify_direct_settlement_agreement,
    handle_verify_manual_therapist_authorisation,
    handle_verify_municipal_funding_contract,
    handle_verify_regional_health_authority_contract,
)
from service.rpc.context import Context
from service.rpc.directory_handlers import handle_get_provider
from service.rpc.pricing_handlers import handle_price_claim
from service.rpc.reimbursability_handlers import handle_verify_reimbursability
from service.rpc.tariff_handlers import handle_get_fee, handle_get_user_fee_ceiling, handle_list_fees

Handler = Callable[[Any, Context], Message]


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the contract and the handlers of its methods."""

    descriptor: ServiceDescriptor
    handlers: Mapping[str, Handler]

    @property
    def name(self) -> str:
        """The full name, as clients and health checks use it."""
        return str(self.descriptor.full_name)


def _service(file: Any, name: str, **handlers: Handler) -> Service:
    return Service(file.DESCRIPTOR.services_by_name[name], handlers)


SERVICES = (
    _service(claim_pricing_service_pb2, "ClaimPricingService", PriceClaim=handle_price_claim),
    _service(
        agreement_service_pb2,
        "AgreementService",
        VerifyDirectSettlementAgreement=handle_verify_direct_settlement_agreement,
        VerifyMunicipalFundingContract=handle_verify_municipal_funding_contract,
        VerifyRegionalHealthAuthorityContract=handle_verify_regional_health_authority_contract,
        VerifyManualTherapistAuthorisation=handle_verify_manual_therapist_authorisation,
        VerifyReimbursability=handle_verify_reimbursability,
    ),
    _service(provider_directory_service_pb2, "ProviderDirectoryService", GetProvider=handle_get_provider),
    _service(
        tariff_service_pb2,
        "TariffService",
        GetFee=handle_get_fee,
        ListFees=handle_list_fees,
        GetUserFeeCeiling=handle_get_user_fee_ceiling,
    ),
)


def find_handler(method: str) -> Handler:
    """The handler of a method, by its short name."""
    return next(service.handlers[method] for service in SERVICES if method in service.handlers)


def asynchronous(service: Service, context: Callable[[], Context]) -> grpc.GenericRpcHandler:
    """A service for a grpc.aio server; the context is taken anew for each call."""

    def adapt(handler: Handler) -> Callable[[Message, Any], Any]:
        async def answer(request: Message, _call: Any) -> Message:
            return handler(request, context())

        return answer

    return _generic(service, adapt)


def synchronous(service: Service, context: Callable[[], Context]) -> grpc.GenericRpcHandler:
    """A service for a threaded server and for the testing library."""

    def adapt(handler: Handler) -> Callable[[Message, Any], Any]:
        def answer(request: Message, _call: Any) -> Message:
            return handler(request, context())

        return answer

    return _generic(service, adapt)


def _generic(service: Service, adapt: Callable[[Handler], Callable[[Message, Any], Any]]) -> grpc.GenericRpcHandler:
    methods = {
        method.name: grpc.unary_unary_rpc_method_handler(
            adapt(service.handlers[method.name]),
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=GetMessageClass(method.output_type).SerializeToString,
        )
        for method in service.descriptor.methods
    }
    return grpc.method_handlers_generic_handler(service.name, methods)
