"""The command with its worker in this process, so that a test need not wait for processes to start."""

from contextlib import contextmanager
from functools import cache

import pytest

from registry.tariffs import reader
from service.cli.repricing import basis, chunks, command
from service.cli.repricing.workers import pricer

MOMENT = ("--evaluated-at", "2026-12-31T08:00:00Z")


read_once = cache(reader.read_tariffs)


class Here:
    """A promise that is kept already."""

    def __init__(self, rows):
        self.rows = rows

    def result(self):
        return self.rows


class KilledError(BaseException):
    """What nobody catches, as nobody catches a kill."""


@pytest.fixture
def in_this_process(monkeypatch):
    """Have chunks priced here; `killed_after` so many of them, the command ends as if it were killed."""
    life = {"killed_after": None}

    @contextmanager
    def pool(job, workers):
        left = life["killed_after"]
        with pricer(job) as price:

            def hand_out(chunk):
                nonlocal left
                if left == 0:
                    raise KilledError
                left = None if left is None else left - 1
                return Here(price(chunk))

            yield hand_out

    monkeypatch.setattr(command, "pool", pool)
    monkeypatch.setattr(chunks, "MOST_GROUPS", 3)
    for module in (reader, basis):
        monkeypatch.setattr(module, "read_tariffs", read_once)
    return life
