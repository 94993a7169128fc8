"""What is written to a register at random, rightly or not, one by one and by files."""

from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from registry.exchange.importing import ImportOptions, ImportReport, import_files
from registry.overlaps import SplitNeededError, make_room
from registry.period import Period
from registry.records import Agreement, Record
from tests.registry.memory_facts import (
    ALL_DAYS,
    BROKEN,
    START,
    Manner,
    agreements,
    days,
    facts,
    manners,
    periods,
    picks,
    sources,
    which_store,
)
from tests.registry.memory_imports import NAMES, Files, sorted_by_kind
from tests.registry.memory_machine import Machine
from tests.registry.memory_rules import (
    holds,
    is_cut,
    key_of,
    lost_references,
    overlaps,
    rivals,
    said_twice,
    with_all_that_name_them,
)

some_facts = st.lists(facts, min_size=1, max_size=5, unique_by=key_of).map(tuple)
some_agreements = st.lists(agreements(), min_size=1, max_size=3, unique_by=key_of).map(tuple)
of_two_minds = st.lists(agreements(), min_size=2, max_size=6).map(tuple)


class Writes(Machine):
    """A register and its model, written to; the model says how each write must end."""

    @initialize(records=some_agreements, whole=st.sampled_from([True, True, True, True, False]))
    def start(self, records: tuple[Record, ...], whole: bool) -> None:
        self.write(START if whole else START[:3])
        self.write(records)

    @rule(records=some_facts, manner=manners)
    def record(self, records: tuple[Record, ...], manner: Manner) -> None:
        self.write(records, manner=manner)

    @rule(records=some_agreements, manner=manners)
    def record_agreements(self, records: tuple[Record, ...], manner: Manner) -> None:
        self.write(records, manner=manner)

    @rule(records=of_two_minds | some_facts, broken=st.none() | st.sampled_from(BROKEN), manner=manners)
    def record_what_is_wrong(self, records: tuple[Record, ...], broken: Record | None, manner: Manner) -> None:
        self.write((*records, broken) if broken else records, manner=manner)

    @rule(pick=picks, period=periods(), source=sources, manner=manners)
    def correct_an_agreement(self, pick: int, period: Period, source: str, manner: Manner) -> None:
        if believed := self.agreements:
            wrong = believed[pick % len(believed)]
            self.write((replace(wrong, period=period, source=source),), manner=manner)

    @rule(agreement=agreements(), manner=manners)
    def correct_and_make_room(self, agreement: Agreement, manner: Manner) -> None:
        believed = self.agreements
        if any(is_cut(each, agreement) for each in believed):
            with pytest.raises(SplitNeededError):
                make_room(agreement, believed)
            return
        moved, gone = make_room(agreement, believed)
        left = {each.agreement_id: each for each in [*believed, *moved] if each not in gone}
        for other in believed:
            taken = {each for each in ALL_DAYS if rivals(other, agreement) and holds(agreement, each)}
            kept = [each for each in ALL_DAYS if holds(other, each) and each not in taken]
            now = left.get(other.agreement_id)
            assert [each for each in ALL_DAYS if now and holds(now, each)] == kept
        self.write((*moved, agreement), frozenset(map(key_of, gone)), manner)

    @rule(chosen=st.sets(picks, min_size=1, max_size=2), whole=st.booleans(), fact=st.none() | facts, manner=manners)
    def withdraw(self, chosen: set[int], whole: bool, fact: Record | None, manner: Manner) -> None:
        ever = sorted({key for state in self.model.states for key in state}, key=repr)
        keys = {ever[each % len(ever)] for each in chosen}
        withdrawn = with_all_that_name_them(keys, self.model.states[-1]) if whole else keys
        self.write((fact,) if fact else (), frozenset(withdrawn), manner)

    @rule(which=which_store, back=picks, records=some_facts)
    def write_while_another_reads(self, which: int, back: int, records: tuple[Record, ...]) -> None:
        number = self.past(back) or 1
        believed = set(self.model.states[number].values())
        with closing(self.stores[which].read(number)) as reading:
            begun = list(islice(reading, 1))
            self.write(records, manner=Manner(1 - which))
            assert {*begun, *reading} == believed

    @rule(
        records=st.lists(facts | st.sampled_from(BROKEN), max_size=6),
        share=st.integers(1, 4),
        more=st.sets(st.sampled_from(list(NAMES)), max_size=1),
        options=st.builds(ImportOptions, st.booleans(), st.none() | sources, days),
        discarded=st.sampled_from([False, False, True]),
    )
    def import_files(
        self, records: list[Record], share: int, more: set[type[Record]], options: ImportOptions, discarded: bool
    ) -> None:
        before = self.model.states[-1]
        again = sorted(before.values(), key=lambda each: repr(key_of(each)))[::share]
        files = Files(sorted_by_kind(records + again, more), options, before)
        if not files.rows:
            return
        with TemporaryDirectory() as folder, self.stores[0].writing("an import") as writing:
            writing.discarded = discarded
            report = import_files(writing, files.write(Path(folder)), options)
        self.check_import(files, report)
        assert writing.discarded == (report.blocked or discarded)
        if not writing.discarded:
            after = files.after({(each.file, each.line) for each in report.refusals})
            assert writing.recorded == len(set(after.values()) - set(before.values()))
            self.model.remember(after, writing.revision)

    def check_import(self, files: Files, report: ImportReport) -> None:
        refused = {(each.file, each.line) for each in report.refusals}
        assert report.refused == len(report.refusals) == len(refused)
        assert report.blocked == (bool(refused) and not files.options.skip_refused)
        assert all(files.is_refused_rightly(each, refused) for each in refused)
        assert not any(each in BROKEN for place, each in files.places().items() if place not in refused)
        assert not any(said_twice(files.kept(refused), ()))
        after = files.after(refused)
        assert not any(lost_references(after))
        assert not any(overlaps(after))
        assert report.counts == files.counts(refused)
