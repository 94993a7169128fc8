"""The rows of a folder by what they are about, and the days on which each is known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from registry.period import Period
from registry.structs import struct
from registry.tariffs import files
from registry.tariffs.days import Days
from registry.tariffs.placed import Placed, Tables
from registry.tariffs.records import Act, Discipline, Irregularity

Key = tuple[Discipline, str]
NO_DAYS = Days()


@struct(frozen=True, slots=True)
class Known:
    """
    A folder's rows as its checks ask for them; each group is in the order of its days.

    `fees` and `rules` are by discipline and fee code, `provisions` by identifier,
    `categories` by discipline and refund category,
    `citing` are the rows of fees, rules and categories that cite an act;
    `fee_days`, `rule_days` and `provision_days` are the days that they cover.
    `irregularities` are those of a row, by discipline, fee code and first day.
    """

    tables: Tables
    acts: Mapping[str, Act]
    citing: Mapping[str, list[Placed]]
    fees: Mapping[Key, list[Placed]]
    rules: Mapping[Key, list[Placed]]
    provisions: Mapping[str, list[Placed]]
    categories: Mapping[Key, list[Placed]]
    fee_days: Mapping[Key, Days]
    rule_days: Mapping[Key, Days]
    provision_days: Mapping[str, Days]
    irregularities: Mapping[tuple[Discipline, str, date | None], frozenset[str]]

    def life(self, key: Key) -> Days:
        """All days of a fee code from the first on record to the last."""
        return self.fee_days.get(key, NO_DAYS).hull()

    def gap_days(self, key: Key, missing: str) -> Days:
        """The days on which it is stated that something about a fee code is not on record."""
        discipline, code = key
        gaps = [row.record for row in self.tables.of(files.GAPS)]
        stated = [
            gap.period
            for gap in gaps
            if gap.discipline is discipline and gap.missing == missing and gap.fee_code in (None, code)
        ]
        return Days.of(*stated)

    def category_life(self, key: Key) -> Days:
        """All days of a refund category from the first on record to the last."""
        return Days.of(*(row.record.period for row in self.categories[key])).hull()

    def category_gap_days(self, key: Key) -> Days:
        """The days on which it is stated that the refund of a category is not on record."""
        group = self.categories[key][0].record.group
        gaps = [row.record for row in self.tables.of(files.GAPS) if row.record.missing == "REFUND_CATEGORIES"]
        stated = [gap.period for gap in gaps if gap.discipline is key[0] and gap.group in (None, group)]
        return Days.of(*stated)


def row_on(rows: Iterable[Placed], day: date) -> Placed | None:
    """The row among others that covers a day; absent when there is none."""
    return next((row for row in rows if row.record.period.covers(day)), None)


def known(tables: Tables) -> Known:
    """The rows of a folder, grouped."""
    fees = _grouped(tables.fees, _code)
    rules = _grouped(tables.rules, _code)
    provisions = _grouped(tables.of(files.PROVISIONS), lambda row: row.provision_id)
    return Known(
        tables=tables,
        acts={row.record.act_id: row.record for row in tables.of(files.ACTS)},
        categories=_grouped(tables.of(files.REFUND_CATEGORIES), lambda row: (row.discipline, row.category)),
        citing=_citing((*tables.fees, *tables.rules, *tables.of(files.REFUND_CATEGORIES))),
        fees=fees,
        rules=rules,
        provisions=provisions,
        fee_days=_days(fees),
        rule_days=_days(rules),
        provision_days=_days(provisions),
        irregularities=_irregularities(tables.of(files.IRREGULARITIES)),
    )


def _code(row: Any) -> Key:
    return row.discipline, row.fee_code


def _grouped(rows: Iterable[Placed], key: Callable[[Any], Any]) -> dict[Any, list[Placed]]:
    groups: dict[Any, list[Placed]] = defaultdict(list)
    for row in rows:
        groups[key(row.record)].append(row)
    for group in groups.values():
        group.sort(key=first_day)
    return dict(groups)


def first_day(row: Placed) -> date:
    """The day that a row starts on; the earliest of all when it has no start."""
    period: Period = row.record.period
    return period.first_date or date.min


def _days(groups: Mapping[Any, list[Placed]]) -> dict[Any, Days]:
    return {key: Days.of(*(row.record.period for row in rows)) for key, rows in groups.items()}


def _citing(rows: Iterable[Placed]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for row in rows:
        found[row.record.act_id].append(row)
    return dict(found)


def _irregularities(rows: Iterable[Placed]) -> dict[tuple[Discipline, str, date | None], frozenset[str]]:
    found: dict[tuple[Discipline, str, date | None], frozenset[str]] = defaultdict(frozenset)
    for row in rows:
        irregularity: Irregularity = row.record
        key = (irregularity.discipline, irregularity.fee_code, irregularity.first_date)
        found[key] |= {irregularity.irregularity}
    return dict(found)
