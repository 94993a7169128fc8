"""Writes the ready rows into the register."""

from sqlalchemy import and_, literal, or_, select, update

from registry.exchange.report import Count
from registry.exchange.stage import COUNTED, Sheet, Stage, State
from registry.writing import CHUNK, Writing


def apply(stage: Stage, sheet: Sheet, count: Count, writing: Writing) -> None:
    """Supersede what the rows of one kind replace, and insert those that say something new."""
    if count.changed or count.ended:
        _supersede(stage, sheet, writing.revision.number)
    if count.added or count.changed or count.ended:
        added = _insert(stage, sheet, writing.revision.number)
        writing.recorded += added
        if added > CHUNK:
            stage.analyze(sheet.kept)


def _supersede(stage: Stage, sheet: Sheet, revision: int) -> None:
    row, kept = sheet.staged.c, sheet.kept
    replaced = or_(row.state == State.WITHDRAWN, and_(row.state == State.READY, sheet.differ(row, kept.c)))
    old = select(kept.c.row_id).select_from(sheet.staged.join(kept, sheet.believed(row))).where(replaced)
    stage.connection.execute(update(kept).where(kept.c.row_id.in_(old)).values(superseded_revision=revision))


def _insert(stage: Stage, sheet: Sheet, revision: int) -> int:
    """Insert the rows whose key nothing believed has any longer; tells how many."""
    row, kept = sheet.staged.c, sheet.kept
    new = select(*(row[name] for name in sheet.of.columns), literal(revision)).where(
        row.state == State.READY, ~select(1).where(sheet.believed(row)).exists()
    )
    names = [*sheet.of.columns, "recorded_revision"]
    statement = kept.insert().from_select(names, new.order_by(row.place))
    return stage.connection.execute(statement, execution_options=COUNTED).rowcount
