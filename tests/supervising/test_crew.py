"""A crew of workers that are no servers but a few words of shell, so that all that can go wrong does so at once."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from service.settings import Settings
from service.supervising.crew import Crew, CrewError
from service.supervising.restarts import RestartPolicy

AT_ONCE = RestartPolicy(most_failures=3, first_pause=0.0)
READY = """echo '{"Ready": {"address": "here:1", "tariff_digest": "'$(cat digest)'"}}'"""
SERVES = f"read orders; echo x >> starts; {READY}; cat > /dev/null"
DIES = "echo x >> starts; exit 7"
REFUSES = """read orders; echo x >> starts; echo '{"Refused": {"problem": "There is no register."}}'"""
AS_TOLD = 'eval "$(cat script)"'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digest").write_text("one")
    (tmp_path / "starts").touch()
    return tmp_path


@asynccontextmanager
async def crew_of(script, folder, workers=2, **rest):
    """A crew whose workers do what `script` says, until it is changed."""
    (folder / "script").write_text(script)
    crew = Crew(["sh", "-c", AS_TOLD], Settings(workers=workers), policy=AT_ONCE, **rest)
    try:
        yield crew
    finally:
        await crew.stop()


def starts(folder) -> int:
    return len((folder / "starts").read_text().split())


async def test_a_worker_that_dies_again_and_again_at_start_ends_the_whole(folder):
    async with crew_of(DIES, folder, workers=1) as crew:
        with pytest.raises(CrewError, match=r"Worker 1 ended with exit code 7 before it took calls\."):
            await crew.start()
    assert starts(folder) == AT_ONCE.most_failures


async def test_a_worker_that_is_refused_at_first_is_not_tried_again(folder):
    async with crew_of(REFUSES, folder, workers=1) as crew:
        with pytest.raises(CrewError, match=r"There is no register\."):
            await crew.start()
    assert starts(folder) == 1


async def test_a_crew_of_which_nobody_serves_any_more_has_failed(folder):
    async with crew_of(SERVES, folder) as crew:
        await crew.start()
        (folder / "script").write_text(DIES)
        for worker in crew.workers():
            worker.kill()
        with pytest.raises(CrewError, match="before it took calls"):
            await crew.failed


async def test_while_another_one_serves_a_place_is_tried_to_be_filled(folder):
    async with crew_of(SERVES, folder) as crew:
        await crew.start()
        (folder / "script").write_text(REFUSES)
        first, second = crew.workers()
        first.kill()
        while starts(folder) < 2 + 2 * AT_ONCE.most_failures:
            await asyncio.sleep(0)
        assert second in crew.workers()
        (folder / "script").write_text(SERVES)
        while len(crew.workers()) < 2:
            await asyncio.sleep(0)
        assert not crew.failed.done()


async def test_a_new_worker_is_ready_before_an_old_one_is_told_to_stop(folder):
    async with crew_of(SERVES, folder) as crew:
        await crew.start()
        old = crew.workers()
        (folder / "script").write_text(REFUSES)
        with pytest.raises(CrewError, match="There is no register"):
            await crew.replace_all(Settings(workers=3))
        assert crew.workers() == old
        (folder / "script").write_text(SERVES)
        await crew.replace_all(Settings(workers=3))
        assert len(crew.workers()) == 3
        assert not set(crew.workers()) & set(old)
        await crew.replace_all(Settings(workers=1))
        assert len(crew.workers()) == 1


async def test_other_tariffs_of_a_worker_that_came_anew_are_noticed(folder):
    differ = asyncio.Event()
    async with crew_of(SERVES, folder, tariffs_differ=differ.set) as crew:
        await crew.start()
        (folder / "digest").write_text("two")
        crew.workers()[0].kill()
        await differ.wait()
        assert crew.tariff_digest == "one"
        await crew.replace_all(crew.settings)
        assert crew.tariff_digest == "two"
