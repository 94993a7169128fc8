"""
Random writes, and reads in both times, held against a model that keeps everything in plain dictionaries.

An ordinary run takes some seconds. `AVTALT_EXAMPLES=500 make test ARGS=tests/registry/test_memory.py`
tries so many stories on each kind of database, which takes a quarter of an hour.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from registry.history import organisation_history, performer_history
from registry.loading import load_snapshot
from registry.records import OF_ORGANISATION, OF_PERFORMER
from registry.revisions import NOTHING_RECORDED
from registry.snapshot import Snapshot
from registry.store import Store, UnknownRevisionError
from tests.databases import BACKENDS, NewDatabase, drop_database
from tests.registry.memory_facts import ALL_DAYS, hpr_numbers, organisation_numbers, picks, which_store
from tests.registry.memory_model import Whole
from tests.registry.memory_writes import Writes
from tests.registry.moving import moved_snapshot

EXAMPLES = int(os.environ.get("AVTALT_EXAMPLES", "5"))


class Memory(Writes):
    """What may be read, in both times."""

    def __init__(self) -> None:
        super().__init__()
        self.held = self.followed = Snapshot.of((), NOTHING_RECORDED)

    @rule(which=which_store, backs=st.tuples(picks, picks))
    def read_and_compare_two_revisions(self, which: int, backs: tuple[int, int]) -> None:
        store, (after, until) = self.stores[which], sorted(map(self.past, backs))
        for number in {after, until} - {0}:
            found, believed = list(store.read(number)), self.model.states[number].values()
            assert (len(found), set(found)) == (len(believed), set(believed))
        for records, expected in zip(store.changes(after, until), self.model.changes(after, until), strict=True):
            found = list(records)
            assert (len(found), set(found)) == (len(expected), expected)

    @rule(which=which_store, backs=st.tuples(picks, picks), day=st.sampled_from(ALL_DAYS))
    def move_snapshots(self, which: int, backs: tuple[int, int], day: date) -> None:
        store, (there, loaded) = self.stores[which], map(self.past, backs)
        self.held = moved_snapshot(store, self.held, there)
        assert Whole.of(self.held) == self.model.whole(there)
        if loaded:
            assert load_snapshot(store, loaded) == moved_snapshot(store, self.held, loaded)
        found = {each for entry in self.held.each_holder() for each in entry.agreements if each.period.covers(day)}
        assert found == self.model.holding(day, there)

    @rule(back=picks, offset=st.sampled_from([-1, 0, 1, 60_000_000]), limit=st.integers(1, 4), restarted=st.booleans())
    def find_revisions(self, back: int, offset: int, limit: int, restarted: bool) -> None:
        if restarted:
            self.stores[0].close()
            self.stores[0] = Store(self.url)
        store, number = self.stores[0], self.past(back)
        time = self.model.revisions[number].record_time + timedelta(microseconds=offset)
        assert store.known_at(time) == self.model.known_at(time)
        assert store.revisions(number, limit) == self.model.revisions[1:][number : number + limit]

    @rule(which=which_store, back=picks, person=hpr_numbers, organisation=organisation_numbers)
    def tell_histories(self, which: int, back: int, person: str, organisation: str) -> None:
        store, until = self.stores[which], self.past(back)
        told = performer_history(store, person, until)
        assert told == self.model.history(OF_PERFORMER, "hpr_number", person, until)
        told = organisation_history(store, organisation, until)
        assert told == self.model.history(OF_ORGANISATION, "organisation_number", organisation, until)

    @rule(which=which_store, ahead=st.integers(1, 3))
    def follow(self, which: int, ahead: int) -> None:
        store, number = self.stores[which], self.model.newest.number + ahead
        self.followed = moved_snapshot(store, self.followed)
        assert Whole.of(self.followed) == self.model.whole(self.model.newest.number)
        for ask in (store.revision, store.read, lambda n: store.changes(0, n), lambda n: load_snapshot(store, n)):
            with pytest.raises(UnknownRevisionError):
                ask(number)


@pytest.mark.parametrize("kind", BACKENDS)
def test_the_register_remembers_what_the_model_remembers(kind: str, new_database: NewDatabase) -> None:
    class OnDatabase(Memory):
        url = new_database(kind)
        stores = [Store(url), Store(url)]  # noqa: RUF012 - kept from story to story, as opening one takes longer

    bounds = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnDatabase, settings=bounds)
    for store in OnDatabase.stores:
        store.close()
    drop_database(OnDatabase.url)
