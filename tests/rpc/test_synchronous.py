"""The synchronous adapter, run by the testing library: the same handlers without a network."""

from datetime import UTC, datetime

import grpc
import grpc_testing
import pytest

from avtalt.v1.tariff_service_pb2 import GetUserFeeCeilingRequest
from service.register import FixedRegister
from service.rpc.reading import Reading
from service.rpc.servicers import SERVICES, synchronous
from tests.tables import cases

CEILINGS = cases("""
    case                             | discipline    | date       | ceiling | provisional
    ceiling 2 of 2018                | PHYSIOTHERAPY | 2018-06-01 |    2025 | no
    ceiling 1 of 2018                | LABORATORY    | 2018-06-01 |    2258 | no
    the last day of two ceilings     | PHYSIOTHERAPY | 2020-12-31 |    2176 | no
    the first day of one ceiling     | PHYSIOTHERAPY | 2021-01-01 |    2460 | no
    2024                             | RADIOLOGY     | 2024-06-01 |    3165 | no
    2025                             | PHYSIOTHERAPY | 2025-01-01 |    3278 | no
    a year without a figure as yet   | PHYSIOTHERAPY | 2027-01-01 |    3278 | yes
""")


class Servicer:
    """The handlers of a service as the testing library looks for them: one method each."""

    def __init__(self, service, reading):
        """Take the methods from the synchronous adapter."""
        adapted = synchronous(service, reading)
        for method in service.descriptor.methods:
            details = type("Details", (), {"method": f"/{service.name}/{method.name}", "invocation_metadata": ()})
            setattr(self, method.name, adapted.service(details).unary_unary)


@pytest.fixture
def tariff_server(demo_snapshot, tariffs):
    """The tariff service on the testing library's server."""
    service = SERVICES[-1]
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: datetime(2026, 9, 15, tzinfo=UTC))
    servicers = {service.descriptor: Servicer(service, reading)}
    return service, grpc_testing.server_from_dictionary(servicers, grpc_testing.strict_real_time())


@pytest.mark.parametrize("row", CEILINGS)
def test_ceiling_through_the_synchronous_adapter(row, tariff_server):
    """The ceiling of a discipline in the year of a day."""
    service, server = tariff_server
    request = GetUserFeeCeilingRequest(discipline=f"DISCIPLINE_{row['discipline']}", treatment_date=row["date"])
    method = service.descriptor.methods_by_name["GetUserFeeCeiling"]
    response, _, code, _ = server.invoke_unary_unary(method, (), request, None).termination()
    assert code is grpc.StatusCode.OK
    assert response.ceiling.amount_ore == int(row["ceiling"]) * 100
    assert response.ceiling.provisional == (row["provisional"] == "yes")
