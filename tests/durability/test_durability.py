"""Nothing that was acknowledged is lost, nothing is there by halves, and the checker would notice if it were."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text

from registry.store import Store
from registry.urls import is_postgresql
from tests.databases import BACKENDS, NewDatabase, drop_database
from tests.durability.books import Intention
from tests.durability.checking import check
from tests.durability.places import BACKEND, SERVER, WRITER, new_place
from tests.durability.plans import Planner
from tests.durability.rounds import play
from tests.durability.writer import write
from tests.tables import cases

ROUNDS, MOST_WRITES = 6, 8
DAMAGED = 4


@pytest.mark.parametrize("kind", BACKENDS)
def test_killing_writers_and_servers_loses_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    if kind == "postgresql":
        request.getfixturevalue("postgres_server")  # skips where there is none
    with new_place(kind) as place:
        tally = play(place, ROUNDS, seed=7, most_writes=MOST_WRITES)
    assert tally.violations == []
    assert tally.rounds == ROUNDS
    assert set(tally.killed) == ({WRITER} if kind == "sqlite" else {WRITER, BACKEND, SERVER})


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Store]:
    url = new_database(request.param)
    with closing(Store(url)) as store:
        yield store
    drop_database(url)


@pytest.fixture
def expected(store: Store, tmp_path: Path) -> list[Intention]:
    """What was written to the store, of which the last write has several records."""
    planner, intentions = Planner(Random(1), [], large=False), list[Intention]()
    while len(intentions) < DAMAGED or intentions[-1].what != "several records":
        plan, intention = planner.next(len(intentions) + 1, f"test-{len(intentions)}")
        write(store, plan, intention, tmp_path)
        intentions.append(intention)
    return intentions


TABLES = ("performer", "competence", "affiliation", "agreement")
STEPS = {
    "no name": "DELETE FROM write_request WHERE revision = {number}",
    "no rows": "DELETE FROM {table} WHERE recorded_revision = {number}",
    "no marks": "UPDATE {table} SET superseded_revision = NULL WHERE superseded_revision = {number}",
    "no revision": "DELETE FROM revision WHERE revision = {number}",
    "one row less": "DELETE FROM agreement WHERE row_id = (SELECT max(row_id) FROM agreement)",
    "other content": "UPDATE agreement SET source = 'other' WHERE row_id = (SELECT max(row_id) FROM agreement)",
    "counter back": "UPDATE revision_counter SET revision = {number} - 1",
    "counter ahead": "UPDATE revision_counter SET revision = {number} + 1",
    "time back": "UPDATE revision_counter SET record_time = (SELECT max(record_time) FROM revision)",
}

DAMAGES = cases("""
    case                                   | done to the last write                                                | reported
    nothing                                |                                                                       |
    lost without a trace                   | no name, no rows, no marks, no revision, counter back, time back      | lost
    lost, and the counter does not know it | no name, no rows, no marks, no revision                               | lost other
    half of it lost                        | no rows                                                               | half
    one row of many lost                   | one row less                                                          | half
    one row with other content             | other content                                                         | half
    only its rows are there                | no name, no revision, counter back, time back                         | half lost
    its name lost, and so its answer       | no name                                                               | lost
    the counter fell behind                | counter back                                                          | other
    the counter ran ahead                  | counter ahead                                                         | other
""")


@pytest.mark.parametrize("row", DAMAGES)
def test_the_checker_reports_what_was_damaged_by_hand(
    store: Store, expected: list[Intention], row: dict[str, str]
) -> None:
    for step in filter(None, row["done to the last write"].split(", ")):
        damage(store, STEPS[step], expected[-1].revision)
    found = check(store, expected)
    assert sorted({each.kind for each in found}) == row["reported"].split(), found


def test_the_checker_reports_what_nobody_meant(store: Store, expected: list[Intention]) -> None:
    store.write([], note="an intruder")
    assert [each.text for each in check(store, expected)] == [f"nobody meant revision {len(expected) + 1}"]


def damage(store: Store, statement: str, number: int) -> None:
    """Do to the database what no store would do, past its guards."""
    engine = create_engine(store.url)
    with engine.begin() as connection:
        if is_postgresql(store.url):
            connection.execute(text("SET session_replication_role = replica"))
        for table in TABLES if "{table}" in statement else TABLES[:1]:
            connection.execute(text(statement.format(number=number, table=table)))
    engine.dispose()
