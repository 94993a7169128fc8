"""A server in a process of its own over any database, and calls to it by their short names."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from service.cli.asking import callable_of
from tests.conftest import AVTALT, wait_for_address

SECONDS = 20


@dataclass(frozen=True)
class Refusal:
    """An error as a client gets it."""

    status: str
    reason: str
    metadata: Mapping[str, str]
    text: str
    details: Any

    @classmethod
    def of(cls, error: grpc.RpcError) -> "Refusal":
        """What an error says; a status without our details is a failure of the test."""
        info, status = error_details_pb2.ErrorInfo(), rpc_status.from_call(error)
        assert status is not None, error
        assert any(detail.Unpack(info) for detail in status.details), error
        reason = info.reason.removeprefix("ERROR_REASON_")
        return cls(error.code().name, reason, dict(info.metadata), status.message, status.details)

    @property
    def field(self) -> str:
        """The field that the ErrorInfo names; empty when it names none."""
        return self.metadata.get("field", "")

    def detail(self, kind: type[Message]) -> Any:
        """The detail of a kind; absent when there is none."""
        found = kind()
        return found if any(detail.Unpack(found) for detail in self.details) else None

    def __str__(self) -> str:
        """All that the caller is told, as one text."""
        return f"{self.status} {self.reason} {dict(self.metadata)} {self.text} {self.details}"


class Server:
    """Calls to one server."""

    def __init__(self, channel: grpc.Channel, process: subprocess.Popen[str] | None = None, target: str = "") -> None:
        self.channel, self.process, self.target = channel, process, target

    def call(self, method: str, request: Message) -> Any:
        """The response."""
        return callable_of(self.channel, method)(request, timeout=SECONDS)

    def send(self, method: str, request: Message, timeout: float = SECONDS) -> Any:
        """The responses of a call that is answered with several, and the call itself."""
        return callable_of(self.channel, method)(request, timeout=timeout)

    def begin(self, method: str, request: Message) -> Any:
        """A call under way."""
        return callable_of(self.channel, method).future(request, timeout=SECONDS)

    def refused(self, method: str, request: Message) -> Refusal:
        """The error; a call that is answered instead is a failure."""
        try:
            answer = self.call(method, request)
        except grpc.RpcError as error:
            return Refusal.of(error)
        raise AssertionError(f"{method} was answered: {answer}")

    def write(self, method: str, request: Any) -> Any:
        """What a write did, under a name of its own unless it has one."""
        return self.call(method, named(request)).result


def named(request: Any) -> Any:
    """The request with a name that no other write has, unless it has one."""
    request.write.request_id = request.write.request_id or str(uuid4())
    return request


@contextmanager
def serving(database: str, log: Path, *flags: str) -> Iterator[Server]:
    """A server that takes calls until the end of the block."""
    command = [AVTALT, "serve", "--port", "0", "--database", database, "--log-level", "info", *flags]
    with log.open("a") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
    try:
        target = wait_for_address(process)
        with grpc.insecure_channel(target) as channel:
            yield Server(channel, process, target)
    finally:
        process.terminate()
        process.wait(timeout=30)
        assert process.stdout
        process.stdout.close()
