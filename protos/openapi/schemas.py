"""Messages and enums as JSON Schema, by the rules of protobuf's JSON."""

import re
from itertools import combinations
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto

from protos.openapi.elements import Elements, choices, is_list, says, type_of

Schema = dict[str, Any]
Type = FieldDescriptorProto.Type

DAY = re.compile(r"\bYYYY-MM-DD\b")
TEXT: Schema = {"type": "string"}
LONG: Schema = {"type": "string", "format": "int64"}
SCALARS: dict[int, Schema] = {
    Type.TYPE_STRING: TEXT,
    Type.TYPE_BOOL: {"type": "boolean"},
    Type.TYPE_INT32: {"type": "integer", "format": "int32"},
    Type.TYPE_INT64: LONG,
    Type.TYPE_DOUBLE: {"type": "number", "format": "double"},
    Type.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
}
ZEROS: dict[str, Any] = {"boolean": False, "integer": 0}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ANY = "google.protobuf.Any"
STATUS = "google.rpc.Status"
FROM_OTHERS: dict[str, Schema] = {
    "google.protobuf.Timestamp": MOMENT,
    ANY: {
        "type": "object",
        "description": "A message of the type that `@type` names, with its fields beside that name.",
        "properties": {"@type": TEXT},
        "required": ["@type"],
        "additionalProperties": True,
    },
    STATUS: {
        "type": "object",
        "description": "Why there is no answer.",
        "properties": {
            "code": {"type": "integer", "format": "int32", "description": "The status code of gRPC."},
            "message": {"type": "string", "description": "What is wrong, what is true instead, and what to do."},
            "details": {
                "type": "array",
                "description": (
                    "For programs. A `google.rpc.ErrorInfo` has the `reason`, a value of `ErrorReason`, and its data "
                    "in `metadata`; a `google.rpc.BadRequest` has the field at fault; a `google.rpc.RetryInfo` says "
                    "when to try again. Absent where the gateway itself refuses a request."
                ),
                "items": {"$ref": "#/components/schemas/Any"},
            },
        },
        "required": ["code", "message"],
    },
}


def reference(name: str) -> Schema:
    """A reference to the schema of a full name."""
    return {"$ref": f"#/components/schemas/{name.rpartition('.')[2]}"}


class Schemas:
    """Writes the schemas of one contract."""

    def __init__(self, elements: Elements) -> None:
        """Write from these elements."""
        self.elements = elements

    def all(self) -> dict[str, Schema]:
        """The schemas of all that requests and answers are made of, by short names."""
        names = self.elements.asked | self.elements.answered
        made = {name: self._schema(name) for name in names if not self._is_map(name)}
        made |= {name: FROM_OTHERS[name] for name in (ANY, STATUS)}
        return {name.rpartition(".")[2]: schema for name, schema in sorted(made.items())}

    def field(self, message: str, field: FieldDescriptorProto) -> Schema:
        """A field of a message, with what it means."""
        comment = self.elements.comment(f"{message}.{field.name}")
        schema = dict(self._of_type(field))
        if schema == TEXT and DAY.search(comment):
            schema = {**TEXT, "format": "date"}
        if is_list(field) and not self._is_map(type_of(field)):
            schema = {"type": "array", "items": schema}
        elif field.type == Type.TYPE_ENUM and not field.HasField("oneof_index"):
            schema = {**schema, "default": self.elements.enums[type_of(field)].value[0].name}
        elif schema.get("type") in ZEROS and not field.HasField("oneof_index"):
            schema = {**schema, "default": ZEROS[schema["type"]]}
        if field.options.deprecated:
            schema = {**schema, "deprecated": True}
        return {**schema, "description": comment} if comment else schema

    def _of_type(self, field: FieldDescriptorProto) -> Schema:
        name = type_of(field)
        if not name:
            return SCALARS[field.type]
        if name == "google.protobuf.Timestamp":
            return MOMENT
        if self._is_map(name):
            return {"type": "object", "additionalProperties": self._of_type(self.elements.messages[name].field[1])}
        return reference(name)

    def _is_map(self, name: str) -> bool:
        return name in self.elements.messages and bool(self.elements.messages[name].options.map_entry)

    def _schema(self, name: str) -> Schema:
        return self._enum(name) if name in self.elements.enums else self._message(name)

    def _message(self, name: str) -> Schema:
        message = self.elements.messages[name]
        schema: Schema = {"type": "object", "description": self.elements.comment(name)}
        schema["properties"] = {field.json_name: self.field(name, field) for field in message.field}
        required = [field.json_name for field in message.field if self._is_always_there(name, field)]
        if required:
            schema["required"] = required
        if name not in self.elements.answered:
            schema["additionalProperties"] = False
        excluded = _excluded(message)
        if excluded:
            schema["allOf"] = excluded
        return schema

    def _is_always_there(self, message: str, field: FieldDescriptorProto) -> bool:
        """Whether the comment says so, and requests and answers agree about it."""
        comment = self.elements.comment(f"{message}.{field.name}")
        if message in self.elements.asked:
            return message not in self.elements.answered and says(comment, "Required")
        return says(comment, "Always set") and not field.HasField("oneof_index")

    def _enum(self, name: str) -> Schema:
        enum = self.elements.enums[name]
        values = [f"* `{value.name}`: {self._first(f'{name}.{value.name}')}" for value in enum.value]
        description = "\n".join([self.elements.comment(name), "", *values])
        return {"type": "string", "description": description, "enum": [value.name for value in enum.value]}

    def _first(self, name: str) -> str:
        """The first paragraph of a comment, on one line."""
        return " ".join(self.elements.comment(name).partition("\n\n")[0].split())


def _excluded(message: DescriptorProto) -> list[Schema]:
    """That of the fields of a oneof at most one is there."""
    return [
        {"not": {"required": [one.json_name, other.json_name]}}
        for _, fields in choices(message)
        for one, other in combinations(fields, 2)
    ]
