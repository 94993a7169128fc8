"""Tariffs of the open data taken into a folder, which passes every check before anything is written."""

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from itertools import permutations
from pathlib import Path

from registry.structs import struct
from registry.tariffs import files
from registry.tariffs.checks.confirmations import adjustment_days
from registry.tariffs.checks.every import check_tables
from registry.tariffs.errors import Problem, TariffError
from registry.tariffs.known import Known, known
from registry.tariffs.open_data.book import Book, read_book
from registry.tariffs.open_data.documents import Entry
from registry.tariffs.open_data.folders import draft_of, put_in_place, write_book
from registry.tariffs.open_data.gap_rows import narrow_gaps
from registry.tariffs.open_data.merging import merge
from registry.tariffs.open_data.offers import AREAS, Offer, OfferError, read_offer
from registry.tariffs.open_data.outcomes import Kind, Outcome, Step
from registry.tariffs.open_data.terms import Terms, TermsError
from registry.tariffs.reader import read_tables
from registry.tariffs.records import Discipline
from registry.tariffs.vocabulary import PROVISION_OF_COMPETENCE


@struct(frozen=True, slots=True)
class Import:
    """
    What an import did, or would do.

    `followed` are changes of rows about other codes and of gaps. `problems` are
    what the check finds in the folder as it would be; it is not asked when
    something is refused. `written` are the files that were written.
    """

    outcomes: tuple[Outcome, ...]
    followed: tuple[Step, ...]
    problems: tuple[Problem, ...]
    written: tuple[str, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether it may not be written."""
        return bool(self.problems) or any(outcome.kind is Kind.REFUSED for outcome in self.outcomes)


def make_terms(
    folder: Path, discipline: Discipline, act_id: str, source: str, told: Mapping[str, Mapping[str, str]]
) -> Terms:
    """
    The terms of an import into a folder that passes its checks.

    Raises `TariffError` for a folder that does not, `TermsError` for an act that
    is not on record in it or is about another discipline.
    """
    rows = known(read_tables(folder))
    act = rows.acts.get(act_id)
    if act is None:
        raise TermsError(f"{act_id} is not in {files.ACTS.name}: add a line for it there first")
    if discipline not in act.disciplines:
        raise TermsError(f"{act_id} is no act of {discipline}")
    if not source.strip():
        raise TermsError("the source is empty")
    firsts = [row.record.period.first_date for row in rows.tables.fees if row.record.discipline is discipline]
    earliest = min((first for first in firsts if first), default=act.first_date)
    ordinary = adjustment_days(rows, discipline)
    return Terms(discipline, act, source.strip(), told, earliest, ordinary, _lapsing(rows))


def _lapsing(rows: Known) -> dict[str, date]:
    """The last day of each competence whose provision has one."""
    found = {}
    for kind, provision_id in PROVISION_OF_COMPETENCE.items():
        last = rows.provisions[provision_id][-1].record.period.last_date
        if last:
            found[kind] = last
    return found


def import_entries(folder: Path, target: Path | None, entries: list[Entry], terms: Terms) -> Import:
    """
    Take entries into the tariffs of a folder, and put the result in the place of the target.

    Nothing is written without a target, when an entry is refused, or when the
    result does not pass every check. Raises `OSError` when it cannot be written.
    """
    old = read_book(folder)
    book = deepcopy(old)
    offers, others = _sorted(entries, terms, known(book.tables()))
    merged, followed = merge(book, offers, terms)
    outcomes = tuple(sorted([*merged, *others], key=lambda outcome: outcome.fee_code))
    if any(outcome.kind is Kind.REFUSED for outcome in outcomes):
        return Import(outcomes, (), (), ())
    try:
        followed += narrow_gaps(book, terms.discipline)
        problems = check_tables(book.tables())
    except TariffError as error:
        problems = error.problems
    written = _write(book, old, folder, target) if target and not problems else ()
    return Import(outcomes, tuple(followed), tuple(problems), written)


def _write(book: Book, old: Book, folder: Path, target: Path) -> tuple[str, ...]:
    """Write a draft, read it as a server would, and put it in place."""
    with draft_of(folder, target) as draft:
        written = write_book(book, old, draft)
        read_tables(draft)
        if written or not target.exists():
            put_in_place(draft, target)
    return tuple(written)


def _sorted(entries: list[Entry], terms: Terms, rows: Known) -> tuple[list[Offer], list[Outcome]]:
    """The offers that can be taken up, and what becomes of the codes of the other entries."""
    offers: dict[str, list[Offer]] = defaultdict(list)
    reasons: dict[str, list[str]] = defaultdict(list)
    others: dict[str, Discipline] = {}
    for entry in entries:
        code = entry.fields.get("takstkode") or f"(entry {entry.number})"
        try:
            offer = read_offer(entry, terms.discipline)
        except OfferError as error:
            reasons[code].append(f"entry {entry.number}: {error}")
            continue
        other = _sharing(rows, terms.discipline, code)
        if other:
            others[code] = other
        else:
            offers[code].append(offer)
    for code, each in offers.items():
        reasons[code] += _overlaps(each)
    refused = [Outcome(code, Kind.REFUSED, reasons=tuple(each)) for code, each in reasons.items() if each]
    left_out = [Outcome(code, Kind.LEFT_OUT, reasons=(f"it is a code of {each}",)) for code, each in others.items()]
    taken = [offer for code, each in offers.items() if not reasons[code] for offer in each]
    return taken, [*refused, *(each for each in left_out if not reasons[each.fee_code])]


def _sharing(rows: Known, discipline: Discipline, fee_code: str) -> Discipline | None:
    """The other discipline of the same documents to which a code belongs; absent when it may be of this one."""
    if (discipline, fee_code) in rows.fees:
        return None
    sharing = [other for other in Discipline if AREAS[other] == AREAS[discipline] and (other, fee_code) in rows.fees]
    return sharing[0] if sharing else None


def _overlaps(offers: list[Offer]) -> list[str]:
    return [
        f"entry {one.number}: its days overlap those of entry {other.number}"
        for one, other in permutations(offers, 2)
        if one.period.meets(other.period)
    ]
