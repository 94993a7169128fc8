"""A real server over the demo register, and a way to call it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message

from benchmarks import h2load
from registry.demo.generator import demo_records, demo_register
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from registry.tariffs.tariff_set import TariffSet
from service.cli.asking import callable_of
from service.cli.demo import NOTE
from tests import browser, databases, node, postgres
from tests.databases import BACKENDS, NewDatabase

AVTALT = Path(sys.executable).parent / "avtalt"
SERVING = "Serving at "

Call = Callable[[str, Message], Any]

MISSING = (postgres.MISSING, node.MISSING, browser.MISSING, h2load.MISSING)

new_database = databases.new_database
node_packages = node.node_packages
postgres_server = databases.postgres_server
sqlite_template = databases.sqlite_template


@pytest.fixture(scope="session")
def tariffs() -> TariffSet:
    """The tariffs that are shipped."""
    return read_tariffs()


@pytest.fixture(scope="session")
def demo_snapshot() -> Snapshot:
    """The demo register in memory."""
    return Snapshot.of(demo_register(), Revision(1, datetime(2026, 9, 15, tzinfo=UTC), "demo"))


@pytest.fixture(scope="session")
def demo_registers(new_database: NewDatabase) -> Callable[[str], str]:
    """A database of a kind that holds the demo register; made when first asked for, and then kept."""

    @cache
    def register(backend: str) -> str:
        url = new_database(backend)
        store = Store(url)
        store.write(demo_records(), note=NOTE)
        store.close()
        return url

    return register


@pytest.fixture(scope="session", params=BACKENDS)
def demo_database(request: pytest.FixtureRequest, demo_registers: Callable[[str], str]) -> str:
    """The URL of a database that holds the demo register, of each kind in turn."""
    return demo_registers(request.param)


@pytest.fixture(scope="session")
def demo_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """
    The address of a real server over a database; started when first asked for, and then kept.

    The kinds of database come in turn in each module, so a server that ended with
    its turn would be started for each.
    """
    with ExitStack() as stack:

        @cache
        def serve(database: str) -> str:
            log = tmp_path_factory.mktemp("log") / "server.log"
            return stack.enter_context(demo_server(database, log))

        yield serve


@pytest.fixture(scope="session")
def demo_target(demo_database: str, demo_servers: Callable[[str], str]) -> str:
    """The address of a real server, in a process of its own, with the demo register."""
    return demo_servers(demo_database)


@contextmanager
def demo_server(database: str, log: Path) -> Iterator[str]:
    """The address of a server in a process of its own, until the end of the block."""
    with log.open("w") as stderr:
        server = subprocess.Popen(
            [AVTALT, "demo", "--port", "0", "--database", database, "--log-level", "info"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        try:
            yield wait_for_address(server)
        finally:
            server.terminate()
            server.wait(timeout=30)
            if server.stdout:
                server.stdout.close()


def wait_for_address(server: subprocess.Popen[str]) -> str:
    """The address that a starting server tells; a server that ends instead is a failure."""
    for line in server.stdout or ():
        if line.startswith(SERVING):
            return line.removeprefix(SERVING).split()[0].rstrip(".")
    raise AssertionError(f"the server ended with {server.wait()} before it took calls")


@pytest.fixture(scope="session")
def channel(demo_target: str) -> Iterator[grpc.Channel]:
    """A channel to the real server."""
    with grpc.insecure_channel(demo_target) as opened:
        yield opened


@pytest.fixture(scope="session")
def call(channel: grpc.Channel) -> Call:
    """Call a method of the real server by its short name."""

    def ask(method: str, request: Message, **options: Any) -> Any:
        return callable_of(channel, method)(request, **({"timeout": 10} | options))

    return ask


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end what was left out because a program was not found."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    for missing in MISSING:
        left_out = sum(missing in why for why in skipped)
        if left_out:
            terminalreporter.section("LEFT OUT", sep="!", red=True, bold=True)
            terminalreporter.line(f"{left_out} tests. {missing}", red=True, bold=True)
