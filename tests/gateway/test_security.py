"""Whom the gateway answers, what it lets through, and what it says about itself."""

import subprocess
from pathlib import Path

import grpc
import pytest
from grpc import StatusCode

from service.cli.asking import callable_of
from service.gateway.contract import open_calls
from service.rpc.servicers import SERVICES
from tests.conftest import AVTALT
from tests.gateways import Answer, gateway_before
from tests.tables import cases, rows

ROOT = Path(__file__).parents[2]
FEES = "/v1/fees?discipline=DISCIPLINE_LABORATORY&treatmentDate=2026-09-15"
BUF = AVTALT.with_name("buf")

HOSTS = rows("""
    host                    | status
    127.0.0.1               | 200
    127.0.0.1:8080          | 200
    localhost               | 200
    LocalHost:1             | 200
    [::1]:8080              | 200
    evil.example            | 421
    127.0.0.1.evil.example  | 421
    localhost.evil.example  | 421
    0.0.0.0                 | 421
    avtalt.example.no       | 421
""")


@pytest.mark.parametrize("row", HOSTS, ids=lambda row: row["host"])
@pytest.mark.parametrize("path", ["/", FEES, "/openapi.json"])
def test_only_known_names_are_answered(gateway, row, path):
    """A name that somebody has pointed at this machine, to read it from a page of theirs, gets nothing."""
    answer = gateway.get(path, Host=row["host"])
    assert answer.status in (int(row["status"]), 307 if path == "/" and row["status"] == "200" else 0)
    if row["status"] == "421":
        assert answer.json["code"] == 7


def test_a_name_can_be_allowed(demo_target):
    with gateway_before(
        demo_target, "--allowed-host", "Avtalt.Example.no", "--allowed-host", "other.example"
    ) as started:
        told = {host: started.get(FEES, Host=host).status for host in ("avtalt.example.no", "other.example:80", "x.no")}
    assert told == {"avtalt.example.no": 200, "other.example:80": 200, "x.no": 421}


# Writes

CLOSED = [
    (service.name, method.name)
    for service in SERVICES
    for method in service.descriptor.methods
    if f"/{service.name}/{method.name}" not in {call.grpc_path for call in open_calls()}
]


def is_nothing(answer: Answer) -> bool:
    """Whether the gateway itself has refused; the server would say PERMISSION_DENIED, or what is wrong with the write."""
    said = StatusCode.UNIMPLEMENTED.value[0], StatusCode.INTERNAL.value[0]
    return answer.status in (400, 404, 405) or int(answer.headers["grpc-status"]) in said


def test_there_are_calls_that_are_closed():
    assert {name for _, name in CLOSED} >= {"RegisterProvider", "RecordAgreement", "ImportRegistry"}


@pytest.mark.parametrize(("service", "method"), CLOSED)
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/grpc",
        "application/grpc+proto",
        "application/grpc-web+proto",
        "application/grpc-web-text",
    ],
)
def test_a_call_that_writes_is_reached_by_no_protocol(gateway, service, method, content_type):
    body = "{}" if content_type.endswith("json") else bytes(5)
    assert is_nothing(gateway.ask("POST", f"/{service}/{method}", body, {"content-type": content_type}))


@pytest.mark.parametrize("method", ["RegisterProvider", "RecordAgreement"])
def test_a_call_that_writes_is_not_reached_over_grpc(gateway, method):
    descriptor = next(service.descriptor for service in SERVICES if method in service.handlers).methods_by_name[method]
    with grpc.insecure_channel(gateway.address) as channel, pytest.raises(grpc.RpcError) as refused:
        callable_of(channel, method)(descriptor.input_type._concrete_class(), timeout=10)
    assert refused.value.code() is StatusCode.UNIMPLEMENTED
    assert "does not have this call open" in str(refused.value.details())


