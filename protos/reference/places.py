"""Where in the reference each name of the contract is explained."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from protos.descriptors import Contract
from protos.reference.code_lists import is_code_list

CODE = re.compile(r"(?P<block>^ {4}.*$)|`(?P<quoted>[^`]+)`|(?P<word>\b[A-Za-z][A-Za-z0-9_]*\b)", re.MULTILINE)
SEVERAL_WORDS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z0-9]+(?:_[A-Z0-9]+)+")


def page_of(file: FileDescriptorProto) -> str:
    """The name of the page about a file, without its ending."""
    return PurePosixPath(file.name).stem


class Places:
    """The page and heading of every service, call, message, enum and enum value."""

    def __init__(self, contract: Contract) -> None:
        """Note the place of each name."""
        self._places = {name: place for file in contract.files for name, place in _places(file)}

    def link(self, name: str, text: str) -> str:
        """A link to where a name is explained, or the text alone for a name that is not of the contract."""
        return f"[{text}]({self._places[name]})" if name in self._places else text

    def linked(self, comment: str) -> str:
        """
        A comment with links at the names that it mentions.

        A name of one word, such as Claim, may be an ordinary word at the start of
        a sentence; it is a link only in backticks. Examples stay as they are.
        """
        return CODE.sub(self._replace, comment)

    def _replace(self, found: re.Match[str]) -> str:
        if found["quoted"]:
            return self.link(found["quoted"], found[0])
        if found["word"] and SEVERAL_WORDS.fullmatch(found["word"]):
            return self.link(found["word"], found[0])
        return found[0]


def _places(file: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    """Each name of a file with the page and the heading that explains it."""
    page = f"{page_of(file)}.md"
    for service in file.service:
        for name in (service.name, *(method.name for method in service.method)):
            yield name, f"{page}#{name.lower()}"
    for message in file.message_type:
        yield message.name, f"{page}#{message.name.lower()}"
    for enum in file.enum_type:
        yield enum.name, f"{page}#{enum.name.lower()}"
        for value in enum.value:
            yield value.name, f"{page}#{(value if is_code_list(enum) else enum).name.lower()}"
