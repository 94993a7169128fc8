"""Why a server could not listen where it was told to."""

import errno
import socket


def why_not(host: str, port: int) -> str:
    """What keeps anyone from listening there, found by trying, since gRPC does not tell."""
    place = f"{host}:{port}"
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as attempt:
            attempt.bind(address)
            attempt.listen()
    except socket.gaierror:
        return f"There is no address {host}. Name one of this machine with --host, for example 127.0.0.1."
    except PermissionError:
        return f"{place} may not be listened on by this user. Name another port with --port."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"{place} is taken. Stop what listens there, or name another with --port."
        return f"{host} is no address of this machine. Name one with --host, for example 127.0.0.1."
    return f"{place} could not be listened on, but seems free now. Try again."
