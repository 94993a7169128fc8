"""One server and one gateway for all tests of the gateway; what the register is kept in makes no difference to it."""

import pytest

from registry.demo.generator import demo_records
from registry.store import Store
from service.cli.demo import NOTE
from tests import gateways
from tests.databases import NewDatabase

gateway = gateways.gateway


@pytest.fixture(scope="session")
def demo_database(new_database: NewDatabase) -> str:
    """The URL of a database that holds the demo register."""
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(), note=NOTE)
    store.close()
    return url
