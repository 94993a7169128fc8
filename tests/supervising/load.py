"""Calls sent without a pause, from several connections, and what became of them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf.json_format import Parse

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from service.cli.asking import callable_of
from tests.readme import ROOT

EXAMPLES = ROOT / "docs" / "examples"
DOCUMENTED = (
    ("grpc.service_config", (EXAMPLES / "clients" / "service_config.json").read_text(encoding="utf-8")),
    ("grpc.initial_reconnect_backoff_ms", 200),
)
"""What `docs/calling.md` tells every client to set."""

BARE = (("grpc.enable_retries", 0), ("grpc.initial_reconnect_backoff_ms", 200))
"""Without retries; a call waits for a connection, so that only those fail that were under way on one."""

OWN_CONNECTION = ("grpc.use_local_subchannel_pool", 1)
CONNECTIONS = 4
PAUSE_SECONDS = 0.005  # so that something of the machine is left for those who start
SECONDS = 60


class Load:
    """What became of the calls so far."""

    def __init__(self) -> None:
        self.failures: list[grpc.RpcError] = []
        self._answered = 0
        self._changed = threading.Condition()
        self._over = threading.Event()

    def goes_on(self, calls: int = 50) -> None:
        """Wait until so many more calls have been answered."""
        with self._changed:
            enough = self._answered + calls
            assert self._changed.wait_for(lambda: self._answered >= enough, timeout=SECONDS), self.failures

    def send(self, target: str, options: Sequence[tuple[str, object]]) -> None:
        """Send one call after the other on a connection, until the load is over."""
        request = claim_request()
        with grpc.insecure_channel(target, options=(*options, OWN_CONNECTION)) as channel:
            ask = callable_of(channel, "PriceClaim")
            while not self._over.wait(PAUSE_SECONDS):
                try:
                    ask(request, timeout=SECONDS, wait_for_ready=(options is BARE) or None)
                except grpc.RpcError as error:
                    self.failures.append(error)
                else:
                    with self._changed:
                        self._answered += 1
                        self._changed.notify_all()

    def end(self) -> None:
        """Send no more."""
        self._over.set()


@contextmanager
def under_load(target: str, options: Sequence[tuple[str, object]] = DOCUMENTED) -> Iterator[Load]:
    """Calls on several connections for the block; the first ones have been answered when it begins."""
    load = Load()
    senders = [threading.Thread(target=load.send, args=(target, options)) for _ in range(CONNECTIONS)]
    for sender in senders:
        sender.start()
    try:
        load.goes_on()
        yield load
    finally:
        load.end()
        for sender in senders:
            sender.join(timeout=SECONDS)


def claim_request(path: Path = EXAMPLES / "physiotherapy.json") -> PriceClaimRequest:
    """An example as a request."""
    request = PriceClaimRequest(language_code="en")
    Parse(path.read_text(encoding="utf-8"), request.claim)
    return request
