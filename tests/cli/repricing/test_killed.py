"""Real processes: killed all at once in the midst of it, the same command goes on to the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from service.cli.diary.columns import Header
from service.cli.repricing.chunks import MOST_GROUPS, Chunk
from service.cli.repricing.job import Basis, Job
from service.cli.repricing.workers import Failure, Worker, _price, worker_count
from tests.cli.repricing.archives import claims, write_csv
from tests.cli.repricing.conftest import MOMENT

AVTALT = Path(sys.executable).parent / "avtalt"
CHUNKS = 6
CLAIMS = CHUNKS * MOST_GROUPS
PATIENCE_SECONDS = 120


def start(archive, out):
    """The command in a group of processes of its own."""
    arguments = [AVTALT, "reprice", archive, "--out", out, *MOMENT, "--workers", "2"]
    return subprocess.Popen(
        arguments, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def passed(state: Path) -> int:
    """How many claims are done."""
    return json.loads(state.read_text(encoding="utf-8"))["passed"] if state.exists() else 0


def wait(done) -> bool:
    """Whether something came true in time."""
    began = time.monotonic()
    while not done() and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(0.005)
    return done()


def children(pid: int) -> list[Path]:
    return [Path("/proc", each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_killed_twice_it_goes_on_to_the_same_bytes(avtalt, tmp_path, in_this_process):
    """First alone, upon which its workers end by themselves; then with all its processes at once."""
    archive = write_csv(tmp_path / "archive.csv", claims(CLAIMS))
    out, state = tmp_path / "result.csv", tmp_path / "result.csv.state"

    first = start(archive, out)
    assert wait(lambda: passed(state))
    workers = children(first.pid)
    assert len(workers) >= 2
    first.kill()
    first.communicate()
    assert wait(lambda: not any(each.exists() for each in workers))
    done = passed(state)
    assert 0 < done < CLAIMS

    second = start(archive, out)
    until = done + Random().randrange(MOST_GROUPS)
    assert wait(lambda: passed(state) > until or second.poll() is not None)
    with suppress(ProcessLookupError):
        os.killpg(second.pid, signal.SIGKILL)
    second.communicate()
    if not out.exists():  # it may have been faster than we were
        third = start(archive, out)
        _, told = third.communicate(timeout=PATIENCE_SECONDS)
        assert (third.returncode, f"Fortsetter etter {CLAIMS}" in told) == (0, False)
        assert "Fortsetter etter" in told

    assert avtalt("reprice", str(archive), "--out", str(tmp_path / "whole.csv"), *MOMENT).code == 0
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.parametrize(
    ("asked", "size", "count"), [(8, 0, 1), (8, 1, 1), (3, 10**9, 3), (1, 10**9, 1), (8, 200_000, 3)]
)
def test_no_more_workers_than_there_is_work_for(asked, size, count):
    assert worker_count(asked, size) == count


@pytest.mark.parametrize("given", [{"database": "sqlite:///nowhere.db"}, {"tariffs": "nowhere"}])
def test_a_worker_that_cannot_begin_says_so_and_fails_no_other_way(given, monkeypatch, capsys):
    """What it has told by itself is not told again."""
    basis = Basis(1, "", "", "", "TARIFF_AUTHORITY_DEFAULT", "2026-12-31T08:00:00Z", "")
    rest = {"database": None, "tariffs": None, "authority": None} | given
    monkeypatch.setattr(Worker, "job", Job(basis, Header({}, 0, ()), **rest), raising=False)
    monkeypatch.setattr(Worker, "price", None)
    assert _price(Chunk((), 0, 0, "")) == Failure("")
    assert "nowhere" in capsys.readouterr().err


def test_a_worker_with_other_tariffs_than_it_was_told_of_does_not_begin(monkeypatch):
    basis = Basis(1, "", "another", "", "TARIFF_AUTHORITY_DEFAULT", "2026-12-31T08:00:00Z", "")
    monkeypatch.setattr(Worker, "job", Job(basis, Header({}, 0, ()), None, None, None), raising=False)
    monkeypatch.setattr(Worker, "price", None)
    assert "another" in _price(Chunk((), 0, 0, "")).text
