"""Several workers that write to one register, and what a client gets that is served by now one, now another."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from uuid import uuid4

import grpc
import pytest

from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from avtalt.v1.provider_directory_service_pb2_grpc import ProviderDirectoryServiceStub
from avtalt.v1.provider_pb2 import Provider
from avtalt.v1.registry_service_pb2 import RegisterProviderRequest, WriteOptions
from avtalt.v1.registry_service_pb2_grpc import RegistryServiceStub
from registry.demo.generator import demo_records
from registry.store import Store
from tests.conftest import AVTALT
from tests.databases import BACKENDS
from tests.supervising.crews import SECONDS, serving

CHANNELS, WRITES = 16, 3
"""The system chooses a worker for each channel, so that with so many both have some in all but one run of 30,000."""


@pytest.fixture(scope="module", params=BACKENDS)
def crew(request, new_database, tmp_path_factory):
    """Workers that may write to a demo register."""
    url = new_database(request.param)
    store = Store(url)
    store.write(demo_records(), note="start")
    store.close()
    with serving(tmp_path_factory.mktemp("crew"), "--database", url, "--allow-writes") as served:
        yield served


def test_what_any_worker_writes_every_other_one_answers_when_its_revision_is_asked_for(crew):
    channels = [
        grpc.insecure_channel(crew.target, options=(("grpc.use_local_subchannel_pool", 1),)) for _ in range(CHANNELS)
    ]

    def write_and_read(place: int) -> list[int]:
        writer = RegistryServiceStub(channels[place])
        revisions = []
        for number in range(WRITES):
            told = Provider(hpr_number=f"77{place:02}{number:03}", name=f"Provider {number}", source="told")
            request = RegisterProviderRequest(provider=told, write=WriteOptions(request_id=str(uuid4())))
            written = writer.RegisterProvider(request, timeout=SECONDS)
            revisions.append(written.result.revision)
            asked = GetProviderRequest(hpr_number=told.hpr_number)
            asked.read.at_least_revision = revisions[-1]
            reader = ProviderDirectoryServiceStub(channels[(place + 1 + number) % CHANNELS])
            assert reader.GetProvider(asked, timeout=SECONDS).provider.name == told.name
        return revisions

    with ThreadPoolExecutor(CHANNELS) as threads:
        revisions = sorted(chain.from_iterable(threads.map(write_and_read, range(CHANNELS))))
    for channel in channels:
        channel.close()
    assert revisions == list(range(2, 2 + CHANNELS * WRITES))
    assert {line["worker"] for line in crew.told("call") if "RegisterProvider" in line["method"]} == {1, 2}


def test_the_state_of_all_is_told_by_whichever_worker_is_asked(crew):
    told = subprocess.run(
        [AVTALT, "status", "--target", crew.target], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert told.returncode == 0, told.stdout
