"""Registers that are written to over the network, on each kind of database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest

from tests.databases import BACKENDS, NewDatabase
from tests.rpc.newcomers import Newcomer
from tests.rpc.servers import Server, serving
from tests.rpc.story import Told, tell

WRITING = "--allow-writes"


@dataclass(frozen=True)
class Served:
    """
    A register, a server that was told its story, and one that was started afterwards.

    The second takes no writes. `new_database` makes an empty register of the
    same kind.
    """

    database: str
    new_database: Callable[[], str]
    server: Server
    later: Server
    told: Told


@pytest.fixture(scope="session")
def serve_register(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Served]]:
    """The register of a kind of database; made when first asked for."""
    started: list[Server] = []
    with ExitStack() as stack:

        def start(*arguments: Any) -> Server:
            started.append(stack.enter_context(serving(*arguments)))
            return started[-1]

        @cache
        def serve(backend: str) -> Served:
            database, log = new_database(backend), tmp_path_factory.mktemp("log") / "server.log"
            server = start(database, log, WRITING)
            told = tell(server)
            return Served(database, partial(new_database, backend), server, start(database, log), told)

        yield serve
        # All at once, as each takes a moment to stop.
        for process in (server.process for server in started if server.process):
            process.terminate()


@pytest.fixture(scope="session", params=BACKENDS)
def served(request: pytest.FixtureRequest, serve_register: Callable[[str], Served]) -> Served:
    """The register of each kind of database in turn."""
    return serve_register(request.param)


@pytest.fixture
def server(served: Served) -> Server:
    """The server that takes writes."""
    return served.server


@pytest.fixture
def newcomer(server: Server) -> Newcomer:
    """A performer on record whom no other test knows."""
    newcomer = Newcomer(server)
    newcomer.register()
    return newcomer
