"""Fills in what the files do not say: from the register, from the list's own rows, and from the day of reading."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select, update

from registry.exchange.kuhr_list import SOURCE
from registry.exchange.report import Refusals
from registry.exchange.stage import SHEETS, Stage, State
from registry.period import last_before
from registry.records import Affiliation, Agreement, Competence, Coverage, CoverageKind, Organisation, Practice, Record

ENDING: tuple[type[Record], ...] = (Competence, Affiliation, Agreement)
CONFIRMED_BY: dict[type[Record], tuple[CoverageKind, ...]] = {
    Competence: (CoverageKind.AUTHORISATION,),
    Agreement: (
        CoverageKind.DIRECT_SETTLEMENT,
        CoverageKind.MUNICIPAL_FUNDING,
        CoverageKind.REGIONAL_HEALTH_AUTHORITY,
    ),
}
"""Which kinds of coverage a complete file of these records confirms."""


def keep_municipalities(stage: Stage, lists: Sequence[int]) -> None:
    """Give the practices of lists from KUHR, which do not tell it, the municipality that is believed."""
    sheet = SHEETS[Practice]
    believed = select(sheet.kept.c.municipality_code).where(sheet.believed(sheet.staged.c)).scalar_subquery()
    ours = sheet.staged.c.file.in_(lists)
    stage.connection.execute(update(sheet.staged).where(ours).values(municipality_code=believed))


def add_organisations(stage: Stage, lists: Sequence[int]) -> None:
    """Add the organisations that practices in lists from KUHR name and nobody else tells of, named as the practice."""
    row, sheet = SHEETS[Practice].staged.c, SHEETS[Organisation]
    number = row.organisation_number
    believed = select(1).where(sheet.kept.c.organisation_number == number, sheet.kept.c.superseded_revision.is_(None))
    ready = select(1).where(sheet.staged.c.organisation_number == number, sheet.staged.c.state == State.READY)
    first = (
        select(func.min(row.place))
        .where(row.file.in_(lists), row.state == State.READY, number.is_not(None))
        .where(~believed.exists(), ~ready.exists())
        .group_by(number)
    )
    practice = SHEETS[Practice].staged.alias().c
    found = select(practice.organisation_number, practice.name, literal(SOURCE)).where(practice.place.in_(first))
    stage.add(Organisation, ["organisation_number", "name", "source"], found)


def fill_fetched(stage: Stage, fetched: date) -> None:
    """Give agreements the day of reading where the file tells none, but for those that are believed as they are."""
    sheet = SHEETS[Agreement]
    row, kept = sheet.staged.c, sheet.kept.c
    same = select(kept.fetched).where(sheet.believed(row), ~sheet.differ(row, kept, "fetched"))
    value = case((same.exists(), same.scalar_subquery()), else_=literal(fetched, Date()))
    stage.connection.execute(update(sheet.staged).where(row.fetched.is_(None)).values(fetched=value))


def end_what_is_gone(
    stage: Stage, source: str, fetched: date, given: Collection[type[Record]], refusals: Refusals
) -> None:
    """
    End the believed records of a complete source that the files do not have, on the day before it was read.

    One that starts later is withdrawn, one that has ended stays. So does one that
    a refused row may have been about. Only kinds that have a file are looked at.
    """
    for record in ENDING:
        if record not in given:
            continue
        sheet = SHEETS[record]
        kept, staged = sheet.kept.c, sheet.staged.alias().c
        starts_later = func.coalesce(kept.first_date >= fetched, False)
        ended = {
            "state": case((starts_later, State.WITHDRAWN.value), else_=State.READY.value),
            "last_date": case((starts_later, kept.last_date), else_=literal(last_before(fetched), Date())),
        }
        missing = (
            kept.superseded_revision.is_(None),
            kept.source == source,
            or_(kept.last_date.is_(None), kept.last_date >= fetched),
            kept[sheet.of.kind.lookup].not_in(sorted(refusals.about[record])),
            ~select(1).where(sheet.same_key(staged, kept)).exists(),
        )
        names = ["state", *sheet.of.columns]
        found = select(*(ended[name] if name in ended else kept[name] for name in names)).where(*missing)
        stage.add(record, names, found)


def confirm_coverage(stage: Stage, source: str, fetched: date, given: Collection[type[Record]]) -> None:
    """Confirm what a source is complete for by the day on which it was read, unless a later day has done so."""
    kinds = [kind.value for record, some in CONFIRMED_BY.items() if record in given for kind in some]
    sheet = SHEETS[Coverage]
    kept, staged = sheet.kept.c, sheet.staged.alias().c
    found = select(*(kept[name] for name in sheet.of.columns)).where(
        kept.superseded_revision.is_(None),
        _older(kept, source, fetched, kinds),
        ~select(1).where(sheet.same_key(staged, kept)).exists(),
    )
    stage.add(Coverage, sheet.of.columns, found)
    older = and_(sheet.staged.c.state == State.READY, _older(sheet.staged.c, source, fetched, kinds))
    stage.connection.execute(update(sheet.staged).where(older).values(last_confirmed=fetched))


def _older(row: Any, source: str, fetched: date, kinds: Sequence[str]) -> ColumnElement[bool]:
    """Whether a coverage of the source has begun, and was last confirmed before the day of reading or never."""
    return and_(
        row.source == source,
        row.kind.in_(kinds),
        or_(row.first_date.is_(None), row.first_date <= fetched),
        or_(row.last_confirmed.is_(None), row.last_confirmed < fetched),
    )
