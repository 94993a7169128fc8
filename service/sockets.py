"""
The sockets of a server, which gRPC opens and does not hand out.

gRPC stops taking connections and ends calls in one step, and a call that arrives
in that moment is told that it was cancelled, which no client repeats. Therefore
these are separate steps here, and both end connections in a way that a client
knows as a server that is gone.
"""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OWN_FILES = Path("/dev/fd")


class PortTakenError(Exception):
    """A port cannot be listened at."""


@contextmanager
def reserved(host: str, port: int) -> Iterator[int]:
    """
    A port that only processes of ours can listen at, together, for the block; 0 takes a free one.

    Raises `PortTakenError` when anybody else listens there.
    """
    try:
        holder = _bound(host, port)
    except OSError:
        raise PortTakenError from None
    with holder:
        yield int(holder.getsockname()[1])


def _bound(host: str, port: int) -> socket.socket:
    """A socket that is bound and does not listen, so that no connection ever comes to it."""
    family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    holder = socket.socket(family)
    try:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(address)
        # Only now, so that a server that shares its port just as we do is noticed.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        holder.close()
        raise
    return holder


def stop_listening(port: int) -> None:
    """Take no more connections on a port of this process; those that are there stay."""
    for listener, listens in _sockets(port):
        if listens:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def hang_up(port: int) -> None:
    """End every connection to a port of this process, once what was written has gone out."""
    for connection, listens in _sockets(port):
        if not listens:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)


def _sockets(port: int) -> Iterator[tuple[socket.socket, bool]]:
    """The sockets of this process on a port, and of each whether it listens."""
    for number in [int(each.name) for each in OWN_FILES.iterdir()]:
        with suppress(OSError), _shared(number) as found:
            internet = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
            if internet and found.getsockname()[1] == port:
                yield found, bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


@contextmanager
def _shared(number: int) -> Iterator[socket.socket]:
    """A file of this process as a socket; raises `OSError` for one that is none."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        raise OSError(number)
    with socket.socket(fileno=os.dup(number)) as found:
        yield found