@pytest.mark.parametrize(
    "path",
    [
        "/avtalt.v1.TariffService/../avtalt.v1.RegistryService/RegisterProvider",
        "/avtalt.v1.RegistryService%2fRegisterProvider",
        "//avtalt.v1.RegistryService/RegisterProvider",
        "/avtalt.v1.RegistryService/RegisterProvider/",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "/v1/providers/hpr/..%2f..%2favtalt.v1.RegistryService%2fRegisterProvider",
    ],
)
def test_a_path_written_otherwise_reaches_nothing(gateway, path):
    for content_type in ("application/grpc", "application/json"):
        assert is_nothing(gateway.ask("POST", path, bytes(5), {"content-type": content_type}))


# Other pages

ORIGIN = {"Origin": "https://evil.example"}


def test_no_other_page_is_let_in(gateway):
    """A browser asks first for whatever is no simple request; a simple request is refused."""
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type", **ORIGIN}
    before = gateway.ask("OPTIONS", "/v1/claims:price", headers=asked)
    simple = gateway.ask("POST", "/v1/claims:price", "{}", {"content-type": "text/plain", **ORIGIN})
    read = gateway.get(FEES, **ORIGIN)
    assert (before.status, simple.status) == (405, 415)
    for answer in (before, simple, read):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


GUARDED = cases("""
    case                 | verb | path                           | body    | cached
    the page             | GET  | /                              |         |
    the description      | GET  | /openapi.json                  |         | no-cache
    texts                | GET  | /texts/nb.json                 |         | no-cache
    an answer            | GET  | /v1/revisions                  |         | no-store
    an answer to a claim | POST | /v1/claims:price               | <claim> | no-store
    an error             | POST | /v1/claims:price               | {}      | no-store
    a refused body       | POST | /v1/claims:price               | [       | no-store
    nothing there        | GET  | /nothing                       |         | no-store
""")


@pytest.mark.parametrize("row", GUARDED)
def test_every_answer_tells_browsers_to_be_careful(gateway, row):
    claim = (ROOT / "docs" / "examples" / "physiotherapy.json").read_text(encoding="utf-8")
    headers = gateway.ask(row["verb"], row["path"], row["body"].replace("<claim>", f'{{"claim": {claim}}}')).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers.get("cache-control", "") == row["cached"] or row["path"] == "/"


def test_nothing_of_a_request_is_logged(demo_target, tmp_path):
    log = tmp_path / "gateway.log"
    with log.open("w") as stderr, gateway_before(demo_target, stderr=stderr) as started:
        started.post("/v1/claims:price", '{"claim": {"claimId": "Kari", "discipline": "Kari"}}')
        started.post("/v1/claims:price", '{"Kari')
        started.get("/v1/fees?nope=Kari")
        started.get("/Kari")
    assert log.read_text() == ""


# The other protocols

ASKED = '{"feeCode": "A3a", "discipline": "DISCIPLINE_PHYSIOTHERAPY", "treatmentDate": "2026-09-15"}'


def curl(url: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [BUF, "curl", "--schema", "protos", *options, url]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("options", [["--protocol", "grpcweb"], ["--protocol", "grpc", "--http2-prior-knowledge"]])
def test_grpc_and_grpc_web_are_answered_too(gateway, options):
    url = f"{gateway.url}/avtalt.v1.TariffService/GetFee"
    answered, refused = curl(url, *options, "-d", ASKED), curl(url, *options, "-d", "{}")
    assert answered.returncode == 0, answered.stderr
    assert '"userFeeOre": 14400' in answered.stdout
    assert '"invalid_argument"' in refused.stderr
    assert "google.rpc.ErrorInfo" in refused.stderr


def test_a_write_is_refused_over_grpc_web(gateway):
    ended = curl(f"{gateway.url}/avtalt.v1.RegistryService/RegisterProvider", "--protocol", "grpcweb", "-d", "{}")
    assert '"unimplemented"' in ended.stderr
