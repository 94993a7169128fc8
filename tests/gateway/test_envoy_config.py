"""The configuration of Envoy is made from its arguments alone."""

import pytest

from service.gateway.contract import descriptor_set, open_calls
from service.gateway.envoy_config import Gateway, envoy_config
from service.gateway.routes import File
from service.texts.catalogue import catalogue
from tests.tables import rows

PAGE = (File("/", b"<!doctype html>", "text/html"), File("/dot.png", b"\x89PNG", "image/png"))


def made(gateway: Gateway, files=PAGE):
    resources = envoy_config(gateway, open_calls(), files, descriptor_set(), catalogue("en"))["static_resources"]
    return resources["listeners"][0], resources["clusters"][0]


def http_of(listener):
    return listener["filter_chains"][0]["filters"][0]["typed_config"]


def test_equal_settings_give_an_equal_configuration():
    one = made(Gateway("127.0.0.1:50051", "127.0.0.1", 8080))
    assert one == made(Gateway("127.0.0.1:50051", "127.0.0.1", 8080))
    assert one != made(Gateway("127.0.0.1:50052", "127.0.0.1", 8080))


TARGETS = rows("""
    target                | kind       | host            | port
    127.0.0.1:50051       | STATIC     | 127.0.0.1       | 50051
    [::1]:50051           | STATIC     | ::1             | 50051
    localhost:1           | STRICT_DNS | localhost       | 1
    avtalt.internal:65535 | STRICT_DNS | avtalt.internal | 65535
""")


@pytest.mark.parametrize("row", TARGETS, ids=lambda row: row["target"])
def test_the_server_is_found_by_number_or_name(row):
    _, cluster = made(Gateway(row["target"], "127.0.0.1", 8080))
    (group,) = cluster["load_assignment"]["endpoints"]
    (endpoint,) = group["lb_endpoints"]
    address = endpoint["endpoint"]["address"]["socket_address"]
    assert cluster["type"] == row["kind"]
    assert address == {"address": row["host"], "port_value": int(row["port"])}


NAMES = rows("""
    address     | names              | known
    127.0.0.1   |                    | 127.0.0.1 localhost [::1]
    ::1         | localhost          | 127.0.0.1 localhost [::1]
    192.0.2.7   | pc.example         | 127.0.0.1 localhost [::1] 192.0.2.7 pc.example
    2001:db8::7 |                    | 127.0.0.1 localhost [::1] [2001:db8::7]
    0.0.0.0     | 0.0.0.0 pc.example | 127.0.0.1 localhost [::1] pc.example
    ::          | [::]               | 127.0.0.1 localhost [::1]
""")


@pytest.mark.parametrize("row", NAMES, ids=lambda row: row["address"])
def test_the_names_of_a_gateway_are_those_of_its_address_and_those_told(row):
    listener, _ = made(Gateway("127.0.0.1:50051", row["address"], 8080, tuple(row["names"].split())))
    own, elsewhere = http_of(listener)["route_config"]["virtual_hosts"]
    assert own["domains"] == row["known"].split()
    assert elsewhere["domains"] == ["*"]


def test_only_what_is_listed_is_passed_on():
    """Every route that goes to the server is for one call; all others are answered by the gateway."""
    listener, _ = made(Gateway("127.0.0.1:50051", "127.0.0.1", 8080))
    own, elsewhere = http_of(listener)["route_config"]["virtual_hosts"]
    passed_on = [route["match"] for route in own["routes"] if "route" in route]
    assert all("prefix" not in match for match in passed_on)
    assert len(passed_on) == len(open_calls()) + sum(len(call.bindings) for call in open_calls())
    assert not any("route" in route for route in elsewhere["routes"])


def test_files_stand_in_the_configuration_itself():
    listener, _ = made(Gateway("127.0.0.1:50051", "127.0.0.1", 8080))
    own, _ = http_of(listener)["route_config"]["virtual_hosts"]
    bodies = [route["direct_response"]["body"] for route in own["routes"][:2]]
    assert bodies == [{"inline_string": "<!doctype html>"}, {"inline_bytes": "iVBORw=="}]


def test_without_a_page_the_root_leads_to_the_description():
    listener, _ = made(Gateway("127.0.0.1:50051", "127.0.0.1", 8080), ())
    own, _ = http_of(listener)["route_config"]["virtual_hosts"]
    assert own["routes"][0]["redirect"]["path_redirect"] == "/openapi.json"
