"""A snapshot is one revision in memory, however it came about."""

import random
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from registry.checking import OverlapError
from registry.demo.cases import hand_made_cases
from registry.loading import load_snapshot
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.revisions import NOTHING_RECORDED, Revision
from registry.rows import KINDS
from registry.snapshot import Snapshot, advance
from registry.store import Store, UnknownRevisionError
from tests.registry.moving import moved_snapshot
from tests.tables import cases

FIRST = Revision(1, datetime(2026, 9, 1, tzinfo=UTC), "n")
SECOND = Revision(2, datetime(2026, 9, 2, tzinfo=UTC), "n")
OPEN = Period(date(2017, 1, 1))


@pytest.fixture(scope="module")
def demo() -> Snapshot:
    return Snapshot.of(hand_made_cases(), FIRST)


ENTRIES = cases("""
    case              | hpr_number | competences                                                  | works at              | agreements
    ordinary          | 9000001    | PHYSIOTHERAPIST                                              | 1000000011            | DEMO-01-0301 DEMO-01-HELFO
    neither agreement | 9000004    | PHYSIOTHERAPIST                                              | 1000000041            |
    two practices     | 9000007    | PHYSIOTHERAPIST                                              | 1000000071 1000000072 | DEMO-07-0301 DEMO-07-HELFO-BAERUM DEMO-07-HELFO-OSLO
    manual therapist  | 9000009    | MANUAL_THERAPIST MANUAL_THERAPY_EXTRA PHYSIOTHERAPIST        | 1000000091            | DEMO-09-0301 DEMO-09-HELFO
    intern            | 9000013    | INTERN                                                       | 1000000011            |
""")


@pytest.mark.parametrize("row", ENTRIES)
def test_all_about_a_performer(demo: Snapshot, row: dict[str, str]) -> None:
    entry = demo.performer(row["hpr_number"])
    assert entry is not None
    assert entry.performer.hpr_number == row["hpr_number"]
    assert " ".join(each.kind for each in entry.competences) == row["competences"]
    assert " ".join(each.practice_id for each in entry.affiliations) == row["works at"]
    assert " ".join(each.agreement_id for each in entry.agreements) == row["agreements"]


def test_all_about_an_organisation(demo: Snapshot) -> None:
    entry = demo.organisation("310000027")
    assert entry is not None
    assert [each.practice_id for each in entry.practices] == ["1000000301"]
    assert [each.agreement_id for each in entry.agreements] == ["DEMO-30-HELFO", "DEMO-30-SOUTH-EAST"]


def test_who_works_at_a_practice(demo: Snapshot) -> None:
    assert [each.hpr_number for each in demo.performers_at("1000000011")] == [
        "9000001", "9000013", "9000014", "9000015", "9000041", "9000044", "9000045",
    ]  # fmt: skip
    practice = demo.practice("1000000011")
    assert practice is not None
    assert practice.municipality_code == "0301"


def test_coverage_is_of_one_kind_and_one_area(demo: Snapshot) -> None:
    (row,) = demo.coverage(CoverageKind.MUNICIPAL_FUNDING, "0301")
    assert row.period == OPEN
    assert demo.coverage(CoverageKind.MUNICIPAL_FUNDING, "5610") == ()
    assert demo.coverage(CoverageKind.AUTHORISATION, "0301") == ()


def test_what_is_not_recorded_is_absent(demo: Snapshot) -> None:
    assert demo.performer("1") is None
    assert demo.organisation("1") is None
    assert demo.practice("1") is None
    assert demo.performers_at("1") == ()


def test_the_order_of_the_records_does_not_matter(demo: Snapshot) -> None:
    records = hand_made_cases()
    random.Random(1).shuffle(records)
    assert Snapshot.of(records, FIRST) == demo


def test_a_record_without_its_performer_is_refused() -> None:
    with pytest.raises(ValueError, match="belongs to a Performer that is not among the records"):
        Snapshot.of([Competence("1", CompetenceKind.INTERN, OPEN, "test")], FIRST)


def test_advancing_shares_what_does_not_change(demo: Snapshot) -> None:
    before = demo.performer("9000001")
    assert before is not None
    old = before.agreements[0]
    new = replace(old, period=Period(OPEN.first_date, date(2026, 8, 31)))
    later = advance(demo, [old], [new], SECOND)
    after = later.performer("9000001")
    assert after is not None
    assert (later.revision, after.agreements[0]) == (2, new)
    assert demo.performer("9000001") is before
    assert later.performer("9000002") is demo.performer("9000002")
    assert later.performers.get("9000002") is demo.performers.get("9000002")
    assert later.practices is demo.practices
    shards = zip(later.performers.shards, demo.performers.shards, strict=True)
    assert sum(new is not old for new, old in shards) == 1


def test_an_empty_register_has_no_snapshot(store: Store) -> None:
    with pytest.raises(UnknownRevisionError, match="The register is empty"):
        load_snapshot(store)


def test_the_newest_snapshot_advances_to_itself(store: Store) -> None:
    store.write(hand_made_cases(), note="n")
    snapshot = load_snapshot(store)
    assert moved_snapshot(store, snapshot) is snapshot


def test_the_core_never_loads_a_database() -> None:
    code = """
import registry.period, registry.records, registry.snapshot, sys
print(*sorted({"sqlmodel", "sqlalchemy", "pydantic", "alembic"} & set(sys.modules)))
"""
    root = Path(__file__).parents[2]
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert answer.stdout.strip() == ""


