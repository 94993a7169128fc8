"""Calls as operations: path, parameters, body and answers."""

import re
from collections.abc import Iterator
from typing import Any

from google.api.http_pb2 import HttpRule
from google.protobuf.descriptor_pb2 import FieldDescriptorProto

from protos.openapi.elements import Call, Elements, choices, says, type_of
from protos.openapi.errors import Errors
from protos.openapi.schemas import Schemas, reference

Operation = dict[str, Any]
VERBS = ("get", "post")
IN_PATH = re.compile(r"\{([\w.]+)\}")


class Operations:
    """Writes the operations of one contract."""

    def __init__(self, elements: Elements, schemas: Schemas) -> None:
        """Write from these elements and schemas."""
        self.elements, self.schemas, self.errors = elements, schemas, Errors(elements)

    def paths(self) -> dict[str, dict[str, Operation]]:
        """All paths with their operations."""
        found: dict[str, dict[str, Operation]] = {}
        for call in self.elements.calls:
            rules = (call.rule, *call.rule.additional_bindings)
            for rule in rules:
                verb = next(verb for verb in VERBS if getattr(rule, verb))
                path = getattr(rule, verb)
                operation = self._operation(call, rule, path, several=len(rules) > 1)
                found.setdefault(IN_PATH.sub(lambda match: f"{{{_camel(match[1])}}}", path), {})[verb] = operation
        return found

    def _operation(self, call: Call, rule: HttpRule, path: str, *, several: bool) -> Operation:
        fields = IN_PATH.findall(path)
        comment = self.elements.comment(call.full_name)
        name = call.method.name
        if several:
            last = _camel(fields[0].rpartition(".")[2])
            name += f"By{last[:1].upper()}{last[1:]}"
        operation: Operation = {
            "operationId": name,
            "tags": [call.service.name],
            "summary": " ".join(comment.partition("\n\n")[0].split()),
            "description": comment,
        }
        if rule.body:
            operation["requestBody"] = {
                "required": True,
                "content": {"application/json": {"schema": reference(call.request)}},
            }
        else:
            operation["parameters"] = list(self._parameters(call.request, fields))
        return {**operation, "responses": {"200": self._answer(call), **self.errors.responses(call)}}

    def _answer(self, call: Call) -> Operation:
        content = {"schema": reference(call.response)}
        if call.method.server_streaming:
            description = "JSON objects, one on each line, each sent as soon as it is there."
            return {"description": description, "content": {"application/x-ndjson": content}}
        return {"description": self.elements.comment(call.response), "content": {"application/json": content}}

    def _parameters(self, request: str, in_path: list[str]) -> Iterator[Operation]:
        """The fields of a request that is asked in the address: those of the path, then the others."""
        for names, message, field in self._fields(request, (), in_path):
            path = ".".join(names)
            found: Operation = {"name": _camel(path), "in": "path" if path in in_path else "query"}
            comment, schema = self.elements.comment(f"{message}.{field.name}"), self.schemas.field(message, field)
            schema.pop("description", None)
            if path in in_path or says(comment, "Required"):
                found["required"] = True
                schema.pop("default", None)
            yield {**found, "description": comment, "schema": schema}

    def _fields(
        self, message: str, above: tuple[str, ...], in_path: list[str]
    ) -> Iterator[tuple[tuple[str, ...], str, FieldDescriptorProto]]:
        """All fields that can be given one by one, without those that the path shuts out."""
        descriptor = self.elements.messages[message]
        shut_out = {
            field.name
            for _, fields in choices(descriptor)
            if any(".".join((*above, field.name)) in in_path for field in fields)
            for field in fields
            if ".".join((*above, field.name)) not in in_path
        }
        for field in descriptor.field:
            names = (*above, field.name)
            below = type_of(field)
            if field.name in shut_out:
                continue
            if below in self.elements.messages:
                yield from self._fields(below, names, in_path)
            else:
                yield names, message, field


def _camel(path: str) -> str:
    """
    A path of fields as it is written in JSON.

    >>> _camel("provider.hpr_number")
    'provider.hprNumber'
    """
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), path)
