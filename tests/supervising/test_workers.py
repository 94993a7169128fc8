"""Several workers on one port, as a client meets them when a worker dies, is replaced, or all are stopped."""

import os
import shutil
import signal
import subprocess
from contextlib import ExitStack

import grpc
import pytest

from registry.demo.generator import demo_records
from registry.store import Store
from registry.tariffs.reader import SHIPPED
from service.cli.demo import NOTE
from service.sockets import PortTakenError, reserved
from tests.conftest import AVTALT
from tests.databases import BACKENDS
from tests.supervising.crews import SECONDS, WORKERS, Served, serving, until
from tests.supervising.load import BARE, CONNECTIONS, under_load

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(scope="module", params=BACKENDS)
def database(request, new_database):
    """A demo register of each kind."""
    url = new_database(request.param)
    store = Store(url)
    store.write(demo_records(), note=NOTE)
    store.close()
    return url


@pytest.fixture(scope="module")
def folder(tmp_path_factory, database):
    """A folder with a settings file, and tariffs that may be changed."""
    folder = tmp_path_factory.mktemp("crew")
    shutil.copytree(SHIPPED, folder / "tariffs")
    (folder / "avtalt.toml").write_text(f'database = "{database}"\ntariffs = "tariffs"\n')
    return folder


@pytest.fixture(scope="module")
def crew(folder):
    """Workers that are there for all tests of a database."""
    with serving(folder) as served:
        yield served


def reload(crew: Served, outcome: str) -> dict:
    """Have the workers replaced, and wait for what becomes of it."""
    before = len(crew.told(outcome))
    crew.tell(signal.SIGHUP)
    return crew.wait_for(outcome, before + 1)


def test_all_workers_take_calls_before_the_address_is_told(crew):
    assert len(crew.workers()) == WORKERS
    assert {line["worker"] for line in crew.told("serving")} == {1, 2}
    assert {line["address"] for line in crew.told("serving")} == {crew.target}


def test_a_worker_that_is_killed_costs_no_call_with_retries_and_only_those_in_flight_without(crew):
    victim, others = (workers := sorted(crew.workers()))[0], set(workers[1:])
    with under_load(crew.target) as patient, under_load(crew.target, BARE) as hasty:
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(crew.workers() - others) == 1 and victim not in crew.workers())
        patient.goes_on()
        hasty.goes_on()
    assert patient.failures == []
    assert {error.code() for error in hasty.failures} <= {grpc.StatusCode.UNAVAILABLE}
    assert len(hasty.failures) <= 2 * CONNECTIONS  # the one in flight, and one that found nobody yet
    assert crew.told("worker ended")[-1]["how"] == "by signal 9"


def test_a_reload_replaces_all_workers_and_costs_no_call(crew):
    before = crew.workers()
    with under_load(crew.target) as load:
        reload(crew, "reloaded")
        until(lambda: not crew.workers() & before)
        load.goes_on()
    assert load.failures == []
    assert len(crew.workers()) == WORKERS


@on_sqlite
def test_a_reload_that_cannot_be_used_leaves_all_as_it_was(crew, folder):
    before = crew.workers()
    settings, acts = folder / "avtalt.toml", folder / "tariffs" / "acts.csv"
    good, right = settings.read_text(), acts.read_text()
    settings.write_text('log_level = "loud"\n')
    assert "log_level in avtalt.toml cannot be used" in reload(crew, "not reloaded, the old workers go on")["problem"]
    settings.write_text(good)
    acts.write_text("nonsense\n")
    assert "acts.csv" in reload(crew, "not reloaded, the old workers go on")["problem"]
    acts.write_text(right)
    assert crew.workers() == before
    with under_load(crew.target) as load:
        load.goes_on()
    assert load.failures == []


@on_sqlite
def test_a_stop_costs_no_call_and_frees_the_port_and_no_worker_outlives_its_supervisor(folder):
    with ExitStack() as stack:
        with serving(folder) as first, under_load(first.target) as load:
            first.tell(signal.SIGTERM)
            assert first.process.wait(timeout=SECONDS) == 0
            assert first.workers() == set()
            second = stack.enter_context(serving(folder, port=first.port))
            load.goes_on()
        assert load.failures == []
        second.tell(signal.SIGKILL)
        until(lambda: not second.workers())
        with reserved("127.0.0.1", int(second.port)) as port:
            assert str(port) == first.port


@on_sqlite
def test_a_port_that_other_workers_share_is_taken(crew, folder):
    with pytest.raises(PortTakenError), reserved("127.0.0.1", int(crew.port)):
        pass
    ended = subprocess.run(
        [AVTALT, "serve", "--workers", "2", "--port", crew.port],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == f"127.0.0.1:{crew.port} is taken. Stop what listens there, or name another with --port.\n"
