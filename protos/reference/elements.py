"""Services, messages and enums as Markdown."""

from google.api.http_pb2 import HttpRule
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    MethodDescriptorProto,
    ServiceDescriptorProto,
)

from protos.descriptors import Contract, http_rule
from protos.reference.places import Places

VERBS = ("get", "put", "post", "delete", "patch")


class Elements:
    """Writes the elements of one contract."""

    def __init__(self, contract: Contract) -> None:
        """Write from these comments, with links to each other."""
        self.places = Places(contract)
        self.comments = contract.comments

    def comment(self, name: str) -> str:
        """What an element's comment says, with links."""
        return self.places.linked(self.comments[name])

    def service(self, package: str, service: ServiceDescriptorProto) -> str:
        """A service and its calls."""
        name = f"{package}.{service.name}"
        calls = [self._call(name, method) for method in service.method]
        return joined(f"# {service.name}", self.comment(name), f"Full name: `{name}`.", "## Calls", *calls)

    def message(self, package: str, message: DescriptorProto) -> str:
        """A message and its fields."""
        name = f"{package}.{message.name}"
        entries = {nested.name: nested for nested in message.nested_type if nested.options.map_entry}
        written: list[str] = []
        for field in message.field:
            oneof = _oneof(message, field)
            if oneof and f"One of `{oneof}`" not in "".join(written):
                written.append(defined(f"One of `{oneof}`", self.comment(f"{name}.{oneof}")))
            written.append(self._field(name, field, oneof, entries))
        return joined(f"### {message.name}", self.comment(name), *(written or ["No fields."]))

    def enum(self, package: str, enum: EnumDescriptorProto) -> str:
        """An enum and its values."""
        name = f"{package}.{enum.name}"
        values = [defined(f"`{value.name}` = {value.number}", self._value(name, value.name)) for value in enum.value]
        return joined(f"### {enum.name}", self.comment(name), *values)

    def _value(self, enum: str, value: str) -> str:
        return self.comment(f"{enum}.{value}")

    def _call(self, service: str, method: MethodDescriptorProto) -> str:
        """A call: what it does, what goes in and out, and its road by HTTP."""
        rows = [
            ("Request", _streamed(self._type(method.input_type), several=method.client_streaming)),
            ("Response", _streamed(self._type(method.output_type), several=method.server_streaming)),
            ("gRPC", f"`/{service}/{method.name}`"),
            ("JSON", _by_http(http_rule(method))),
        ]
        table = "\n".join(["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)])
        return joined(f"### {method.name}", self.comment(f"{service}.{method.name}"), table)

    def _field(self, message: str, field: FieldDescriptorProto, oneof: str, entries: dict[str, DescriptorProto]) -> str:
        """A field: its type, whether it may be absent or is a list, and what it means."""
        about = self._field_type(field, entries)
        if field.proto3_optional:
            about = f"optional {about}"
        elif field.label == FieldDescriptorProto.LABEL_REPEATED and not about.startswith("map"):
            about = f"list of {about}"
        choice = f", one of `{oneof}`" if oneof else ""
        return defined(f"`{field.name}`: {about}{choice}", self.comment(f"{message}.{field.name}"))

    def _field_type(self, field: FieldDescriptorProto, entries: dict[str, DescriptorProto]) -> str:
        if not field.type_name:
            return FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
        entry = entries.get(field.type_name.rpartition(".")[2])
        if entry:
            key, value = (self._field_type(part, {}) for part in entry.field)
            return f"map from {key} to {value}"
        return self._type(field.type_name)

    def _type(self, full_name: str) -> str:
        """A type: a link to one of ours, the full name of another."""
        if full_name.startswith(".avtalt."):
            name = full_name.rpartition(".")[2]
            return self.places.link(name, name)
        return f"`{full_name.lstrip('.')}`"


def joined(*parts: str) -> str:
    """Parts of a page with an empty line between."""
    return "\n\n".join(part.strip("\n") for part in parts if part)


def defined(term: str, text: str) -> str:
    """A term and its explanation, of any number of paragraphs."""
    first, *more = text.strip("\n").splitlines()
    return "\n".join([term, f": {first}", *(f"  {line}".rstrip() for line in more)])


def _oneof(message: DescriptorProto, field: FieldDescriptorProto) -> str:
    """The choice that a field belongs to; empty for none, and for one that only marks it optional."""
    if field.proto3_optional or not field.HasField("oneof_index"):
        return ""
    return message.oneof_decl[field.oneof_index].name


def _streamed(text: str, *, several: bool) -> str:
    return f"stream of {text}" if several else text


def _by_http(rule: HttpRule | None) -> str:
    """The road by HTTP."""
    if rule is None:
        return "no road: gRPC only"
    verb = next(verb for verb in VERBS if getattr(rule, verb))
    body = {"": "", "*": ", with the request as body"}.get(rule.body, f", with `{rule.body}` as body")
    return f"`{verb.upper()} {getattr(rule, verb)}`{body}"
