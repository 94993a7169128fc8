"""The pages of the reference: one for each proto file, and a list of all calls."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import EnumDescriptorProto, FileDescriptorProto

from protos.descriptors import Contract
from protos.reference.code_lists import Say, is_code_list, overview, read_code, sentences
from protos.reference.elements import Elements, joined
from protos.reference.places import page_of

INDEX = "index"
INTRODUCTION = """\
# The contract

All calls, messages and codes of `avtalt.v1`, made from the comments of the protos in `protos/avtalt/v1/`.
In JSON a field is written in camel case: `claim_id` is `claimId`.
A field that is not set has its zero value: an empty text, 0, false, an empty list, no message; only an optional one
can tell absent from zero.
"""


def reference(contract: Contract, say: Say) -> Mapping[str, str]:
    """The text of each page by its name."""
    elements = Elements(contract)
    pages = {page_of(file): "\n".join(_page(file, elements, say)) + "\n" for file in contract.files}
    return {INDEX: _index(contract, elements), **pages}


def write_pages(pages: Mapping[str, str], folder: Path) -> None:
    """Make a folder hold these pages and no other, and touch only those that differ."""
    folder.mkdir(exist_ok=True)
    for left_over in {path.stem for path in folder.glob("*.md")} - set(pages):
        (folder / f"{left_over}.md").unlink()
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _page(file: FileDescriptorProto, elements: Elements, say: Say) -> Iterator[str]:
    """A file from top to bottom: its service, its messages, its enums."""
    lists = [enum for enum in file.enum_type if is_code_list(enum)]
    if not file.service and not lists:
        yield f"# {page_of(file)}.proto\n"
    yield from (elements.service(file.package, service) + "\n" for service in file.service)
    yield from (_code_list(file.package, enum, elements, say) + "\n" for enum in lists)
    if file.message_type:
        yield "## Messages\n"
        yield from (elements.message(file.package, message) + "\n" for message in file.message_type)
    enums = [enum for enum in file.enum_type if enum not in lists]
    if enums:
        yield "## Enums\n"
        yield from (elements.enum(file.package, enum) + "\n" for enum in enums)


def _code_list(package: str, enum: EnumDescriptorProto, elements: Elements, say: Say) -> str:
    """
    A list of codes: those that are given in one table, then each with its example and its sentences.

    The zero value and what is no longer given have neither.
    """
    name = f"{package}.{enum.name}"
    given = [value for value in enum.value if value.number and not value.options.deprecated]
    codes = {value.name: read_code(value.name, elements.comments[f"{name}.{value.name}"]) for value in given}
    sections = [
        joined(
            f"### {value.name}",
            elements.comment(f"{name}.{value.name}"),
            sentences(enum, codes[value.name], say) if value.name in codes else "",
        )
        for value in enum.value
    ]
    table = overview(enum, [*codes.values()], elements.places.link)
    return joined(f"# {enum.name}", elements.comment(name), table, "## One by one", *sections)


def _index(contract: Contract, elements: Elements) -> str:
    """All calls in one table each service, and a list of the pages."""
    services = [file for file in contract.files if file.service]
    others = [file for file in contract.files if not file.service]
    tables = [_calls(file, elements) for file in services]
    return joined(
        INTRODUCTION,
        *tables,
        "## Messages and codes",
        _toctree([page_of(file) for file in services], "Services"),
        _toctree([page_of(file) for file in others if not _has_codes(file)], "Messages"),
        _toctree([page_of(file) for file in others if _has_codes(file)], "Codes"),
    )


def _calls(file: FileDescriptorProto, elements: Elements) -> str:
    """The calls of a file's service with the first sentence about each."""
    rows = ["| Call | What it does |", "|---|---|"]
    for service in file.service:
        for method in service.method:
            comment = " ".join(elements.comments[f"{file.package}.{service.name}.{method.name}"].split())
            sentence = comment.partition(". ")[0].rstrip(".")
            rows.append(f"| {elements.places.link(method.name, method.name)} | {elements.places.linked(sentence)}. |")
    return joined(f"## {file.service[0].name}", "\n".join(rows))


def _toctree(pages: list[str], caption: str) -> str:
    return "\n".join(["```{toctree}", ":maxdepth: 1", f":caption: {caption}", "", *pages, "```"])


def _has_codes(file: FileDescriptorProto) -> bool:
    return any(is_code_list(enum) for enum in file.enum_type)
