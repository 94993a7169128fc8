"""Imports files of records as one revision: read, checked as a whole, compared with the register, written."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from registry.exchange.applying import apply
from registry.exchange.clashes import refuse_overlaps
from registry.exchange.columns import NAMES
from registry.exchange.comparing import count_changes, first_changes
from registry.exchange.completing import (
    add_organisations,
    confirm_coverage,
    end_what_is_gone,
    fill_fetched,
    keep_municipalities,
)
from registry.exchange.csv_file import read_csv
from registry.exchange.days_to_come import refuse_days_to_come
from registry.exchange.files import ImportFile, ImportOptions, ImportUnreadableError, Progress, Source, arranged
from registry.exchange.kuhr_list import read_list
from registry.exchange.refusing import (
    refuse_lost_references,
    refuse_repeats_of_refused,
    refuse_second_sayings,
)
from registry.exchange.report import MOST_REFUSALS, Change, Count, ImportReport, Refusal, Refusals
from registry.exchange.rows import ReadRow, RefusedRow
from registry.exchange.stage import SHEETS, Stage, staged
from registry.writing import CHUNK, Writing

__all__ = [
    "Change",
    "Count",
    "ImportFile",
    "ImportOptions",
    "ImportReport",
    "ImportUnreadableError",
    "Refusal",
    "import_files",
]


def import_files(
    writing: Writing,
    files: Sequence[ImportFile],
    options: ImportOptions,
    progress: Progress = lambda _: None,
    on_refusal: Callable[[Refusal], None] | None = None,
) -> ImportReport:
    """
    Record what the files say, as the only thing that `writing` does.

    `progress` is told the number of bytes read since it was last told.
    `on_refusal` gets every refusal, also those beyond the ones that the report
    keeps. When rows are refused that may not be skipped, or too many of them,
    nothing is recorded and `writing` is marked as discarded.

    Raises `ImportUnreadableError` when the files cannot be read at all.
    """
    sources = arranged(files, options)
    refusals = Refusals(tuple(source.file.name for source in sources), on_refusal)
    with staged(writing.connection) as stage:
        for number, source in enumerate(sources):
            _lay_out(stage, number, source, _rows(source, options, progress), refusals)
        stage.index()
        _settle(stage, sources, options, refusals)
        counts = {record: count_changes(stage, sheet, refusals) for record, sheet in SHEETS.items()}
        changes = first_changes(stage, counts)
        blocked = refusals.total > MOST_REFUSALS or (refusals.total > 0 and not options.skip_refused)
        if blocked:
            writing.discarded = True
        else:
            for record, count in counts.items():
                apply(stage, SHEETS[record], count, writing)
    given = {source.kind.record for source in sources}
    told = {NAMES[record]: count for record, count in counts.items() if record in given or count != Count()}
    return ImportReport(told, changes, refusals.in_order(), refusals.total, blocked)


def _rows(source: Source, options: ImportOptions, progress: Progress) -> Iterator[ReadRow | RefusedRow]:
    if source.is_list and options.fetched:
        return read_list(source, options.fetched, progress)
    return read_csv(source, progress)


def _lay_out(
    stage: Stage, number: int, source: Source, rows: Iterator[ReadRow | RefusedRow], refusals: Refusals
) -> None:
    """Stage the rows of a file that can be read, and refuse the others."""
    record = source.kind.record
    while chunk := list(islice(rows, CHUNK)):
        stage.load(record, [(number, row.line, *row.cells) for row in chunk if isinstance(row, ReadRow)])
        for row in chunk:
            if isinstance(row, RefusedRow):
                refusals.add(record, number, row.line, row.problem, row.about)


def _settle(stage: Stage, sources: Sequence[Source], options: ImportOptions, refusals: Refusals) -> None:
    """
    Decide what becomes of each staged row.

    Each step rests on those before it: practices lead to organisations, these
    settle who is known, and only what is left can end or be in the way.
    """
    lists = [number for number, source in enumerate(sources) if source.is_list]
    given = {source.kind.record for source in sources}
    complete, fetched = options.complete_source, options.fetched
    if lists:
        keep_municipalities(stage, lists)
    refuse_second_sayings(stage, refusals)
    if options.newest_day:
        refuse_days_to_come(stage, refusals, options.newest_day)
    if lists:
        add_organisations(stage, lists)
    refuse_lost_references(stage, refusals)
    if fetched:
        fill_fetched(stage, fetched)
    if complete and fetched:
        end_what_is_gone(stage, complete, fetched, given, refusals)
    refuse_overlaps(stage, refusals)
    refuse_repeats_of_refused(stage, refusals)
    if complete and fetched and not refusals.total:
        confirm_coverage(stage, complete, fetched, given)
