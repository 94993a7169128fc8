"""What is packed is unpacked as it was, whoever packed it, and takes the same road for any number of codes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import packing as packing_module
from registry.bulk import Bulk
from registry.demo.cases import hand_made_cases
from registry.forms import FORMS
from registry.loading import load_snapshot
from registry.packing import KEPT_ENTRIES, Packing
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.store import Store

FIRST = Revision(1, datetime(2026, 9, 1, tzinfo=UTC), "n")
TEXTS = st.text(max_size=20) | st.sampled_from(['"],17,["', "\\", "\x1f\n", "Åse 漢字 🩺", ""])
ABSENT = st.none() | TEXTS
DAYS = st.none() | st.dates()
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(*(sorted(days) if all(days) else days)))
PARTS: list[st.SearchStrategy[Record]] = [
    st.builds(Competence, st.just("1"), st.sampled_from(CompetenceKind), PERIODS, TEXTS),
    st.builds(Affiliation, st.just("1"), TEXTS, st.sampled_from(Role), ABSENT, PERIODS, TEXTS),
    st.builds(
        Agreement, TEXTS, st.sampled_from(AgreementKind), st.just("1"), st.none(), TEXTS, ABSENT, ABSENT, PERIODS,
        TEXTS, DAYS, DAYS,
    ),
]  # fmt: skip
ENTRIES = st.one_of(
    st.builds(lambda owner, rest: [owner, *rest], st.builds(Performer, st.just("1"), TEXTS, TEXTS), st.lists(st.one_of(PARTS), max_size=5)),
    st.builds(lambda *row: [Practice(*row)], TEXTS, TEXTS, TEXTS, ABSENT, ABSENT, TEXTS),
    st.builds(lambda *row: [Organisation(*row)], TEXTS, TEXTS, TEXTS),
)  # fmt: skip


@given(entries=st.lists(ENTRIES, max_size=4), most_codes=st.sampled_from([0, 1, 2, 100]))
def test_any_record_comes_back_as_it_was(entries: list[list[Record]], most_codes: int) -> None:
    """Also when there are more different values than codes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing_module, "MOST_CODES", most_codes)
        packing = Packing()
        packed = [packing.pack(records) for records in entries]
        assert [packing.unpack(each) for each in packed] == entries
        for each, (owner, *_) in zip(packed, entries, strict=True):
            assert packing.shared(each) == tuple(getattr(owner, name) for name in FORMS[type(owner)].shared)
        assert len(packing.codes) <= most_codes


def test_codes_are_given_once_by_many_threads() -> None:
    """Equal values get one code, whichever thread packs them first."""
    packing, people = Packing(), [Performer(str(each), "Name", f"source {each % 50}") for each in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        packed = list(pool.map(lambda each: packing.pack([each]), people))
    assert [packing.unpack(each) for each in packed] == [[each] for each in people]
    assert len(packing.codes) == len(packing.codes.makers) == 50


def test_few_entries_are_kept_unpacked() -> None:
    """The ones asked for last are the same objects, and the memory is bounded."""
    packing = Packing()
    packed = [packing.pack([Performer(str(each), "Name", "test")]) for each in range(3 * KEPT_ENTRIES)]
    for each in packed:
        assert packing.entry(each) is packing.entry(each)
        assert len(packing._entries) <= KEPT_ENTRIES


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not any(letter.isdigit() for letter in text)
)


@settings(max_examples=25, deadline=None)
@given(names=st.lists(PLAIN | st.sampled_from(['"],1,["', "\\n", "a\nb\tc"]), min_size=1, max_size=4))
def test_sqlite_packs_as_we_do(sqlite_template: Path, names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{copy(sqlite_template, Path(folder) / 'register.db')}")
        assert_packed_alike(store, names)


def test_each_database_packs_as_we_do(store: Store) -> None:
    assert_packed_alike(store, ['"],1,["', "Åse 漢字 🩺", "\\u0041 / \\", "a\nb\tc"])


def assert_packed_alike(store: Store, names: list[str]) -> None:
    """A snapshot that the database has packed holds just what one holds that was made of the records."""
    named = [Performer(str(number), name, name) for number, name in enumerate(names, 1)]
    with closing(store):
        store.write([*hand_made_cases(), *named], note="n")
        loaded, made = load_snapshot(store), Snapshot.of(store.read(1), store.revision(1))
    assert loaded == made
    assert made == loaded
    assert [loaded.performer(each.hpr_number).performer for each in named] == named
    assert set(loaded.each_holder()) == set(made.each_holder())


def test_a_row_without_its_owner_is_refused() -> None:
    row = ("1", '["Competence","INTERN","test"]', '["1",null,null]')
    with pytest.raises(ValueError, match="belongs to Performer '1', which is not among the records"):
        Bulk().add(Competence, [row])


def test_snapshots_of_different_content_differ() -> None:
    records = hand_made_cases()
    whole = Snapshot.of(records, FIRST)
    for record in records:
        if isinstance(record, Competence | Affiliation | Agreement | Coverage):
            without = Snapshot.of([each for each in records if each is not record], FIRST)
            assert without != whole
            assert whole != without


def test_every_column_of_a_record_is_packed_once() -> None:
    for kind, form in FORMS.items():
        columns = {"first_date", "last_date"} if "period" in kind.__slots__ else set()
        columns |= set(kind.__slots__) - {"period"}
        packed = (*form.shared, *form.own)
        assert (set(packed), len(packed)) == (columns, len(columns))
