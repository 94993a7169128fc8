"""Enums whose values carry a worked example and a sentence: reasons, notices, assumptions and errors."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from google.protobuf.descriptor_pb2 import EnumDescriptorProto

# What is said of a code in a language: section of the texts, code, data, language.
Say = Callable[[str, str, Mapping[str, str], str], str]

SECTIONS = {"ErrorReason": "errors", "ReasonCode": "reasons", "NoticeCode": "notices", "AssumptionCode": "assumptions"}
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
STATUS = re.compile(r"Status: (\w+)\.")
FOR_WHOM = re.compile(r"For the (\w+)\.")


def is_code_list(enum: EnumDescriptorProto) -> bool:
    """Whether each value of an enum has an example and a sentence."""
    return enum.name in SECTIONS


@dataclass(frozen=True, slots=True)
class Code:
    """
    One value, taken apart.

    `meaning` is the first sentence of its comment, `data` what its example
    carries, `mark` the status of an error or whom a notice is for, and empty
    elsewhere.
    """

    name: str
    meaning: str
    data: Mapping[str, str]
    mark: str


def read_code(name: str, comment: str) -> Code:
    """A value with what its comment says, of which the example is required."""
    example = json.loads(comment[comment.index("{") : comment.rindex("}") + 1])
    mark = STATUS.search(comment) or FOR_WHOM.search(comment)
    meaning = " ".join(comment.partition("\n\n")[0].split())
    return Code(
        name,
        re.split(r"(?<=\.) ", meaning)[0],
        example.get("data", example.get("metadata", {})),
        mark[1] if mark else "",
    )


def sentences(enum: EnumDescriptorProto, code: Code, say: Say) -> str:
    """What is said of a code in each language, with the data of its example."""
    section, prefix = SECTIONS[enum.name], _prefix(enum)
    rows = [
        f"| {LANGUAGES[language]} | {_cell(say(section, code.name.removeprefix(prefix), code.data, language))} |"
        for language in LANGUAGES
    ]
    return "\n".join(["| | Said with the data of the example |", "|---|---|", *rows])


def overview(enum: EnumDescriptorProto, codes: list[Code], link: Callable[[str, str], str]) -> str:
    """All codes in one table, without what all their names begin with."""
    prefix = _prefix(enum)
    columns = ["Code", _heading(codes), "Meaning"]
    rows = [[link(code.name, f"`{code.name.removeprefix(prefix)}`"), code.mark, code.meaning] for code in codes]
    kept = [place for place, column in enumerate(columns) if column]
    lines = [columns, ["---"] * len(columns), *rows]
    table = "\n".join("| " + " | ".join(_cell(line[place]) for place in kept) + " |" for line in lines)
    return f"Every name begins with `{prefix}`.\n\n{table}"


def _heading(codes: list[Code]) -> str:
    """What the marks of some codes are; empty when they have none."""
    if not any(code.mark for code in codes):
        return ""
    return "Status" if any(code.mark.isupper() for code in codes) else "For"


def _prefix(enum: EnumDescriptorProto) -> str:
    """What all names of an enum begin with."""
    return enum.value[0].name.removesuffix("UNSPECIFIED")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
