"""Channels to a measured server, each with a connection of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import grpc

from benchmarks.claims import three_lines
from benchmarks.server import READY, Measured

OWN_CONNECTION = (("grpc.use_local_subchannel_pool", 1),)
MOST_TRIES = 200


@asynccontextmanager
async def channels_to(
    target: str, count: int, options: Sequence[tuple[str, Any]] = ()
) -> AsyncIterator[list[grpc.aio.Channel]]:
    """So many channels to an address, for the block, with what else is set for them."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(_channel(target, options)) for _ in range(count)]


@asynccontextmanager
async def even_channels(measured: Measured, each: int) -> AsyncIterator[list[grpc.aio.Channel]]:
    """
    So many channels to each of several workers, in turn.

    The system gives a new connection to whichever worker, so channels are opened
    until each worker has enough. Whose a channel is, is seen from who took its
    first call. A worker that never gets one ends the run.
    """
    async with AsyncExitStack() as stack:
        found: list[list[grpc.aio.Channel]] = [[] for _ in measured.workers]
        for _ in range(MOST_TRIES):
            channel = await stack.enter_async_context(_channel(measured.target))
            before = measured.calls()
            ask: Any = channel.unary_unary(READY)
            await ask(three_lines().SerializeToString())
            taken = [after - ago for after, ago in zip(measured.calls(), before, strict=True)]
            found[taken.index(1)].append(channel)
            if all(len(own) >= each for own in found):
                break
        else:
            raise RuntimeError(f"after {MOST_TRIES} connections the workers have {[len(own) for own in found]} of them")
        yield [channel for in_turn in zip(*found, strict=False) for channel in in_turn][: each * len(found)]


def _channel(target: str, options: Sequence[tuple[str, Any]] = ()) -> grpc.aio.Channel:
    return grpc.aio.insecure_channel(target, options=(*options, *OWN_CONNECTION))
