"""Takes decisions, corrects the register, restarts the server, and asks for the same decisions again."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

import grpc

from avtalt.v1.basis_pb2 import Basis, ReadOptions
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest, PriceClaimResponse
from registry.demo.generator import demo_register
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from service.cli.asking import callable_of
from tests.conftest import AVTALT, wait_for_address
from tests.replay.claims import random_claims
from tests.replay.corrections import Corrector

PROVIDERS = 120
EVERY = 50
"""After how many decisions the register is written to, so that they rest on many revisions."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision as its caller keeps it: the request and the answer."""

    request: PriceClaimRequest
    answer: bytes

    @property
    def basis(self) -> Basis:
        """What the answer says that it rests on."""
        return PriceClaimResponse.FromString(self.answer).decision.basis


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many decisions were asked for again, how many came otherwise, and how many would be otherwise now."""

    decisions: int
    corrections: int
    revisions: int
    differing: int
    otherwise_now: int


def replay(url: str, decisions: int, corrections: int, seed: int) -> Outcome:
    """The whole of it, on an empty register at `url`."""
    random, records = Random(seed), demo_register(PROVIDERS, seed)
    store = Store(url)
    store.write(records, note="start")
    store.close()
    claims = random_claims(random, records, read_tariffs())
    with serving(url) as put:
        corrector = Corrector(put, records, random, f"replay-{seed}")
        kept = [_decide(put, claim, corrector, place) for place, claim in enumerate(islice(claims, decisions))]
        for _ in range(corrections):
            corrector.correct()
    with serving(url) as put:
        again = [put("PriceClaim", _asking_again(each)) for each in kept]
        now = [put("PriceClaim", each.request) for each in kept]
    return Outcome(
        len(kept),
        corrector.written,
        len({each.basis.revision for each in kept}),
        sum(_bytes(answer) != each.answer for answer, each in zip(again, kept, strict=True)),
        sum(
            _content(answer) != _content(PriceClaimResponse.FromString(each.answer))
            for answer, each in zip(now, kept, strict=True)
        ),
    )


def _decide(put: Callable[[str, Any], Any], claim: PriceClaimRequest, corrector: Corrector, place: int) -> Stored:
    """A decision from the newest revision, which moves on now and then."""
    if place % EVERY == 0 and place:
        corrector.correct()
    return Stored(claim, _bytes(put("PriceClaim", claim)))


def _asking_again(stored: Stored) -> PriceClaimRequest:
    """The request with what its answer rests on."""
    basis = stored.basis
    request = PriceClaimRequest()
    request.CopyFrom(stored.request)
    request.tariff_authority = basis.tariff_authority
    request.read.CopyFrom(
        ReadOptions(
            exact_revision=basis.revision,
            evaluated_at=basis.evaluated_at,
            tariff_digest=basis.tariff_digest,
            rules_version=basis.rules_version,
        )
    )
    return request


def _bytes(answer: PriceClaimResponse) -> bytes:
    return answer.SerializeToString(deterministic=True)


def _content(answer: PriceClaimResponse) -> bytes:
    """The answer without what it rests on."""
    bare = PriceClaimResponse()
    bare.CopyFrom(answer)
    bare.decision.ClearField("basis")
    bare.decision.ClearField("decision_id")
    return _bytes(bare)


@contextmanager
def serving(url: str) -> Iterator[Callable[[str, Any], Any]]:
    """A server that takes writes, in a process of its own, and a way to call it."""
    server = subprocess.Popen(
        [AVTALT, "serve", "--allow-writes", "--port", "0", "--database", url, "--log-level", "error"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        with grpc.insecure_channel(wait_for_address(server)) as channel:
            yield lambda method, request: callable_of(channel, method)(request, timeout=30)
    finally:
        server.terminate()
        server.wait(timeout=30)
        if server.stdout:
            server.stdout.close()
