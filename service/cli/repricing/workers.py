"""The processes that price chunks: each loads register and tariffs once, and ends when the one that started it does."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any

import typer

from service.cli.failures import speak, words_of
from service.cli.repricing.chunks import Chunk
from service.cli.repricing.job import Job
from service.errors import ServiceError
from service.loaded import keep_what_is_loaded

CHUNKS_PER_WORKER = 3
"""How many chunks are read and not written yet, so that no worker ever waits for the next one."""

BYTES_PER_WORKER = 64 * 1024
"""So much of an archive is worth starting a worker for."""

PriceChunk = Callable[[Chunk], bytes]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a worker cannot price anything, in words; empty when it has told already."""

    text: str


class Worker:
    """What a worker keeps from chunk to chunk."""

    job: Job
    held = ExitStack()
    price: PriceChunk | None = None


def worker_count(asked: int | None, archive_bytes: int) -> int:
    """How many workers there are: as many as cores, or as asked for, and no more than there is work for."""
    most = asked or len(os.sched_getaffinity(0))
    return max(1, min(most, archive_bytes // BYTES_PER_WORKER))


@contextmanager
def pool(job: Job, workers: int) -> Iterator[Callable[[Chunk], Future[bytes | Failure]]]:
    """
    A way to hand out chunks, for the block.

    The processes are spawned: a copy of one that has used gRPC or a database
    could not use them.
    """
    executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(job,))
    try:
        yield lambda chunk: executor.submit(_price, chunk)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(job: Job) -> None:
    """Become a worker, whom Ctrl-C does not concern: who has started it ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    Worker.job = job
    speak(job.basis.language)


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _price(chunk: Chunk) -> bytes | Failure:
    try:
        if Worker.price is None:
            Worker.price = Worker.held.enter_context(pricer(Worker.job))
            keep_what_is_loaded()
        return Worker.price(chunk)
    except ServiceError as error:
        return Failure(words_of(error))
    except typer.Exit:
        return Failure("")


@contextmanager
def pricer(job: Job) -> Iterator[PriceChunk]:
    """The register at the revision of a job, with its tariffs, as a function that prices chunks."""
    from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest
    from service.cli.embedded import embedded_reading
    from service.cli.repricing.pricing import reprice
    from service.cli.repricing.result import written
    from service.rpc.terms import read_terms

    with embedded_reading(job.database, stored=False, tariffs=_path(job.tariffs)) as reading:
        request: Any = BatchPriceClaimsRequest()
        job.terms.fill(request)
        request.read.tariff_digest, request.read.rules_version = job.basis.tariff, job.basis.rules
        terms = read_terms(request, reading.open(request.read))
        yield lambda chunk: written(reprice(each, job.header, terms).cells() for each in chunk.groups)


def _path(folder: str | None) -> Any:
    from pathlib import Path

    return Path(folder) if folder else None
