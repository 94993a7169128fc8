"""Looks whether a register holds what was intended: all that was acknowledged, and nothing by halves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select, text

from registry.revisions import Revision
from registry.store import AlreadyWritten, Store
from registry.tables import METADATA, RevisionCounterRow
from registry.urls import is_postgresql
from tests.durability.books import Heap, Intention
from tests.durability.writer import request

LOST, HALF, OTHER = "lost", "half", "other"
_COUNTER = RevisionCounterRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Violation:
    """Something that must never happen; `kind` is a word for the summary."""

    kind: str
    text: str


def check(store: Store, expected: Sequence[Intention], after: int = 0) -> list[Violation]:
    """
    What is wrong with a register that must consist of the revisions expected.

    The content of revisions up to `after` is taken for looked at already.
    """
    revisions = store.revisions(0, len(expected) + 100)
    found = {each.number: each for each in revisions}
    wrong = [*_wrong_order(revisions), *_wrong_counter(store, revisions), *_loose_rows(store), *_broken_file(store)]
    wrong += [Violation(OTHER, f"nobody meant revision {each}") for each in found.keys() - _numbers(expected)]
    wrong += [each for intention in expected if intention.revision > after for each in _wrong(store, found, intention)]
    if not wrong and expected and Heap.of(store.read(revisions[-1].number)) != expected[-1].believed:
        wrong.append(Violation(OTHER, "what is believed now is not what all writes come to"))
    return wrong


def _numbers(expected: Iterable[Intention]) -> set[int]:
    return {each.revision for each in expected}


def _wrong(store: Store, found: dict[int, Revision], intention: Intention) -> Iterator[Violation]:
    """What is wrong with one revision."""
    number, what = intention.revision, f"revision {intention.revision} ({intention.what}, {intention.request_id})"
    if number not in found or found[number].note != intention.what:
        yield Violation(LOST, f"{what} is not there")
        return
    for name, records in zip(("withdrawn", "recorded"), store.changes(number - 1, number), strict=True):
        heap, meant = Heap.of(records), getattr(intention, name)
        if heap != meant:
            yield Violation(HALF, f"{what} has {heap.count} {name} records of {meant.count}, or others")
    if intention.request_id and not _is_known(store, intention):
        yield Violation(LOST, f"the name and the answer of {what} are not there")


def _is_known(store: Store, intention: Intention) -> bool:
    """Whether a writer who sends the write again is told that it was done, with the answer."""
    try:
        with store.writing("again", request=request(intention)) as writing:
            writing.discarded = True
    except AlreadyWritten as known:
        return known.answer == intention.line().encode()
    return False


def _wrong_order(revisions: Sequence[Revision]) -> Iterator[Violation]:
    if [each.number for each in revisions] != list(range(1, len(revisions) + 1)):
        yield Violation(OTHER, "the revisions have a gap")
    if any(one.record_time >= next_one.record_time for one, next_one in pairwise(revisions)):
        yield Violation(OTHER, "the record times do not rise")


def _wrong_counter(store: Store, revisions: Sequence[Revision]) -> Iterator[Violation]:
    with store.engine.connect() as connection:
        counter = tuple(connection.execute(select(_COUNTER.c.revision, _COUNTER.c.record_time)).one())
    newest = (revisions[-1].number, revisions[-1].record_time) if revisions else (0, None)
    if counter != newest:
        yield Violation(OTHER, f"the counter stands at {counter[0]}, and the newest revision is {newest[0]}")


def _loose_rows(store: Store) -> Iterator[Violation]:
    """Rows of revisions that are not there."""
    tables = [table for table in METADATA.sorted_tables if "recorded_revision" in table.c]
    known = select(METADATA.tables["revision"].c.revision)
    with store.engine.connect() as connection:
        for table in tables:
            row = table.c
            loose = row.recorded_revision.not_in(known) | row.superseded_revision.not_in(known)
            if count := len(connection.execute(select(row.row_id).where(loose)).all()):
                yield Violation(HALF, f"{count} rows in {table.name} belong to no revision")


def _broken_file(store: Store) -> Iterator[Violation]:
    """What SQLite itself says about its file."""
    if not is_postgresql(store.url):
        with store.engine.connect() as connection:
            told = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if told != ["ok"]:
            yield Violation(OTHER, f"SQLite says: {told[:3]}")
