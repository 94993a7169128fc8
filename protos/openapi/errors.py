"""Which errors a call ends with, by HTTP status, as its comment and the list of reasons say."""

import re
from collections import defaultdict
from http import HTTPStatus

from protos.openapi.elements import Call, Elements
from protos.openapi.schemas import STATUS, Schema, reference

REASON = re.compile(r"ERROR_REASON_\w+")
STATUS_OF_REASON = re.compile(r"Status: (\w+)\.")
AS_FOR = re.compile(r"as for (\w+)")
ALL_INVALID = "all of ErrorReason that are INVALID_ARGUMENT"
ENUM = "avtalt.v1.ErrorReason"
READ_OPTIONS = "avtalt.v1.ReadOptions"
BY_GATEWAY = ("ERROR_REASON_MALFORMED_MESSAGE",)

# How the gateway tells a status of gRPC over HTTP.
OVER_HTTP = {
    "INVALID_ARGUMENT": HTTPStatus.BAD_REQUEST,
    "FAILED_PRECONDITION": HTTPStatus.BAD_REQUEST,
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "PERMISSION_DENIED": HTTPStatus.FORBIDDEN,
    "ABORTED": HTTPStatus.CONFLICT,
    "ALREADY_EXISTS": HTTPStatus.CONFLICT,
    "RESOURCE_EXHAUSTED": HTTPStatus.TOO_MANY_REQUESTS,
    "INTERNAL": HTTPStatus.INTERNAL_SERVER_ERROR,
    "UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
}


class Errors:
    """Knows the reasons of one contract."""

    def __init__(self, elements: Elements) -> None:
        """Read what each reason is told as."""
        self.elements = elements
        names = [value.name for value in elements.enums[ENUM].value]
        said = {name: STATUS_OF_REASON.search(elements.comment(f"{ENUM}.{name}")) for name in names}
        self.statuses = {name: match[1] for name, match in said.items() if match}

    def responses(self, call: Call) -> dict[str, Schema]:
        """What a call answers with in place of its response, by HTTP status."""
        by_status: dict[HTTPStatus, list[str]] = defaultdict(list)
        for reason in sorted({*self.reasons(call), *BY_GATEWAY}):
            by_status[OVER_HTTP[self.statuses[reason]]].append(reason)
        told = {str(status.value): _response(reasons) for status, reasons in sorted(by_status.items())}
        return {**told, "default": _response([])}

    def reasons(self, call: Call) -> set[str]:
        """All reasons that the comment of a call names, itself or by naming where they stand."""
        return self._named(self.elements.comment(call.full_name))

    def _named(self, comment: str) -> set[str]:
        text = " ".join(comment.split())
        found = set(REASON.findall(text))
        if ALL_INVALID in text:
            found |= {name for name, status in self.statuses.items() if status == "INVALID_ARGUMENT"}
        if "ReadOptions" in text:
            found |= self._of_read_options()
        for other in AS_FOR.findall(text):
            found |= set().union(*(self.reasons(call) for call in self.elements.calls if call.method.name == other))
        return found

    def _of_read_options(self) -> set[str]:
        message = self.elements.messages[READ_OPTIONS]
        names = [READ_OPTIONS, *(f"{READ_OPTIONS}.{field.name}" for field in message.field)]
        return {reason for name in names for reason in REASON.findall(self.elements.comment(name))}


def _response(reasons: list[str]) -> Schema:
    description = "Any other error." if not reasons else "By reason: " + ", ".join(f"`{name}`" for name in reasons)
    return {"description": description, "content": {"application/json": {"schema": reference(STATUS)}}}
