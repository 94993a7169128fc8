"""The rows of a claim stand together; chunks of them are in memory only a few at a time."""

import pytest

from service.cli.diary.columns import read_header
from service.cli.repricing import chunks as chunking
from service.cli.repricing.chunks import chunks, in_order
from service.cli.repricing.groups import MOST_ROWS, Passage, group
from service.cli.repricing.seen import seen_bookings
from tests.tables import cases

HEADER = read_header(["date", "booking", "hpr_number", "fee_codes", "a name"])


def grouped(bookings):
    """The groups of rows with these bookings, from line 2 on; a dot is a row without, a hyphen one that says nothing."""
    records = []
    for line, booking in enumerate(bookings, 2):
        name = "" if booking in {".", "-"} else booking
        records.append((line, ["" if booking == "-" else "2026-09-15", name, "", "", "Nordmann"]))
    with seen_bookings() as seen:
        return list(group(records, HEADER, seen))


GROUPED = cases("""
    case                       | bookings  | lines        | before
    each by itself             | a b c     | 2; 3; 4      | - - -
    together                   | a a b     | 2 3; 4       | - -
    none has a name            | . . .     | 2; 3; 4      | - - -
    said nothing in between    | a - a b   | 2 4; 5       | - -
    without a name in between  | a . a     | 2; 3; 4      | - - 2
    apart                      | a b a     | 2; 3; 4      | - - 2
    apart twice, and together  | a b a a b | 2; 3; 4 5; 6 | - - 2 3
    nothing                    |           |              |
""")


@pytest.mark.parametrize("row", GROUPED)
def test_rows_of_a_claim_stand_together_and_what_stands_apart_is_told(row):
    found = grouped(row["bookings"].split())
    assert [[line for line, _ in each.records] for each in found] == [
        [int(line) for line in part.split()] for part in row["lines"].split(";") if part.strip()
    ]
    assert [each.before for each in found] == [None if line == "-" else int(line) for line in row["before"].split()]


def test_of_a_claim_without_end_only_so_many_rows_are_kept():
    (found,) = grouped(["a"] * (MOST_ROWS + 5))
    assert (len(found.records), found.count) == (MOST_ROWS, MOST_ROWS + 5)


def digest_of(bookings):
    passage = Passage()
    for each in grouped(bookings):
        passage.add(each)
    return passage.digest


def test_what_passes_is_known_again():
    assert digest_of(["a", "b", "c"]) == digest_of(["a", "b", "c"])
    assert len({digest_of(each.split()) for each in ("a b c", "a b", "a b d", "a b . c", "")}) == 5


def test_chunks_end_when_they_are_full_and_count_what_has_passed(monkeypatch):
    monkeypatch.setattr(chunking, "MOST_GROUPS", 2)
    found = list(chunks(grouped(["a", "a", "b", "c", "d", "e"]), lambda: 0))
    assert [[each.line for each in chunk.groups] for chunk in found] == [[2, 4], [5, 6], [7]]
    assert [chunk.passed for chunk in found] == [2, 4, 5]
    assert found[-1].passage == digest_of(["a", "a", "b", "c", "d", "e"])


def test_a_chunk_ends_when_it_has_many_bytes(monkeypatch):
    monkeypatch.setattr(chunking, "MOST_BYTES", 10)
    read = iter(range(0, 1000, 4))
    found = list(chunks(grouped(["a", "b", "c", "d", "e", "f"]), lambda: next(read)))
    assert all(len(chunk.groups) < 6 for chunk in found)


class Later:
    """A promise that is kept when it is asked for."""

    def __init__(self, chunk, open_chunks):
        self.chunk, self.open = chunk, open_chunks

    def result(self):
        self.open.remove(self.chunk)
        return self.chunk.passed


@pytest.mark.parametrize("bound", [1, 2, 6])
def test_never_more_chunks_are_read_than_the_bound_however_long_the_archive(bound, monkeypatch):
    """What is read and not taken back yet is all that the memory holds; it comes back in order."""
    monkeypatch.setattr(chunking, "MOST_GROUPS", 1)
    open_chunks, most, read = [], 0, 0

    def records():
        nonlocal read
        for line in range(2, 302):
            read += 1
            yield line, ["2026-09-15", f"b{line}", "", "", ""]

    def hand_out(chunk):
        nonlocal most
        open_chunks.append(chunk)
        most = max(most, len(open_chunks))
        return Later(chunk, open_chunks)

    with seen_bookings() as seen:
        taken = []
        for _, passed in in_order(chunks(group(records(), HEADER, seen), lambda: 0), hand_out, bound):
            taken.append(passed)
            assert read <= passed + bound  # one more row is looked at, to see where a claim ends
    assert most == bound
    assert taken == list(range(1, 301))
