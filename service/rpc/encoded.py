"""A response that is made as bytes, since making it as a message first would take longer than all else."""

from collections.abc import Callable, Iterator
from typing import Any

from registry.structs import struct

Serializer = Callable[[Any], bytes]


@struct(frozen=True, slots=True)
class Encoded:
    """A response as it goes on the wire."""

    data: bytes


def serializer(serialize: Serializer) -> Serializer:
    """What puts responses on the wire, whether they are messages or ready."""

    def write(response: Any) -> bytes:
        return response.data if isinstance(response, Encoded) else serialize(response)

    return write


def decoder(read: Callable[[bytes], Any]) -> Callable[[Any], Any]:
    """What gives responses as messages to whoever asks in the same process, one by one if there are several."""

    def decode(response: Any) -> Any:
        if isinstance(response, Encoded):
            return read(response.data)
        return map(decode, response) if isinstance(response, Iterator) else response

    return decode


def delimited(tag: bytes, value: bytes) -> tuple[bytes, bytes, bytes]:
    """A text or a message as a field, in pieces: what stands before it, its length, and itself."""
    return tag, varint(len(value)), value


def varint(number: int) -> bytes:
    """A number as protobuf writes lengths."""
    if number < MORE:
        return _SHORT[number]
    found = bytearray()
    while number >= MORE:
        found.append(number % MORE | MORE)
        number >>= BITS
    found.append(number)
    return bytes(found)


BITS = 7
"""How many bits of a number a byte has; the eighth says that there are more."""

MORE = 1 << BITS
_SHORT = tuple(bytes([number]) for number in range(MORE))
