"""Every error that the comments of the new calls name can occur, and carries just the documented keys."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2

from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.provider_directory_service_pb2 import (
    BatchGetProvidersRequest,
    GetProviderHistoryRequest,
    GetProviderRequest,
    ListProvidersRequest,
    ProviderIdentifier,
)
from avtalt.v1.registry_service_pb2 import FilePart, ImportOptions, ImportRegistryRequest, ListRevisionsRequest
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from service.register import Register
from service.rpc.listing import PageToken
from tests.databases import drop_database
from tests.rpc.in_process import opened, serving_here
from tests.rpc.newcomers import Newcomer
from tests.rpc.servers import Refusal
from tests.rpc.test_refused_writes import BASE, ERRORS, changed

PROTOS = Path(__file__).parents[2] / "protos" / "avtalt" / "v1"
NEW = ("registry_service.proto", "provider_directory_service.proto", "basis.proto")
ELSEWHERE = {"UNSPECIFIED"}
NAMED = {
    reason for name in NEW for reason in re.findall(r"ERROR_REASON_(\w+)", (PROTOS / name).read_text(encoding="utf-8"))
} - ELSEWHERE
AGAIN = {"REVISION_NOT_REACHED", "REGISTER_BUSY", "REGISTER_NOT_REACHED"}

READS = {
    "FIELD_MISSING": ("GetProvider", GetProviderRequest()),
    "INVALID_HPR_NUMBER": ("GetProvider", GetProviderRequest(hpr_number="x")),
    "INVALID_ORGANISATION_NUMBER": ("GetProviderHistory", GetProviderHistoryRequest(organisation_number="123456789")),
    "PROVIDER_NOT_FOUND": ("GetProviderHistory", GetProviderHistoryRequest(hpr_number="9999999")),
    "TOO_MANY_ITEMS": ("BatchGetProviders", BatchGetProvidersRequest(identifiers=[ProviderIdentifier()] * 1001)),
    "INVALID_DATE": ("ListProviders", ListProvidersRequest(discipline=1, treatment_date="tomorrow")),  # type: ignore[arg-type]
    "INVALID_MUNICIPALITY_CODE": (
        "ListProviders",
        ListProvidersRequest(discipline=1, treatment_date="2026-09-15", municipality_code="x"),  # type: ignore[arg-type]
    ),
    "PAGE_TOKEN_INVALID": ("ListProviders", ListProvidersRequest(page_token="x")),
    "NUMBER_OUT_OF_RANGE": ("ListRevisions", ListRevisionsRequest(page_size=-1)),
    "REVISION_NOT_FOUND": ("GetProvider", GetProviderRequest(read=ReadOptions(exact_revision=2_000_000_000))),
    "NOTHING_KNOWN_YET": ("GetProvider", GetProviderRequest(read=ReadOptions(known_at=Timestamp(seconds=1)))),
    "TARIFF_DIGEST_NOT_SERVED": ("GetProvider", GetProviderRequest(read=ReadOptions(tariff_digest="x"))),
    "RULES_VERSION_NOT_SERVED": ("GetProvider", GetProviderRequest(read=ReadOptions(rules_version="x"))),
}
WRITES = {
    "INVALID_REQUEST_ID": ("EndAgreement", "write.request_id=short"),
    "NEWER_REVISION": ("EndAgreement", "write.expected_revision=1"),
    "INVALID_RECORD": ("RecordCompetence", "hpr_number=9999999"),
    "AGREEMENT_OVERLAPS": ("RecordAgreement", "agreement.first_date=2023-01-01"),
    "AGREEMENT_WOULD_BE_SPLIT": (
        "RecordAgreement",
        "agreement.first_date=2020-01-01, agreement.last_date=2020-12-31, on_overlap=2",
    ),
    "RECORD_NOT_FOUND": ("EndAgreement", "agreement_id=F-9"),
    "RECORD_EXISTS": ("RecordAgreement", "agreement.agreement_id=S-2"),
    "DATES_REVERSED": ("RecordAgreement", "agreement.last_date=2023-12-31"),
    "INVALID_PRACTICE_ID": ("RecordPractice", "practice.practice_id=1"),
    "UNKNOWN_ENUM_VALUE": ("RecordCoverage", "coverage.kind=99"),
    "CONFLICTING_FIELDS": ("RecordAffiliation", "affiliation.principal_hpr_number=9000001"),
}


def a_read(served, reason) -> Refusal:
    method, request = READS[reason]
    return served.later.refused(method, request)


def a_write(served, reason) -> Refusal:
    method, cell = WRITES[reason]
    newcomer = Newcomer(served.server)
    newcomer.register()
    return served.server.refused(method, changed(newcomer.request(method, BASE[method]), newcomer, cell))


def an_old_token(served, _) -> Refusal:
    request = ListProvidersRequest(discipline=1, treatment_date="2026-09-15")  # type: ignore[arg-type]
    read = ReadOptions(exact_revision=1, evaluated_at=Timestamp())
    request.page_token = PageToken(read, ("", "")).write(request)
    return served.later.refused("ListProviders", request)


def without_permission(served, _) -> Refusal:
    return served.later.refused("EndAgreement", Newcomer(served.server).request("EndAgreement", "F-1 2023-01-01"))


def a_name_used_twice(served, _) -> Refusal:
    newcomer = Newcomer(served.server)
    newcomer.register()
    request = newcomer.request("EndAgreement", "F-{hpr} 2023-01-01")
    served.server.call("EndAgreement", request)
    request.last_date = "2023-01-02"
    return served.server.refused("EndAgreement", request)


def an_import_of_no_file(served, _) -> Refusal:
    parts = (ImportRegistryRequest(options=ImportOptions()), ImportRegistryRequest(file=FilePart(name="x.exe")))
    return served.server.refused("ImportRegistry", iter(parts))


def a_revision_to_come(served, _) -> Refusal:
    """A server that waits only briefly."""
    request = GetProviderRequest(hpr_number="9000001", read=ReadOptions(at_least_revision=2_000_000_000))
    with opened(served.database) as register, serving_here(register, read_tariffs()) as server:
        return server.refused("GetProvider", request)


def while_another_one_writes(served, _) -> Refusal:
    """Somebody has the register for themselves for longer than a writer waits."""
    other = Store(served.database)
    with (
        opened(served.database) as register,
        serving_here(register, None) as server,  # type: ignore[arg-type]
        other.writing("given up in the end") as writing,
    ):
        writing.discarded = True
        refusal = server.refused("RecordPractice", Newcomer(server).request("RecordPractice", BASE["RecordPractice"]))
    other.close()
    return refusal


def without_a_database(served, _) -> Refusal:
    """The database goes away under a server."""
    with ExitStack() as stack:
        database = served.new_database()
        register = Register(database)
        stack.callback(register.close)
        server = stack.enter_context(serving_here(register, None))  # type: ignore[arg-type]
        register.store.engine.dispose()
        if database.startswith("sqlite"):
            Path(database.removeprefix("sqlite:///")).unlink()
            Path(database.removeprefix("sqlite:///")).parent.rmdir()
        else:
            drop_database(database)
        return server.refused("RecordPractice", Newcomer(server).request("RecordPractice", BASE["RecordPractice"]))


WAYS = (
    dict.fromkeys(READS, a_read)
    | dict.fromkeys(WRITES, a_write)
    | {
        "PAGE_TOKEN_EXPIRED": an_old_token,
        "WRITES_NOT_ALLOWED": without_permission,
        "REQUEST_ID_REUSED": a_name_used_twice,
        "REVISION_NOT_REACHED": a_revision_to_come,
        "IMPORT_UNREADABLE": an_import_of_no_file,
        "REGISTER_BUSY": while_another_one_writes,
        "REGISTER_NOT_REACHED": without_a_database,
    }
)


def test_there_is_a_way_to_every_error_that_is_named():
    """No comment names an error that nobody has seen, and none is seen that no comment names."""
    assert set(WAYS) == NAMED


@pytest.mark.parametrize("reason", sorted(WAYS))
def test_an_error_carries_just_the_documented_keys(reason, served):
    """Status, keys and a sentence; whether to try again; and for an invalid argument a BadRequest with the field."""
    refusal = WAYS[reason](served, reason)
    comment, keys = ERRORS[reason]
    assert refusal.reason == reason
    assert f"Status: {refusal.status}." in comment
    assert set(refusal.metadata) == set(keys)
    assert refusal.text.endswith(".")
    assert bool(refusal.detail(error_details_pb2.RetryInfo)) == (reason in AGAIN)
    named = refusal.detail(error_details_pb2.BadRequest)
    fields = [each.field for each in named.field_violations] if named else []
    assert fields == ([refusal.field] if refusal.status == "INVALID_ARGUMENT" and refusal.field else [])
