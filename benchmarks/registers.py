"""Demo registers of any size in a database, to measure on."""

from datetime import date
from random import Random

from sqlmodel import col, select

from benchmarks.claims import FIRST_DAY
from registry.demo.generator import demo_records
from registry.engine import open_engine
from registry.migrate import migrate
from registry.store import Store
from registry.tables import AffiliationRow


def fill(url: str, providers: int) -> None:
    """Make the tables in an empty database, and write a demo register of so many providers as its first revision."""
    migrate(url)
    store = Store(url)
    store.write(demo_records(providers), note="benchmark")
    store.close()


def performers(url: str, count: int, since: date = FIRST_DAY) -> list[tuple[str, str]]:
    """
    The HPR number and the practice of some performers from all over a register, each of them once.

    Only those who worked at the practice on a day and have not ended there.
    All there are when those are fewer than `count`.
    """
    engine = open_engine(url)
    working = select(AffiliationRow.hpr_number, AffiliationRow.practice_id).where(
        col(AffiliationRow.first_date) < since, col(AffiliationRow.last_date).is_(None)
    )
    with engine.connect() as connection:
        found = dict(connection.execute(working).all())
    engine.dispose()
    return Random(1).sample(sorted(found.items()), min(count, len(found)))
