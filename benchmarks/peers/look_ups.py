"""Our look-ups beside etcd and beside a plain service on SQLModel: in process, and over gRPC by one compiled client."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import create_engine, text

from avtalt.v1.agreement_service_pb2 import VerifyDirectSettlementAgreementRequest
from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.claim_pb2 import ClaimPerformer
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from benchmarks.claims import TREATMENT_DAY, three_lines
from benchmarks.figures import Figure, left_out, ratio
from benchmarks.h2load import MISSING as NO_H2LOAD
from benchmarks.h2load import find_h2load
from benchmarks.peers import etcd, plain_service
from benchmarks.peers.calls import Call, send
from benchmarks.registers import fill, performers
from benchmarks.server import READY, demo_context, measured_server
from service.rpc.servicers import wire_handler
from service.rpc.write_provider import write_performer
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

VERIFY = "/avtalt.v1.AgreementService/VerifyDirectSettlementAgreement"
GET = "/avtalt.v1.ProviderDirectoryService/GetProvider"
READY_MADE = "ready-made reply"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MICRO = 1e6


@dataclass(frozen=True, slots=True)
class Extent:
    """How large the register is, and how many look-ups there are in a round, in process and over gRPC."""

    providers: int = 10_000
    in_process: int = 1_000
    calls: int = 5_000
    rounds: int = 5


FULL_EXTENT = Extent()


def figures(extent: Extent = FULL_EXTENT, backends: tuple[str, ...] = BACKENDS) -> list[Figure]:
    """What is asked of each, in turn."""
    with ExitStack() as stack:
        urls = dict(_registers(stack, extent, backends))
        ((number, _),) = performers(next(iter(urls.values())), 1)
        found = _in_process(urls, number, extent)
        if find_h2load() is None:
            left_out(NO_H2LOAD)
            return found
        return [*found, *_sent(_calls(stack, urls, number, extent), extent)]


def _registers(stack: ExitStack, extent: Extent, backends: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The same register on each kind of database, by the name of the kind."""
    for backend in backends:
        url = stack.enter_context(empty_database(backend))
        if url is None:
            print(MISSING)
            continue
        fill(url, extent.providers)
        _analysed(url)
        yield NAMES[backend], url


def _analysed(url: str) -> None:
    """Let the database count what it holds, as it does by itself in time: else its queries take twice as long."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _in_process(urls: dict[str, str], number: str, extent: Extent) -> list[Figure]:
    """Microseconds of waiting for a look-up, without gRPC."""
    context, handle, request = (
        demo_context(extent.providers),
        wire_handler("VerifyDirectSettlementAgreement"),
        _verify(number),
    )
    day = date.fromisoformat(TREATMENT_DAY)
    engines = {name: create_engine(url) for name, url in urls.items()}
    ways: dict[str, Callable[[], Any]] = {
        "avtalt, VerifyDirectSettlementAgreement": lambda: handle(request, context),
        **{
            f"a query of SQLModel, {name}": lambda engine=engine: plain_service.find_agreements(engine, number, day)
            for name, engine in engines.items()
        },
    }
    rounds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(extent.rounds):
        for name, way in ways.items():
            rounds[name].append(_waited(way, extent.in_process))
    for engine in engines.values():
        engine.dispose()
    return [Figure(f"in process: {name}", "µs", tuple(values)) for name, values in rounds.items()]


def _waited(way: Callable[[], Any], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        way()
    return (time.perf_counter() - started) / times * MICRO


def _calls(stack: ExitStack, urls: dict[str, str], number: str, extent: Extent) -> dict[str, Call]:
    """All that is asked over gRPC, by name; each server runs until the end of the stack."""
    url = urls[NAMES["sqlite"]]
    ours = stack.enter_context(measured_server(url))
    read = ReadOptions(
        evaluated_at=Timestamp(seconds=int(datetime.fromisoformat(TREATMENT_DAY).replace(tzinfo=UTC).timestamp()))
    )
    verify, get = (
        _verify(number, read).SerializeToString(),
        GetProviderRequest(hpr_number=number, read=read).SerializeToString(),
    )
    found = {
        READY_MADE: _call(ours, READY, three_lines().SerializeToString()),
        "avtalt, VerifyDirectSettlementAgreement": _call(ours, VERIFY, verify),
        "avtalt, GetProvider": _call(ours, GET, get),
    }
    for name, place in urls.items():
        plain = stack.enter_context(plain_service.plain_server(place))
        found[f"a session of SQLModel for each call, {name}"] = _call(plain, plain_service.METHOD, verify)
    if not etcd.is_installed():
        print(etcd.MISSING)
        return found
    theirs = stack.enter_context(etcd.running())
    asyncio.run(etcd.put(theirs[0], _written(extent.providers)))
    for name, serializable in (("linearizable", False), ("serializable", True)):
        found[f"etcd, Range, {name}"] = _call(theirs, etcd.RANGE, etcd.range_request(number, serializable=serializable))
    return found


def _sent(calls: dict[str, Call], extent: Extent) -> list[Figure]:
    """The rounds of all calls, in turn; the first is not counted."""
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for number in range(extent.rounds + 1):
        for name, call in calls.items():
            told = send(call, extent.calls)
            if number:
                rounds[name].append(told)
    speeds = {
        name: Figure(f"gRPC: {name}", "calls/s", tuple(each for each, _ in told)) for name, told in rounds.items()
    }
    costs = [
        Figure(f"gRPC: {name}", "server µs/call", tuple(each for _, each in told)) for name, told in rounds.items()
    ]
    beside = [ratio(f"{each.name} / {READY_MADE}", each, speeds[READY_MADE]) for each in speeds.values()]
    return [*speeds.values(), *costs, *beside[1:]]


def _verify(number: str, read: ReadOptions | None = None) -> VerifyDirectSettlementAgreementRequest:
    performer = ClaimPerformer(hpr_number=number)
    return VerifyDirectSettlementAgreementRequest(provider=performer, treatment_date=TREATMENT_DAY, read=read)


def _call(server: tuple[str, int], method: str, request: bytes) -> Call:
    """A call that has been answered once, so that the length of its answer is known."""
    target, pid = server
    with grpc.insecure_channel(target) as channel:
        ask: Any = channel.unary_unary(method)
        return Call(target, method, request, len(ask(request, wait_for_ready=True)), pid)


def _written(providers: int) -> dict[str, bytes]:
    """What we answer to GetProvider about every performer, by HPR number."""
    snapshot = demo_context(providers).snapshot
    found = {}
    for number in snapshot.performers:
        entry = snapshot.performer(number)
        if entry is not None:
            found[number] = write_performer(entry, snapshot).SerializeToString()
    return found
