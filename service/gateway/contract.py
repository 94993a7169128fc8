"""What the contract says about the road over HTTP: the calls that have one, and the descriptors to translate by."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2

from service.methods import service_files

HEALTH_PATH = "/health"
HEALTH = health_pb2.DESCRIPTOR.services_by_name["Health"].methods_by_name["Check"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to a call over HTTP: the verb, and the path with its fields in braces."""

    verb: str
    path: str


@dataclass(frozen=True, slots=True)
class Call:
    """
    A call that is reached from outside: its service, its name and its ways over HTTP.

    `in_parts` tells whether it answers with a stream; `request` is the descriptor
    of what it is asked with.
    """

    service: str
    name: str
    bindings: tuple[Binding, ...]
    in_parts: bool
    request: Any

    @property
    def grpc_path(self) -> str:
        """The path over gRPC and gRPC-Web."""
        return f"/{self.service}/{self.name}"


@cache
def open_calls() -> tuple[Call, ...]:
    """
    The calls that the contract gives a way over HTTP, which are those that only read, and the health of the server.

    Whatever is not among them is not reached through the gateway, by no protocol.
    """
    found = [
        _call(method, tuple(_bindings(method)))
        for file in service_files()
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    ]
    return (*(call for call in found if call.bindings), _call(HEALTH, (Binding("GET", HEALTH_PATH),)))


@cache
def descriptor_set() -> bytes:
    """
    All that JSON is translated by, as a serialised `FileDescriptorSet`.

    The details of errors are in it, so that they can be written out; the health
    check is given a path here, as its own contract has none.
    """
    files: dict[str, FileDescriptorProto] = {}
    for module in (*service_files(), error_details_pb2, health_pb2):
        _collect(module.DESCRIPTOR, files)
    check = files[health_pb2.DESCRIPTOR.name].service[0].method[HEALTH.index]
    check.options.Extensions[annotations_pb2.http].get = HEALTH_PATH
    return FileDescriptorSet(file=files.values()).SerializeToString(deterministic=True)


def _call(method: Any, bindings: tuple[Binding, ...]) -> Call:
    return Call(
        method.containing_service.full_name, method.name, bindings, bool(method.server_streaming), method.input_type
    )


def _bindings(method: Any) -> Iterator[Binding]:
    rule: http_pb2.HttpRule = method.GetOptions().Extensions[annotations_pb2.http]
    for each in (rule, *rule.additional_bindings):
        verb = each.WhichOneof("pattern")
        if verb is not None:
            yield Binding(verb.upper(), getattr(each, verb))


def _collect(file: FileDescriptor, files: dict[str, FileDescriptorProto]) -> None:
    """Add a file after all that it imports."""
    if file.name in files:
        return
    for needed in file.dependencies:
        _collect(needed, files)
    files[file.name] = FileDescriptorProto.FromString(file.serialized_pb)
