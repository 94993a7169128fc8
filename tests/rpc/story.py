"""A register written call by call, the same on every database: what the tests of reading read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from google.protobuf.json_format import Parse
from google.protobuf.message_factory import GetMessageClass

from avtalt.v1.basis_pb2 import Basis, ReadOptions
from service.rpc.servicers import SERVICES
from tests.rpc.notation import write_request
from tests.rpc.servers import Server
from tests.tables import rows

MOMENT = "2026-09-15T08:00:00Z"

WRITTEN = rows("""
    revision | method           | what
    1        | RecordCoverage   | AUTHORISATION NO 2010-01-01..
    2        | RecordCoverage   | DIRECT_SETTLEMENT NO 2017-01-01..
    3        | RecordCoverage   | REGIONAL_HEALTH_AUTHORITY NO 2017-01-01..
    4        | RecordCoverage   | MUNICIPAL_FUNDING 0301 2017-01-01..
    5        | RecordCoverage   | MUNICIPAL_FUNDING 1103 2017-01-01.. 2026-09-01+30
    6        | RegisterProvider | 9000001; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000011 FYNO 0301; affiliation 1000000011 SELF_EMPLOYED 2017-01-01..; agreement S-1 SETTLEMENT HELFO 9000001@1000000011 2017-01-01..; agreement F-1 FUNDING 0301 9000001@1000000011 2017-01-01..
    7        | EndAgreement     | F-1 2024-03-31
    8        | CorrectAgreement | F-1 FUNDING 0301 9000001@1000000011 2017-01-01..2024-04-30
    9        | RecordAgreement  | F-1B FUNDING 0301 9000001@1000000011 2024-06-01..
    10       | CorrectAgreement | withdraw F-1B
    11       | RegisterProvider | 9000002; competence PHYSIOTHERAPIST 2010-01-01..; competence MANUAL_THERAPIST 2023-01-01..; practice 1000000021 FYMT 0301; affiliation 1000000021 SELF_EMPLOYED 2017-01-01..; agreement S-2 SETTLEMENT HELFO 9000002@1000000021 2017-01-01..; agreement F-2 FUNDING 0301 9000002@1000000021 2017-01-01..
    12       | RegisterProvider | 9000003; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000031 FYNO 5610; affiliation 1000000031 SELF_EMPLOYED 2017-01-01..; agreement S-3 SETTLEMENT HELFO 9000003@1000000031 2017-01-01..
    13       | RegisterProvider | 9000004; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000041 FYNO 1103; affiliation 1000000041 SELF_EMPLOYED 2017-01-01..; agreement S-4 SETTLEMENT HELFO 9000004@1000000041 2017-01-01..; agreement F-4 FUNDING 1103 9000004@1000000041 2017-01-01..
    14       | RegisterProvider | 9000005; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000051 FYNO -; affiliation 1000000051 SELF_EMPLOYED 2017-01-01..; agreement S-5 SETTLEMENT HELFO 9000005 2017-01-01..
    15       | RegisterProvider | 9000006; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000061 FYNO 0301; practice 1000000062 FYNO 0301; affiliation 1000000061 SELF_EMPLOYED 2017-01-01..; affiliation 1000000062 SELF_EMPLOYED 2017-01-01..; agreement S-6 SETTLEMENT HELFO 9000006 2017-01-01..; agreement F-6 FUNDING 0301 9000006@1000000061 2017-01-01..
    16       | RegisterProvider | 9000007; competence PHYSIOTHERAPIST 2010-01-01..; practice 1000000071 FYNO 0301; affiliation 1000000071 SELF_EMPLOYED 2017-01-01..2020-12-31
    17       | RegisterProvider | 310000019; practice 1000000081 FYKO 0301 310000019; agreement S-19 SETTLEMENT HELFO 310000019@1000000081 2017-01-01..
    18       | RegisterProvider | 9000008; competence PHYSIOTHERAPIST 2010-01-01..; affiliation 1000000081 MUNICIPAL_EMPLOYEE 2017-01-01..
    19       | RegisterProvider | 310000027; practice 1000000301 LARO 0301 310000027; agreement S-27 SETTLEMENT HELFO 310000027 2017-01-01..; agreement R-27 RADIOLOGY 991324968 310000027 2017-01-01..
    20       | RegisterProvider | 310000035; practice 1000000311 LARO 1103 310000035; agreement S-35 SETTLEMENT HELFO 310000035 2017-01-01..; agreement L-35 LABORATORY 983658725 310000035 2017-01-01..
    21       | RegisterProvider | 310000043; practice 1000000321 LARO 0301 310000043; agreement S-43 SETTLEMENT HELFO 310000043 2017-01-01..
    22       | RegisterProvider | 310000051; agreement S-51 SETTLEMENT HELFO 310000051 2017-01-01..; agreement R-51 RADIOLOGY 991324968 310000051 2017-01-01..
""")
LAST = int(WRITTEN[-1]["revision"])

CLAIM = """
{"claim": {"claimId": "booking-1", "discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2024-04-15",
 "performer": {"hprNumber": "9000001", "practiceId": "1000000011"}, "lines": [{"fee": {"feeCode": "A3a"}}]}}
"""
READS = {
    row["method"]: row["request"]
    for row in rows("""
        method                                | request
        VerifyDirectSettlementAgreement       | {"provider": {"hprNumber": "9000001"}, "treatmentDate": "2024-04-15"}
        VerifyMunicipalFundingContract        | {"provider": {"hprNumber": "9000001"}, "treatmentDate": "2024-04-15"}
        VerifyRegionalHealthAuthorityContract | {"provider": {"organisationNumber": "310000027"}, "discipline": "DISCIPLINE_RADIOLOGY", "treatmentDate": "2024-04-15"}
        VerifyManualTherapistAuthorisation    | {"hprNumber": "9000002", "treatmentDate": "2024-04-15"}
        VerifyReimbursability                 | {"provider": {"hprNumber": "9000001"}, "discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2024-04-15"}
        GetProvider                           | {"hprNumber": "9000001"}
        BatchGetProviders                     | {"identifiers": [{"hprNumber": "9000001"}, {"organisationNumber": "310000027"}]}
        ListProviders                         | {"discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2024-04-15"}
        GetProviderHistory                    | {"hprNumber": "9000001"}
        ListCoverage                          | {}
    """)
} | {"PriceClaim": CLAIM}
"""Every call that reads the register and takes ReadOptions, with a question to put."""


@dataclass(frozen=True)
class Told:
    """The story as it was told to a server: when each revision was recorded."""

    record_times: tuple[datetime, ...]

    def time(self, revision: int) -> datetime:
        """When a revision was recorded."""
        return self.record_times[revision - 1]


def tell(server: Server) -> Told:
    """Write the story to an empty register."""
    times = []
    for row in WRITTEN:
        result = server.write(row["method"], write_request(row["method"], row["what"]))
        assert result.revision == int(row["revision"]), row
        times.append(result.record_time.ToDatetime(tzinfo=UTC))
    return Told(tuple(times))


def question(method: str, read: ReadOptions, text: str | None = None) -> Any:
    """A request of `READS`, or another one in JSON, put to the register at a revision and a moment."""
    descriptor = next(service.descriptor for service in SERVICES if method in service.handlers)
    request = GetMessageClass(descriptor.methods_by_name[method].input_type)()
    Parse(text or READS[method], request)
    request.read.CopyFrom(read)
    return request


def basis_of(response: Any) -> Basis:
    """What an answer rests on."""
    return response.decision.basis if hasattr(response, "decision") else response.basis
