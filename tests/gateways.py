"""A real gateway in a process of its own, and questions to it over plain HTTP."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.conftest import AVTALT

TELLS = "Gateway at http://"
SECONDS = 30
JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP; headers by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON, which it must be marked as."""
        assert self.headers["content-type"] == JSON, self
        return json.loads(self.body)

    @property
    def lines(self) -> list[Any]:
        """The body as JSON on each line, which it must be marked as."""
        assert self.headers["content-type"] == "application/x-ndjson", self
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass(frozen=True)
class AtAddress:
    """Whoever answers at an address."""

    address: str

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{self.address}"

    def ask(
        self, verb: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer to a request; a body is JSON unless a header says otherwise."""
        connection = HTTPConnection(self.address, timeout=SECONDS)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(verb, path, content, {**({"content-type": JSON} if body else {}), **(headers or {})})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to a GET."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: str | bytes) -> Answer:
        """The answer to JSON."""
        return self.ask("POST", path, body)


@dataclass(frozen=True)
class Gateway(AtAddress):
    """A gateway under its address, and its process."""

    process: "subprocess.Popen[str]"


@contextmanager
def gateway_before(target: str, *flags: str, stderr: Any = None) -> Iterator[Gateway]:
    """A gateway in front of a server until the end of the block."""
    command = [AVTALT, "gateway", "--port", "0", "--target", target, *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True) as process:
        try:
            yield Gateway(address_told(process), process)
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)


def address_told(process: "subprocess.Popen[str]") -> str:
    """The address that a starting gateway tells; one that ends instead is a failure."""
    for line in process.stdout or ():
        if line.startswith(TELLS):
            return line.removeprefix(TELLS).split()[0]
    raise AssertionError(f"the gateway ended with {process.wait()} before it took calls")


@pytest.fixture(scope="session")
def gateway(demo_target: str) -> Iterator[Gateway]:
    """A gateway in front of the real server with the demo register."""
    with gateway_before(demo_target) as started:
        yield started
