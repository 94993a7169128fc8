"""
Which request goes where: pages to their files, calls to the server, all else to an answer that says what is wrong.

What is not listed here is not reached. The transcoder is switched off for
whatever is not a call, so that nothing else of it ever answers.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from google.rpc import code_pb2

from service.gateway.contract import Binding, Call

Route = dict[str, Any]
Headers = Mapping[str, str]

TRANSCODER = "envoy.filters.http.grpc_json_transcoder"
SERVER = "avtalt"
JSON = "application/json"
TYPES = "type.googleapis.com/envoy.extensions"
SECONDS_TO_ANSWER = 10
SECONDS_TO_ANSWER_IN_PARTS = 2 * 60
FIELD_IN_PATH = re.compile(r"\{[^}]*\}")
JSON_CHECK = "envoy.filters.http.lua"
NO_JSON_FILTERS = {
    name: {"@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", "disabled": True}
    for name in (TRANSCODER, JSON_CHECK)
}
NOT_KEPT = {"cache-control": "no-store"}
NO_HEADERS: Headers = {}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is served as it is: its path in a URL, what it holds, and of what type that is."""

    path: str
    content: bytes
    content_type: str


def routes(calls: Iterable[Call], files: Iterable[File], say: Mapping[str, str]) -> list[Route]:
    """All routes in the order in which they are tried; `say` has the sentences of the refusals."""
    calls, files = tuple(calls), tuple(files)
    return [
        *(_file(file) for file in files),
        *([] if any(file.path == "/" for file in files) else [_to_the_description()]),
        *(_called_by_grpc(call) for call in calls),
        *(_called_by_json(call, binding) for call in calls for binding in call.bindings),
        *(refusal for call in calls for refusal in _refusals(call, say)),
        _nothing_by_grpc(say["NOT_OPEN"]),
        _answer({"prefix": "/"}, HTTPStatus.NOT_FOUND, code_pb2.NOT_FOUND, say["NOT_FOUND"]),
    ]


def elsewhere(say: Mapping[str, str]) -> list[Route]:
    """The one route for a host name that is not ours."""
    return [_answer({"prefix": "/"}, HTTPStatus.MISDIRECTED_REQUEST, code_pb2.PERMISSION_DENIED, say["UNKNOWN_HOST"])]


def _file(file: File) -> Route:
    return {
        "match": {"path": file.path, "headers": [_header("^(GET|HEAD)$", ":method")]},
        "direct_response": {"status": HTTPStatus.OK.value, "body": _body(file.content)},
        "response_headers_to_add": _set({"content-type": file.content_type, "cache-control": "no-cache"}),
        "typed_per_filter_config": NO_JSON_FILTERS,
    }


def _to_the_description() -> Route:
    """What is at the root when there is no page."""
    return {
        "match": {"path": "/"},
        "redirect": {"path_redirect": "/openapi.json", "response_code": "TEMPORARY_REDIRECT"},
        "typed_per_filter_config": NO_JSON_FILTERS,
    }


def _body(content: bytes) -> Route:
    try:
        return {"inline_string": content.decode()}
    except UnicodeDecodeError:
        return {"inline_bytes": b64encode(content).decode()}


def _called_by_grpc(call: Call) -> Route:
    match = {"path": call.grpc_path, "headers": [_is_post(), _header("^application/grpc.*")]}
    return {**_forwarded(call, match), "typed_per_filter_config": NO_JSON_FILTERS}


def _called_by_json(call: Call, binding: Binding) -> Route:
    match = _at(binding)
    match["headers"] = [{"name": ":method", "string_match": {"exact": binding.verb}}]
    if binding.verb == "POST":
        match["headers"] += [_header(r"^application/json *(;.*)?$"), _header(r"^[^?]*$", ":path")]
    known = {"message": call.request.full_name, "in_parts": call.in_parts}
    return {**_forwarded(call, match), "metadata": {"filter_metadata": {JSON_CHECK: known}}}


def _forwarded(call: Call, match: Route) -> Route:
    seconds = SECONDS_TO_ANSWER_IN_PARTS if call.in_parts else SECONDS_TO_ANSWER
    return {
        "match": match,
        "route": {
            "cluster": SERVER,
            "timeout": f"{seconds}s",
            "retry_policy": {"retry_on": "connect-failure,refused-stream,reset-before-request", "num_retries": 1},
        },
        "response_headers_to_add": _set(NOT_KEPT),
    }


def _nothing_by_grpc(message: str) -> Route:
    """What a call over gRPC that is not open is told; Envoy makes UNIMPLEMENTED of it, with the body as message."""
    return {
        "match": {"prefix": "/", "headers": [_header("^application/grpc.*")]},
        "direct_response": {"status": HTTPStatus.NOT_FOUND.value, "body": {"inline_string": message}},
        "response_headers_to_add": _set(NOT_KEPT),
        "typed_per_filter_config": NO_JSON_FILTERS,
    }


def _refusals(call: Call, say: Mapping[str, str]) -> Iterator[Route]:
    """What is answered at the paths of a call when the rest of the request does not fit."""
    invalid = code_pb2.INVALID_ARGUMENT
    for binding in call.bindings:
        if binding.verb == "POST":
            posted = {**_at(binding), "headers": [_is_post(), _header(r"^[^?]*$", ":path")]}
            yield _answer(posted, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, invalid, say["NOT_JSON"])
            asked = {**_at(binding), "headers": [_is_post()]}
            yield _answer(asked, HTTPStatus.BAD_REQUEST, invalid, say["QUERY_NOT_READ"])
        allow = {"allow": binding.verb}
        yield _answer(
            _at(binding), HTTPStatus.METHOD_NOT_ALLOWED, code_pb2.UNIMPLEMENTED, say[f"ONLY_{binding.verb}"], allow
        )
    at_grpc = {"path": call.grpc_path}
    yield _answer(at_grpc, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, invalid, say["NOT_GRPC"])


def _answer(match: Route, status: HTTPStatus, code: int, message: str, headers: Headers = NO_HEADERS) -> Route:
    """A refusal, as a `google.rpc.Status` in JSON."""
    body = json.dumps({"code": code, "message": message})
    return {
        "match": match,
        "direct_response": {"status": status.value, "body": {"inline_string": body}},
        "response_headers_to_add": _set({"content-type": JSON, **NOT_KEPT, **headers}),
        "typed_per_filter_config": NO_JSON_FILTERS,
    }


def _at(binding: Binding) -> Route:
    """The match of a path; a field in it is one part between slashes."""
    pieces = [re.escape(piece) for piece in FIELD_IN_PATH.split(binding.path)]
    if len(pieces) == 1:
        return {"path": binding.path}
    return {"safe_regex": {"regex": "[^/]+".join(pieces)}}


def _is_post() -> Route:
    return {"name": ":method", "string_match": {"exact": "POST"}}


def _header(pattern: str, name: str = "content-type") -> Route:
    return {"name": name, "string_match": {"safe_regex": {"regex": pattern}}}


def _set(headers: Headers) -> list[Route]:
    return [
        {"header": {"key": key, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        for key, value in headers.items()
    ]