PEOPLE = [Performer(number, "Demo", "test") for number in ("1", "2")]
PLACES = [
    Organisation("310000019", "Demo", "test"),
    Practice("1000000011", "Demo", "FYNO", "0301", None, "test"),
    Practice("1000000021", "Demo", "FYKO", "0301", "310000019", "test"),
]
SOURCES = st.sampled_from(["a", "b"])
LASTS = st.sampled_from([None, date(2025, 12, 31), date(2026, 12, 31)])
PERIODS = st.builds(Period, st.sampled_from([date(2017, 1, 1), date(2020, 1, 1)]), LASTS)
NUMBERS = st.sampled_from(["1", "2"])
PRACTICES = st.sampled_from(["1000000011", "1000000021"])
HOLDERS = st.sampled_from([("1", None), ("2", None), (None, "310000019")])
FACTS: st.SearchStrategy[Record] = st.one_of(
    st.builds(Performer, NUMBERS, st.sampled_from(["Demo A", "Demo B"]), SOURCES),
    st.builds(
        Practice, PRACTICES, st.just("Demo"), st.just("FYNO"), st.just("0301"),
        st.sampled_from([None, "310000019"]), SOURCES,
    ),
    st.builds(Competence, NUMBERS, st.sampled_from(CompetenceKind), PERIODS, SOURCES),
    st.builds(Affiliation, NUMBERS, PRACTICES, st.just(Role.SELF_EMPLOYED), st.none(), PERIODS, SOURCES),
    st.builds(
        lambda name, holder, *rest: Agreement(name, AgreementKind.DIRECT_SETTLEMENT, *holder, "HELFO", *rest),
        st.sampled_from(["A1", "A2", "A3"]), HOLDERS, PRACTICES | st.none(), st.none(), PERIODS, SOURCES,
    ),
    st.builds(Coverage, st.sampled_from(CoverageKind), st.sampled_from(["NO", "0301"]), PERIODS, SOURCES),
)  # fmt: skip
WRITES = st.lists(
    st.tuples(st.lists(FACTS, max_size=6, unique_by=lambda fact: (type(fact), fact.key)), st.integers(0, 3)),
    max_size=5,
)


@settings(max_examples=10, deadline=None)
@given(writes=WRITES)
def test_how_much_differs_is_counted_as_far_as_is_asked(
    sqlite_template: Path, writes: list[tuple[list[Record], int]]
) -> None:
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{copy(sqlite_template, Path(folder) / 'register.db')}")
        newest = write_all(store, writes)
        marks = marks_of_rows(store)
        for after, until in combinations(range(newest + 1), 2):
            found = [
                {kind: sum(was(row, after) and not was(row, until) for row in rows) for kind, rows in marks.items()}
                for after, until in ((after, until), (until, after))
            ]
            for most in (1, 2, 7):
                counted = [[min(most, each[kind]) for kind in KINDS] for each in found]
                with store.asking() as asking:
                    differing = asking.differing(after, until, most)
                assert [[*differing.withdrawn], [*differing.recorded]] == counted
                assert differing.total == sum(map(sum, counted))
        store.close()


def marks_of_rows(store: Store) -> dict[type[Record], list[tuple[int, int | None]]]:
    """The revisions that recorded and superseded each row, by kind."""
    columns = {kind: known.table.c for kind, known in KINDS.items()}
    with store.engine.connect() as connection:
        return {
            kind: connection.execute(select(row.recorded_revision, row.superseded_revision)).all()
            for kind, row in columns.items()
        }


def was(row: tuple[int, int | None], revision: int) -> bool:
    """Whether a row is believed at a revision."""
    recorded, superseded = row
    return recorded <= revision and (superseded is None or superseded > revision)


def write_all(store: Store, writes: list[tuple[list[Record], int]]) -> int:
    """Record each list of facts, withdrawing some that nothing names; the number of the last revision."""
    newest = store.write([*PEOPLE, *PLACES], note="start").number
    for facts, count in writes:
        recorded = {(type(fact), fact.key) for fact in facts}
        free = [
            (type(each), each.key)
            for each in store.read(newest)
            if isinstance(each, Competence | Affiliation | Agreement | Coverage)
        ]
        withdraw = [each for each in free if each not in recorded][:count]
        with suppress(OverlapError):
            newest = store.write(facts, withdraw=withdraw, note="n").number
    return newest


@settings(max_examples=25, deadline=None)
@given(writes=WRITES)
def test_loading_a_revision_and_advancing_to_it_agree(
    sqlite_template: Path, writes: list[tuple[list[Record], int]]
) -> None:
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{copy(sqlite_template, Path(folder) / 'register.db')}")
        newest = write_all(store, writes)
        loaded = {0: Snapshot.of((), NOTHING_RECORDED)}
        loaded |= {number: load_snapshot(store, number) for number in range(1, newest + 1)}
        for snapshot in loaded.values():
            for end in range(newest + 1):
                assert moved_snapshot(store, snapshot, end) == loaded[end]
                with patch("registry.loading.is_far", return_value=True):
                    assert moved_snapshot(store, snapshot, end) == loaded[end]
        assert loaded[newest] == Snapshot.of(set(store.read(newest)), store.revision(newest))
        store.close()
