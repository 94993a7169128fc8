"""`avtalt reprice`: an archive read, priced, written and reported."""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import typer

from service.cli.diary.booking import UnreadableFileError
from service.cli.failures import complain, refused
from service.cli.phrases import phrase
from service.cli.pricing_terms import Terms
from service.cli.printing import say as say_line
from service.cli.repricing.archive import Archive, open_archive
from service.cli.repricing.basis import find_basis
from service.cli.repricing.chunks import Chunk, chunks, in_order
from service.cli.repricing.finishing import finish
from service.cli.repricing.groups import Group, Passage, group
from service.cli.repricing.job import Basis, Job
from service.cli.repricing.part import Part, Places, open_part
from service.cli.repricing.paths import refuse_at_once
from service.cli.repricing.phrases import refuse, say
from service.cli.repricing.progress import progress
from service.cli.repricing.report import print_report, write_report
from service.cli.repricing.result import read_results
from service.cli.repricing.seen import seen_bookings
from service.cli.repricing.state import Fingerprint, State, read_state
from service.cli.repricing.tally import Tally, tally
from service.cli.repricing.workers import CHUNKS_PER_WORKER, Failure, pool, worker_count
from service.texts.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    archive: Path
    result: Path
    report: Path | None
    database: str | None
    tariffs: Path | None
    terms: Terms
    workers: int | None
    restart: bool


def reprice(asked: Asked) -> None:
    """Price an archive; the exit code is 1 when not all of it could be read."""
    refuse_at_once(asked.archive, asked.result, asked.report, restart=asked.restart)
    places = Places(asked.result)
    try:
        basis = _run(asked, places)
        found = _tally(places)
        if asked.report:
            write_report(asked.report, found, basis)
        finish(places, basis)
    except UnreadableFileError as error:
        raise refused(say("NO_ARCHIVE", problem=error)) from None
    except OSError as error:
        raise refuse("NOT_WRITTEN", problem=error.strerror or error) from None
    texts = catalogue(asked.terms.spoken)
    print_report(found, texts)
    told = phrase("BASIS", revision=basis.revision, tariff=basis.tariff, rules=basis.rules)
    say_line(f"\n{texts.say('headings', 'BASIS', {})} {told}; {say('MOMENT', moment=basis.evaluated_at)}")
    if found.unread:
        complain(say("SOME_UNREAD", count=found.unread))
        raise typer.Exit(1)


def _run(asked: Asked, places: Places) -> Basis:
    """Price all that is not priced yet; what it rests on."""
    before = None if asked.restart else read_state(places.state)
    if asked.database is None:
        complain(phrase("DEMO_REGISTER"))
    basis = find_basis(_as_begun(asked.terms, before), asked.database, asked.tariffs)
    with open_archive(asked.archive) as archive, seen_bookings() as seen:
        archived = Fingerprint.of(asked.archive)
        if before:
            before.check(archived, basis, places.part)
            complain(say("GOES_ON", count=before.passed, revision=basis.revision, moment=basis.evaluated_at))
        for note in archive.header.notes:
            complain(note)
        with open_part(places, before or State(archived, basis)) as part:
            groups = group(archive.records, archive.header, seen)
            passage = _passed(groups, part.state, places)
            rest = chunks(groups, archive.position, passed=part.state.passed, passage=passage)
            _price(asked, basis, archive, rest, part)
            if not part.state.passed:
                places.part.unlink()
                raise UnreadableFileError(say("EMPTY"))
    return basis


def _as_begun(terms: Terms, before: State | None) -> Terms:
    """The terms of a run that goes on: what is not told now is what it was when it began."""
    if before is None:
        return terms
    told = terms.revision is not None or terms.known_at is not None
    return replace(
        terms,
        revision=terms.revision if told else before.basis.revision,
        evaluated_at=terms.evaluated_at or before.basis.evaluated_at,
    )


def _passed(groups: Iterator[Group], state: State, places: Places) -> Passage:
    """The digest of what was priced before, which must still be the same; the groups after it are left."""
    passage = Passage()
    for each in islice(groups, state.passed):
        passage.add(each)
    if state.passed and passage.digest != state.passage:
        raise refuse("OTHER_RUN", part=places.part, what=say("OF_ARCHIVE"))
    return passage


def _price(asked: Asked, basis: Basis, archive: Archive, rest: Iterator[Chunk], part: Part) -> None:
    """Have chunks priced, and write what comes of them."""
    job = Job(
        basis,
        archive.header,
        asked.database,
        str(asked.tariffs.resolve()) if asked.tariffs else None,
        asked.terms.authority,
    )
    workers = worker_count(asked.workers, part.state.archive.size)
    try:
        with pool(job, workers) as hand_out, progress(part.state.archive.size) as moved_to:
            for chunk, rows in in_order(rest, hand_out, workers * CHUNKS_PER_WORKER):
                if isinstance(rows, Failure):
                    raise refused(rows.text) if rows.text else typer.Exit(1)
                part.add(chunk, rows)
                moved_to(chunk.position)
    except BrokenProcessPool:
        raise refuse("WORKER_LOST") from None
    except KeyboardInterrupt:
        complain(say("STOPPED"))
        raise


def _tally(places: Places) -> Tally:
    """The tally of all that is written, the same whether or not it was written in one go."""
    with places.part.open(encoding="utf-8", newline="") as file:
        return tally(read_results(file))
