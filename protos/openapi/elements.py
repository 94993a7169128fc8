"""The elements of the contract by their full names, and what of them stands in requests only."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from google.api.http_pb2 import HttpRule
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    MethodDescriptorProto,
    ServiceDescriptorProto,
)

from protos.descriptors import Contract, http_rule

WELL_KNOWN = "google."


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has a way over HTTP."""

    service: ServiceDescriptorProto
    full_name: str
    method: MethodDescriptorProto
    rule: HttpRule

    @property
    def request(self) -> str:
        """The full name of the request."""
        return self.method.input_type.removeprefix(".")

    @property
    def response(self) -> str:
        """The full name of the response, or of one part of it."""
        return self.method.output_type.removeprefix(".")


class Elements:
    """One contract, looked up by full names."""

    def __init__(self, contract: Contract) -> None:
        """Index a contract."""
        self.contract = contract
        self.messages = dict(_messages(contract))
        self.enums: Mapping[str, EnumDescriptorProto] = {
            f"{file.package}.{enum.name}": enum for file in contract.files for enum in file.enum_type
        }

    def comment(self, name: str) -> str:
        """What is said of an element; empty when nothing is."""
        return self.contract.comments.get(name, "").strip()

    def services(self) -> Iterator[tuple[str, ServiceDescriptorProto]]:
        """All services that have a call with a way over HTTP."""
        named = {call.service.name for call in self.calls}
        for file in self.contract.files:
            yield from ((f"{file.package}.{each.name}", each) for each in file.service if each.name in named)

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """All calls that have a way over HTTP, in the order of the files."""
        return tuple(
            Call(service, f"{file.package}.{service.name}.{method.name}", method, rule)
            for file in self.contract.files
            for service in file.service
            for method in service.method
            if (rule := http_rule(method)) is not None
        )

    @cached_property
    def answered(self) -> frozenset[str]:
        """The messages and enums that responses are made of."""
        return frozenset(self._reached(call.response for call in self.calls))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The messages and enums that requests are made of."""
        return frozenset(self._reached(call.request for call in self.calls))

    def _reached(self, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in found or name.startswith(WELL_KNOWN):
                continue
            found.add(name)
            if name in self.messages:
                waiting += [type_of(field) for field in self.messages[name].field if field.type_name]
        return found


def type_of(field: FieldDescriptorProto) -> str:
    """The full name of a field's message or enum; empty for a scalar."""
    return field.type_name.removeprefix(".")


def is_list(field: FieldDescriptorProto) -> bool:
    """Whether a field is repeated; a map is too."""
    return field.label == FieldDescriptorProto.LABEL_REPEATED


def choices(message: DescriptorProto) -> Iterator[tuple[str, list[FieldDescriptorProto]]]:
    """The name of each oneof, with its fields; those that only mark a field optional are none."""
    for place, oneof in enumerate(message.oneof_decl):
        fields = [
            field
            for field in message.field
            if field.HasField("oneof_index") and field.oneof_index == place and not field.proto3_optional
        ]
        if fields:
            yield oneof.name, fields


def says(comment: str, word: str) -> bool:
    """
    Whether a comment says something without a condition.

    >>> says("The claim. Required.", "Required")
    True
    >>> says("Required with a date.", "Required")
    False
    """
    return re.search(rf"(?:^|\.\s+){word}[.:]", comment) is not None


def _messages(contract: Contract) -> Iterator[tuple[str, DescriptorProto]]:
    waiting = [(f"{file.package}.{each.name}", each) for file in contract.files for each in file.message_type]
    while waiting:
        name, message = waiting.pop()
        yield name, message
        waiting += [(f"{name}.{nested.name}", nested) for nested in message.nested_type]
