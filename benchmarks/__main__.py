"""
`make bench`: how fast it is.

`make bench` measures unary PriceClaim beside a ready-made reply, and the core
alone; ARGS=batch, diaries of 1 to 10,000 claims in one call each; ARGS=freshness,
how soon a write of one process is seen by another; ARGS=register, a register of a
million agreements imported and loaded; ARGS=snapshot, registers of up to a million
providers in memory.
"""

import argparse
import asyncio
import platform
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks import batch, freshness, register, snapshot
from benchmarks.claims import three_lines
from benchmarks.core import core_microseconds
from benchmarks.load import Round, send
from benchmarks.server import READY, measured_server

PRICE = "/avtalt.v1.ClaimPricingService/PriceClaim"
ROUNDS = 7
CALLS = 8000
FRESHNESS_PROVIDERS = 10_000


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument(
        "what", nargs="?", choices=("price", "batch", "freshness", "register", "snapshot"), default="price"
    )
    parser.add_argument("--providers", type=int, help="for freshness and snapshot: how large the register is")
    parser.add_argument("--agreements", type=int, default=register.AGREEMENTS, help="for register: how many it has")
    chosen = parser.parse_args()
    match chosen.what:
        case "batch":
            batch.main()
        case "freshness":
            freshness.main(chosen.providers or FRESHNESS_PROVIDERS)
        case "register":
            register.main(chosen.agreements)
        case "snapshot":
            snapshot.main([chosen.providers] if chosen.providers else snapshot.PROVIDERS)
        case _:
            price()


def price() -> None:
    """Measure unary PriceClaim and the core, and print."""
    console = Console(width=100)
    console.print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    core, whole = core_microseconds()
    rounds = asyncio.run(measure())
    table = Table("what", "median", "least", "most")
    for name, values in rounds.items():
        _row(table, f"{name}: calls per second", [each.calls_per_second for each in values])
        _row(table, f"{name}: server microseconds per call", [each.server_microseconds for each in values])
    price, ready = rounds["PriceClaim"], rounds["ready-made reply"]
    pairs = list(zip(price, ready, strict=True))
    _row(table, "throughput, PriceClaim / ready-made", [a.calls_per_second / b.calls_per_second for a, b in pairs])
    _row(
        table, "server time, ready-made / PriceClaim", [b.server_microseconds / a.server_microseconds for a, b in pairs]
    )
    table.add_row("core, three lines: microseconds", f"{core:.1f}", "", "")
    table.add_row("handler with translation and texts: microseconds", f"{whole:.1f}", "", "")
    console.print(table)


async def measure() -> dict[str, list[Round]]:
    """Rounds of both methods in turn, against one server."""
    with measured_server() as (target, pid):
        request = three_lines().SerializeToString()
        found: dict[str, list[Round]] = {"PriceClaim": [], "ready-made reply": []}
        for method in (PRICE, READY):
            await send(target, method, request, CALLS // 4, pid)
        for _ in range(ROUNDS):
            found["PriceClaim"].append(await send(target, PRICE, request, CALLS, pid))
            found["ready-made reply"].append(await send(target, READY, request, CALLS, pid))
        return found


def _row(table: Table, name: str, values: list[float]) -> None:
    digits = 2 if max(values) < 10 else 0
    table.add_row(name, *(f"{value:,.{digits}f}" for value in (median(values), min(values), max(values))))


if __name__ == "__main__":
    main()
