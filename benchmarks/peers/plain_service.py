"""
What an ordinary service would do for a look-up: a session of SQLModel for each request, and a query in it.

What it does: the agreements of a performer on a day, from the same tables as
ours, as they are believed now, in a message of our contract, on a server of the
same library. What it does not: find the practice, judge what the agreements
amount to, say why, know how complete or fresh the register is, or answer as of an
earlier revision. It holds nothing in memory, so it starts at once, whatever the
size of the register, and sees a write as soon as it is committed: there it is
ahead of us.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from subprocess import PIPE, Popen
from typing import Any

import grpc
import uvloop
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, col, or_, select

from avtalt.v1.agreement_pb2 import Agreement, AgreementKind
from avtalt.v1.agreement_service_pb2 import VerifyDirectSettlementAgreementRequest
from avtalt.v1.provider_pb2 import Provider
from registry.tables import AgreementRow

METHOD = "/avtalt.bench.Plain/FindAgreements"
STOP_SECONDS = 30


def find_agreements(engine: Engine, hpr_number: str, day: date) -> list[AgreementRow]:
    """The agreements of a performer on a day, as they are believed now."""
    first, last = col(AgreementRow.first_date), col(AgreementRow.last_date)
    with Session(engine) as session:
        return list(
            session.exec(
                select(AgreementRow)
                .where(AgreementRow.hpr_number == hpr_number, col(AgreementRow.superseded_revision).is_(None))
                .where(or_(first.is_(None), first <= day), or_(last.is_(None), last >= day))
            )
        )


def answer(engine: Engine, request: VerifyDirectSettlementAgreementRequest) -> Provider:
    """The performer with these agreements."""
    number, day = request.provider.hpr_number, date.fromisoformat(request.treatment_date)
    found = find_agreements(engine, number, day)
    return Provider(hpr_number=number, agreements=[_written(row) for row in found])


class Plain(grpc.GenericRpcHandler):
    """The one method. It queries in the loop: with a thread for each call it answered half as many of SQLite."""

    def __init__(self, engine: Engine) -> None:
        """Answer from a database."""

        async def find(request: VerifyDirectSettlementAgreementRequest, _call: Any) -> Provider:
            return answer(engine, request)

        self._handler: Any = grpc.unary_unary_rpc_method_handler(
            find, VerifyDirectSettlementAgreementRequest.FromString, Provider.SerializeToString
        )

    def service(self, handler_call_details: Any) -> Any:
        """The handler of the one method."""
        return self._handler if handler_call_details.method == METHOD else None


@contextmanager
def plain_server(url: str) -> Iterator[tuple[str, int]]:
    """The address of such a service over the database at a URL, and the number of its process."""
    command = [sys.executable, "-m", "benchmarks.peers.plain_service", url]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the plain service has no pipes")
        yield f"127.0.0.1:{int(server.stdout.readline())}", server.pid
        server.stdin.close()
        server.wait(timeout=STOP_SECONDS)


def _written(row: AgreementRow) -> Agreement:
    return Agreement(
        agreement_id=row.agreement_id,
        kind=AgreementKind.Value(f"AGREEMENT_KIND_{row.kind}"),
        hpr_number=row.hpr_number,
        counterparty=row.counterparty,
        practice_id=row.practice_id or "",
        first_date=row.first_date.isoformat() if row.first_date else "",
        last_date=row.last_date.isoformat() if row.last_date else "",
        source=row.source,
    )


async def main(url: str) -> None:
    """Serve until standard input ends; print the port first."""
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Plain(create_engine(url)),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await server.stop(0)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
