"""A register and its model side by side: each write is given to both, and must end in the same way."""

from datetime import UTC, datetime
from typing import ClassVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant

from registry.checking import OverlapError
from registry.identifiers import InvalidRecordError
from registry.records import Affiliation, Agreement, Competence, Coverage, Organisation, Performer, Practice, Record
from registry.revisions import NOTHING_RECORDED
from registry.store import AlreadyWritten, Store
from registry.tables import METADATA
from registry.writing import Writing
from tests.registry.memory_facts import (
    AGREEMENT_IDS,
    HPR_NUMBERS,
    MUNICIPALITIES,
    ORGANISATION_NUMBERS,
    PRACTICE_IDS,
    Manner,
)
from tests.registry.memory_model import MemoryModel, Write
from tests.registry.memory_rules import Key, overlaps

LOOKUPS: dict[type[Record], tuple[str, ...]] = {
    Performer: HPR_NUMBERS,
    Organisation: ORGANISATION_NUMBERS,
    Practice: PRACTICE_IDS,
    Competence: HPR_NUMBERS,
    Affiliation: HPR_NUMBERS,
    Agreement: AGREEMENT_IDS,
    Coverage: (*MUNICIPALITIES, "NO"),
}
PLAIN = Manner()


class Machine(RuleBasedStateMachine):
    """Two stores on one database, as two processes would have them, and the model of what it must hold."""

    url: ClassVar[str]
    stores: ClassVar[list[Store]]

    def __init__(self) -> None:
        """Start with a register in which nothing is recorded."""
        super().__init__()
        empty(self.stores[0])
        self.model = MemoryModel()

    @property
    def agreements(self) -> list[Agreement]:
        """The agreements believed now, in the order of their keys."""
        found = [each for each in self.model.states[-1].values() if isinstance(each, Agreement)]
        return sorted(found, key=lambda each: each.key)

    def past(self, back: int) -> int:
        """The number of an earlier revision, 0 included."""
        return self.model.newest.number - back % (self.model.newest.number + 1)

    @invariant()
    def the_newest_revision_is_the_same_to_all(self) -> None:
        """No store holds on to what it has seen before."""
        assert [store.newest() or NOTHING_RECORDED for store in self.stores] == [self.model.newest] * 2

    def write(
        self, records: tuple[Record, ...], withdrawn: frozenset[Key] = frozenset(), manner: Manner = PLAIN
    ) -> None:
        """Give a write to the register and to the model."""
        newest, time = self.model.newest, manner.record_time
        if manner.ahead is not None and newest.number:
            time = newest.record_time + manner.ahead
        expected = None if manner.expected_offset is None else newest.number + manner.expected_offset
        answer = f"answer {newest.number + 1}".encode()
        self.take(
            Write(records, withdrawn, time, manner.request, expected, manner.discarded, answer),
            self.stores[manner.store],
        )

    def take(self, write: Write, store: Store) -> None:
        """Have `write` taken or refused as the model says."""
        refusal = self.model.refusal(write)
        if refusal is None:
            self._accept(write, store)
            return
        with pytest.raises(refusal) as caught:
            self._perform(write, store)
        assert type(caught.value) is refusal
        match caught.value:
            case AlreadyWritten(answer=answer) if write.request:
                assert answer == self.model.answers[write.request.request_id][1]
            case OverlapError(record=one, other=other):
                assert (one, other) in set(overlaps(self.model.after(write)))
            case InvalidRecordError(record=blamed):
                assert blamed in self.model.blamed(write)

    def _accept(self, write: Write, store: Store) -> None:
        before = datetime.now(UTC)
        revision = self._perform(write, store).revision
        if write.discarded:
            return
        earliest, latest = (self.model.record_time(write.record_time or now) for now in (before, datetime.now(UTC)))
        assert earliest <= revision.record_time <= latest
        assert (revision.number, revision.note) == (self.model.newest.number + 1, "a note")
        self.model.accept(write, revision)

    def _perform(self, write: Write, store: Store) -> Writing:
        with store.writing(
            "a note",
            record_time=write.record_time,
            request=write.request,
            expected_revision=write.expected_revision,
        ) as writing:
            writing.discarded, writing.answer = write.discarded, write.answer
            writing.withdraw(write.withdrawn)
            writing.record(write.records)
            self._look_inside(write, writing)
        return writing

    def _look_inside(self, write: Write, writing: Writing) -> None:
        """See what the writer sees, and that nobody else sees any of it."""
        after = self.model.after(write)
        assert writing.recorded == len(self.model.new(write))
        # One kind and one holder at a time: the next write looks at the next ones.
        turn = self.model.newest.number
        kind, lookups = list(LOOKUPS.items())[turn % len(LOOKUPS)]
        assert writing.believed(kind, lookups) == {key: each for (of, key), each in after.items() if of is kind}
        holder = (*HPR_NUMBERS, *ORGANISATION_NUMBERS)[turn % 5]
        agreements = [each for each in after.values() if isinstance(each, Agreement)]
        mine = {each for each in agreements if holder in (each.hpr_number, each.organisation_number)}
        assert set(writing.agreements_of(holder)) == mine
        self.the_newest_revision_is_the_same_to_all()


def empty(store: Store) -> None:
    """Make a register as it was before its first revision: much quicker than a new database."""
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
        connection.execute(METADATA.tables["revision_counter"].insert(), {"id": 1, "revision": 0})
