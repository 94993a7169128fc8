"""
The contract as descriptors, with the comments that stand in the protos.

Whatever is generated for readers, such as the reference and the OpenAPI document,
starts here: compiled modules carry no comments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)

PROTOS = Path(__file__).resolve().parent

# Where descriptor.proto has the parts of each element: the numbers that a path consists of.
SERVICE, METHOD = 6, 2
MESSAGE, FIELD, ONEOF, NESTED_MESSAGE, NESTED_ENUM = 4, 2, 8, 3, 4
ENUM, VALUE = 5, 2

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """
    The files of the contract in the order of their names, and their comments.

    `comments` has the text of each element by its full name. The name of an
    enum value is below its enum, as in `avtalt.v1.Outcome.OUTCOME_APPROVED`.
    """

    files: tuple[FileDescriptorProto, ...]
    comments: Mapping[str, str]


def load_contract(protos: Path = PROTOS) -> Contract:
    """The contract in a folder of protos; one that does not compile ends the program with protoc's message."""
    sources = sorted(str(path.relative_to(protos)) for path in protos.glob("avtalt/**/*.proto"))
    compiled = {file.name: file for file in descriptor_set(sources, protos).file}
    files = tuple(compiled[name] for name in sources)
    return Contract(files, {name: text for file in files for name, text in _comments(file)})


def descriptor_set(sources: list[str], protos: Path = PROTOS) -> FileDescriptorSet:
    """Some files and all that they import, with their comments."""
    from grpc_tools import protoc  # noqa: PLC0415 (slow to load)

    with TemporaryDirectory() as folder:
        made = Path(folder) / "contract.binpb"
        flags = ("--include_imports", "--include_source_info", f"--descriptor_set_out={made}")
        includes = (protos, Path(protoc.__file__).parent / "_proto")
        if protoc.main(["protoc", *(f"--proto_path={include}" for include in includes), *flags, *sources]) != 0:
            raise SystemExit("protoc could not compile the contract; its message stands above.")
        return FileDescriptorSet.FromString(made.read_bytes())


def http_rule(method: MethodDescriptorProto) -> http_pb2.HttpRule | None:
    """How a method is called by HTTP; absent when it cannot be."""
    if not method.options.HasExtension(annotations_pb2.http):
        return None
    rule: http_pb2.HttpRule = method.options.Extensions[annotations_pb2.http]
    return rule


def _comments(file: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    """The full name and the comment of each element that has one."""
    texts = {tuple(place.path): place.leading_comments for place in file.source_code_info.location}
    for path, name in _elements(file):
        if texts.get(path):
            yield name, "\n".join(line.removeprefix(" ") for line in texts[path].splitlines())


def _elements(file: FileDescriptorProto) -> Iterator[tuple[Place, str]]:
    """The path and the full name of each element of a file."""
    for i, service in enumerate(file.service):
        name = f"{file.package}.{service.name}"
        yield (SERVICE, i), name
        yield from (((SERVICE, i, METHOD, j), f"{name}.{method.name}") for j, method in enumerate(service.method))
    for i, message in enumerate(file.message_type):
        yield from _in_message((MESSAGE, i), f"{file.package}.{message.name}", message)
    for i, enum in enumerate(file.enum_type):
        yield from _in_enum((ENUM, i), f"{file.package}.{enum.name}", enum)


def _in_message(path: Place, name: str, message: DescriptorProto) -> Iterator[tuple[Place, str]]:
    yield path, name
    yield from (((*path, FIELD, i), f"{name}.{field.name}") for i, field in enumerate(message.field))
    yield from (((*path, ONEOF, i), f"{name}.{oneof.name}") for i, oneof in enumerate(message.oneof_decl))
    for i, nested in enumerate(message.nested_type):
        yield from _in_message((*path, NESTED_MESSAGE, i), f"{name}.{nested.name}", nested)
    for i, enum in enumerate(message.enum_type):
        yield from _in_enum((*path, NESTED_ENUM, i), f"{name}.{enum.name}", enum)


def _in_enum(path: Place, name: str, enum: EnumDescriptorProto) -> Iterator[tuple[Place, str]]:
    yield path, name
    yield from (((*path, VALUE, i), f"{name}.{value.name}") for i, value in enumerate(enum.value))
