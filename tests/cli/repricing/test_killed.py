"""Real processes: killed all at once in the midst of it, the same command goes on to the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from service.cli.repricing.workers import worker_count
from tests.cli.repricing.archives import claims, write_csv
from tests.cli.repricing.conftest import MOMENT

AVTALT = Path(sys.executable).parent / "avtalt"
CLAIMS = 4000
PATIENCE_SECONDS = 60


@pytest.fixture
def archive(tmp_path):
    """An archive that takes a while."""
    return write_csv(tmp_path / "archive.csv", claims(CLAIMS))


def start(archive, out):
    """The command in a group of processes of its own."""
    arguments = [AVTALT, "reprice", archive, "--out", out, *MOMENT, "--workers", "2"]
    return subprocess.Popen(
        arguments, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def passed(state: Path) -> int:
    return json.loads(state.read_text(encoding="utf-8"))["passed"] if state.exists() else 0


def test_killed_with_all_its_processes_it_goes_on_to_the_same_bytes(avtalt, archive, tmp_path, in_this_process):
    out, state = tmp_path / "result.csv", tmp_path / "result.csv.state"
    until = Random().randrange(1, 4) * 512
    run = start(archive, out)
    began = time.monotonic()
    while passed(state) < until and run.poll() is None and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    assert not out.exists(), "it was killed too late"
    assert 0 < passed(state) < CLAIMS
    again = start(archive, out)
    _, told = again.communicate(timeout=PATIENCE_SECONDS)
    assert (again.returncode, "Fortsetter etter" in told) == (0, True)
    assert avtalt("reprice", str(archive), "--out", str(tmp_path / "whole.csv"), *MOMENT).code == 0
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_workers_end_with_the_one_that_started_them(archive, tmp_path):
    run = start(archive, tmp_path / "result.csv")
    while run.poll() is None and not passed(tmp_path / "result.csv.state"):
        time.sleep(0.005)
    workers = children(run.pid)
    assert len(workers) >= 2
    run.kill()
    run.communicate()
    began = time.monotonic()
    while any(Path(f"/proc/{each}").exists() for each in workers) and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(0.01)
    assert [each for each in workers if Path(f"/proc/{each}").exists()] == []


@pytest.mark.parametrize(
    ("asked", "size", "count"), [(None, 1, 1), (8, 1, 1), (3, 10**9, 3), (1, 10**9, 1), (8, 200_000, 3)]
)
def test_no_more_workers_than_there_is_work_for(asked, size, count):
    assert worker_count(asked, size) == count
