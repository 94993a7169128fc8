"""The configuration of Envoy, from settings and contract alone: nothing is read here."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from service.gateway.contract import Call
from service.gateway.json_check import json_check
from service.gateway.routes import JSON_CHECK, SERVER, TRANSCODER, TYPES, File, elsewhere, routes
from service.limits import MOST_MESSAGE_BYTES
from service.texts.catalogue import Catalogue

Part = dict[str, Any]

OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "[::]")
LARGEST_FILE = 16 * 1024 * 1024
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
GUARDS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Gateway:
    """
    What can be set about a gateway.

    `target` is the server as host:port; `address`, a number, and `port` are
    listened on; `names` are those that it may be asked by, besides those of
    loopback and the address.
    """

    target: str
    address: str
    port: int
    names: tuple[str, ...] = ()


def envoy_config(
    gateway: Gateway, calls: Iterable[Call], files: Iterable[File], descriptors: bytes, catalogue: Catalogue
) -> Part:
    """The whole configuration; `descriptors` is what JSON is translated by."""
    calls = tuple(calls)
    return {
        "static_resources": {
            "listeners": [_listener(gateway, _http(gateway, calls, files, descriptors, catalogue))],
            "clusters": [_server(gateway.target)],
        },
    }


def _listener(gateway: Gateway, http: Part) -> Part:
    return {
        "name": "http",
        "address": _address(gateway.address, gateway.port),
        "enable_reuse_port": False,
        "per_connection_buffer_limit_bytes": MOST_MESSAGE_BYTES,
        "filter_chains": [{"filters": [{"name": "http", "typed_config": http}]}],
    }


def _http(
    gateway: Gateway, calls: tuple[Call, ...], files: Iterable[File], descriptors: bytes, catalogue: Catalogue
) -> Part:
    say = catalogue.section("gateway")
    return {
        "@type": f"{TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "http",
        "server_name": SERVER,
        "generate_request_id": False,
        "normalize_path": True,
        "path_with_escaped_slashes_action": "REJECT_REQUEST",
        "strip_any_host_port": True,
        "request_timeout": "60s",
        "http_filters": [_grpc_web(), _json_check(calls, catalogue), _transcoder(calls, descriptors), _router()],
        "route_config": {
            "max_direct_response_body_size_bytes": LARGEST_FILE,
            "response_headers_to_add": _set(GUARDS),
            "virtual_hosts": [
                {"name": "own", "domains": _names(gateway), "routes": routes(calls, files, say)},
                {"name": "elsewhere", "domains": ["*"], "routes": elsewhere(say)},
            ],
        },
    }


def _names(gateway: Gateway) -> list[str]:
    """The names that a request may be for, as they stand in a URL; an address that stands for all is none."""
    said = (*OWN_NAMES, *(_in_url(name) for name in (gateway.address, *gateway.names)))
    return [name for name in dict.fromkeys(said) if name not in EVERYWHERE]


def _in_url(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _grpc_web() -> Part:
    return {
        "name": "envoy.filters.http.grpc_web",
        "typed_config": {"@type": f"{TYPES}.filters.http.grpc_web.v3.GrpcWeb"},
    }


def _json_check(calls: tuple[Call, ...], catalogue: Catalogue) -> Part:
    """What the transcoder would let pass, and what it would repeat."""
    return {
        "name": JSON_CHECK,
        "typed_config": {
            "@type": f"{TYPES}.filters.http.lua.v3.Lua",
            "default_source_code": {"inline_string": json_check(calls, catalogue, MOST_MESSAGE_BYTES)},
        },
    }


def _transcoder(calls: tuple[Call, ...], descriptors: bytes) -> Part:
    """Fields in lower camel case; what is absent is left out, and what is present is written though it is zero."""
    return {
        "name": TRANSCODER,
        "typed_config": {
            "@type": f"{TYPES}.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder",
            "proto_descriptor_bin": b64encode(descriptors).decode(),
            "services": sorted({call.service for call in calls}),
            "match_incoming_request_route": True,
            "convert_grpc_status": True,
            "print_options": {"stream_newline_delimited": True},
            "request_validation_options": {
                "reject_unknown_query_parameters": True,
                "reject_binding_body_field_collisions": True,
            },
            "max_request_body_size": MOST_MESSAGE_BYTES,
            "max_response_body_size": MOST_MESSAGE_BYTES,
        },
    }


def _router() -> Part:
    return {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": f"{TYPES}.filters.http.router.v3.Router", "suppress_envoy_headers": True},
    }


def _server(target: str) -> Part:
    host, _, port = target.rpartition(":")
    host = host.strip("[]")
    return {
        "name": SERVER,
        "type": "STATIC" if _is_address(host) else "STRICT_DNS",
        "dns_lookup_family": "V4_PREFERRED",
        "connect_timeout": "2s",
        "load_assignment": {
            "cluster_name": SERVER,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": _address(host, int(port))}}]}],
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": f"{TYPES}.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": {"http2_protocol_options": {}},
            }
        },
    }


def _address(host: str, port: int) -> Part:
    return {"socket_address": {"address": host, "port_value": port}}


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _set(headers: Mapping[str, str]) -> list[Part]:
    return [{"header": {"key": key, "value": value}} for key, value in headers.items()]
