"""
etcd, a key-value store in Go that speaks gRPC: a performer looked up by number.

What it does: gives back the bytes that were put there, which are our answer to
GetProvider; linearizable, after asking the other members (there are none), or
serializable, from what it holds itself. What it does not: read what is in them,
know days, judge anything, or answer as of a time that the bytes speak of. It is
compiled, and so is its gRPC, where ours takes most of a look-up: that is why it is faster.
"""

import asyncio
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import grpc

PROGRAM = "etcd"
MISSING = f"LEFT OUT: nothing was asked of {PROGRAM}, since it is missing. On Debian: apt install etcd-server"
RANGE, PUT = "/etcdserverpb.KV/Range", "/etcdserverpb.KV/Put"
AT_ONCE = 64
START_SECONDS, STOP_SECONDS = 30, 30
LOW_SEVEN_BITS, MORE = 0x7F, 0x80
SERIALIZABLE = b"\x38\x01"
"""The field of a request that lets a member answer from what it holds itself."""


def is_installed() -> bool:
    """Whether there is etcd."""
    return shutil.which(PROGRAM) is not None


def range_request(key: str, *, serializable: bool) -> bytes:
    """A request for the value of one key."""
    return _field(1, key.encode()) + (SERIALIZABLE if serializable else b"")


@contextmanager
def running() -> Iterator[tuple[str, int]]:
    """The address of a new etcd of one member and the number of its process, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="avtalt-etcd-", ignore_cleanup_errors=True) as folder:
        address, peers = _free_address(), f"http://{_free_address()}"
        command = [
            *(PROGRAM, "--name", "one", "--data-dir", folder),
            *("--listen-client-urls", f"http://{address}", "--advertise-client-urls", f"http://{address}"),
            *("--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers),
            *("--initial-cluster", f"one={peers}"),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)


async def put(address: str, values: Mapping[str, bytes]) -> None:
    """Put values by their keys; waits for etcd to start."""
    async with grpc.aio.insecure_channel(address) as channel:
        ask: Any = channel.unary_unary(PUT)
        await asyncio.wait_for(channel.channel_ready(), START_SECONDS)
        left = iter(values.items())

        async def work() -> None:
            for key, value in left:
                await ask(_field(1, key.encode()) + _field(2, value))

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _field(number: int, value: bytes) -> bytes:
    """A field of bytes, as protobuf writes it: this is all that etcd's contract is needed for."""
    length, written = len(value), bytearray([number << 3 | 2])
    while length > LOW_SEVEN_BITS:
        written.append(length & LOW_SEVEN_BITS | MORE)
        length >>= 7
    return bytes([*written, length]) + value


def _free_address() -> str:
    """An address of this machine that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host, port = taken.getsockname()
    return f"{host}:{port}"
