"""What must hold across the rows of a tariff folder; every breach is reported with file and line."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.period import Period
from registry.tariffs import files
from registry.tariffs.errors import Problem
from registry.tariffs.makers import FileKind
from registry.tariffs.records import Discipline, Dispute, Fee


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the place it was read from."""

    record: Any
    file: str
    line: int

    def problem(self, what: str) -> Problem:
        """Something wrong with this very row."""
        return Problem(self.file, self.line, what)


@dataclass(frozen=True, slots=True)
class PlainTables:
    """All records of a folder, without their places."""

    fees: list[Any]
    rules: list[Any]
    others: Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Tables:
    """All rows of a folder."""

    fees: list[Placed]
    rules: list[Placed]
    others: Mapping[str, list[Placed]]

    def plain(self) -> PlainTables:
        """The records alone."""
        return PlainTables(
            [row.record for row in self.fees],
            [row.record for row in self.rules],
            {name: [row.record for row in rows] for name, rows in self.others.items()},
        )


def check_tables(tables: Tables) -> list[Problem]:
    """All breaches."""
    return [
        *check_fees(tables),
        *check_rules(tables),
        *check_no_overlap(tables),
        *check_references(tables),
        *check_codes(tables),
        *check_disputes(tables),
        *check_descriptions(tables),
        *check_unique(tables),
        *check_unique_years(tables),
    ]


def check_fees(tables: Tables) -> Iterator[Problem]:
    """Sums add up, acts exist, and confirmation is not older than the row."""
    acts = {row.record.act_id for row in tables.others[files.ACTS.name]}
    for row in tables.fees:
        fee: Fee = row.record
        if fee.period.first_date is None:
            yield row.problem(f"{fee.fee_code} has no first_date")
        elif fee.confirmed_through < fee.period.first_date:
            yield row.problem(f"{fee.fee_code} is confirmed through a day before its first_date")
        if None not in (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore):
            total = (fee.refund_ore or 0) + (fee.user_fee_ore or 0)
            if fee.honorarium_ore != total:
                yield row.problem(f"{fee.fee_code}: honorarium is not refund plus user_fee")
        if fee.act_id not in acts:
            yield row.problem(f"{fee.fee_code}: no act {fee.act_id} in {files.ACTS.name}")


def check_rules(tables: Tables) -> Iterator[Problem]:
    """A rule is about a code of its days, and names only codes of its days."""
    acts = {row.record.act_id for row in tables.others[files.ACTS.name]}
    periods: dict[tuple[Discipline, str], list[Period]] = defaultdict(list)
    for row in tables.fees:
        periods[row.record.discipline, row.record.fee_code].append(row.record.period)
    for row in tables.rules:
        rule = row.record
        if rule.act_id not in acts:
            yield row.problem(f"{rule.fee_code}: no act {rule.act_id} in {files.ACTS.name}")
        named = {rule.fee_code, *rule.codes, *rule.companions}
        for code in sorted(named):
            if not any(meets(period, rule.period) for period in periods[rule.discipline, code]):
                yield row.problem(f"{rule.fee_code}: {code} is not in the tariff in these days")


def check_no_overlap(tables: Tables) -> Iterator[Problem]:
    """At most one row for each subject and day."""
    keys: list[tuple[Iterable[Placed], Callable[[Any], object]]] = [
        (tables.fees, lambda fee: (fee.discipline, fee.fee_code)),
        (tables.rules, lambda rule: (rule.discipline, rule.fee_code)),
        (tables.others[files.PROVISIONS.name], lambda row: row.provision_id),
        (tables.others[files.GROUNDS.name], lambda row: (row.discipline, row.ground)),
        (tables.others[files.DESCRIPTIONS.name], lambda row: (row.discipline, row.fee_code)),
        (tables.others[files.DISPUTES.name], lambda row: (row.discipline, row.fee_code)),
        (tables.others[files.MUNICIPALITIES.name], lambda row: row.municipality_code),
        (tables.others[files.PROFESSIONS.name], lambda row: (row.discipline, row.profession)),
        (
            tables.others[files.TREATMENTS.name],
            lambda row: (row.kind, row.setting, row.method, row.base_minutes if row.exact else None),
        ),
    ]
    for rows, key in keys:
        yield from _overlaps(rows, key)


def _overlaps(rows: Iterable[Placed], key: Callable[[Any], object]) -> Iterator[Problem]:
    groups: dict[object, list[Placed]] = defaultdict(list)
    for row in rows:
        groups[key(row.record)].append(row)
    for group in groups.values():
        group.sort(key=lambda row: row.record.period.first_date or date.min)
        for earlier, later in itertools.pairwise(group):
            if meets(earlier.record.period, later.record.period):
                yield later.problem(f"the days overlap those of line {earlier.line}")


def check_references(tables: Tables) -> Iterator[Problem]:
    """What a row names stands in its own table: codes, provisions, regions, descriptions."""
    codes = {(row.record.discipline, row.record.fee_code) for row in tables.fees}
    physiotherapy = {code for discipline, code in codes if discipline is Discipline.PHYSIOTHERAPY}
    for row in tables.others[files.TREATMENTS.name]:
        record = row.record
        extra = {record.extra_code} - {None}
        named = {record.base_code, *record.always_codes, *record.also_extra_codes} | extra
        for code in sorted(named - physiotherapy):
            yield row.problem(f"{code} is in no physiotherapy tariff")
    provisions = {row.record.provision_id for row in tables.others[files.PROVISIONS.name]}
    for row in tables.others[files.GROUNDS.name]:
        if row.record.under_age and row.record.under_age not in provisions:
            yield row.problem(f"no provision {row.record.under_age} in {files.PROVISIONS.name}")
    regions = {row.record.organisation_number for row in tables.others[files.REGIONS.name]}
    for row in tables.others[files.MUNICIPALITIES.name]:
        number = row.record.region_organisation_number
        if number not in regions:
            yield row.problem(f"no region {number} in {files.REGIONS.name}")


def check_codes(tables: Tables) -> Iterator[Problem]:
    """A gap, a dispute, a description and a successor are about codes that have a row somewhere."""
    known = {(row.record.discipline, row.record.fee_code) for row in tables.fees}
    for kind in (files.GAPS, files.DISPUTES, files.DESCRIPTIONS, files.SUCCESSORS):
        for row in tables.others[kind.name]:
            named = {row.record.fee_code, getattr(row.record, "successor", None)} - {None}
            for code in sorted(named):
                if (row.record.discipline, code) not in known:
                    yield row.problem(f"{code} is in no tariff of {row.record.discipline}")


def check_disputes(tables: Tables) -> Iterator[Problem]:
    """Both sides of a dispute add up."""
    for row in tables.others[files.DISPUTES.name]:
        dispute: Dispute = row.record
        if dispute.default_honorarium_ore != dispute.default_refund_ore + dispute.default_user_fee_ore:
            yield row.problem("default_honorarium is not default_refund plus default_user_fee")
        total = dispute.regulation_refund_ore + dispute.regulation_user_fee_ore
        if dispute.regulation_honorarium_ore != total:
            yield row.problem("regulation_honorarium is not regulation_refund plus regulation_user_fee")


def check_descriptions(tables: Tables) -> Iterator[Problem]:
    """On its first and its last day every fee has a description."""
    described: dict[tuple[Discipline, str], list[Period]] = defaultdict(list)
    for row in tables.others[files.DESCRIPTIONS.name]:
        described[row.record.discipline, row.record.fee_code].append(row.record.period)
    for row in tables.fees:
        fee: Fee = row.record
        periods = described[fee.discipline, fee.fee_code]
        ends = (fee.period.first_date or date.min, fee.period.last_date or date.max)
        if not all(any(period.covers(day) for period in periods) for day in ends):
            yield row.problem(f"{fee.fee_code} is not described on these days in {files.DESCRIPTIONS.name}")


def check_unique(tables: Tables) -> Iterator[Problem]:
    """No row stands twice where a name or a number stands for one row."""
    keys: list[tuple[FileKind, Callable[[Any], object]]] = [
        (files.ACTS, lambda act: act.act_id),
        (files.DISPUTES, lambda dispute: dispute.dispute_id),
        (files.GAPS, lambda gap: (gap.discipline, gap.fee_code, gap.missing, gap.period)),
        (files.SUCCESSORS, lambda successor: (successor.discipline, successor.fee_code)),
        (files.REGIONS, lambda region: region.organisation_number),
        (files.COUNTRIES, lambda country: country.country_code),
    ]
    for kind, key in keys:
        seen: dict[object, int] = {}
        for row in tables.others[kind.name]:
            earlier = seen.setdefault(key(row.record), row.line)
            if earlier != row.line:
                yield row.problem(f"line {earlier} has the same already")


def check_unique_years(tables: Tables) -> Iterator[Problem]:
    """One ceiling for each year and discipline."""
    seen: dict[tuple[int, Discipline], int] = {}
    for row in tables.others[files.CEILINGS.name]:
        for discipline in row.record.disciplines:
            earlier = seen.setdefault((row.record.year, discipline), row.line)
            if earlier != row.line:
                year = row.record.year
                yield row.problem(f"{discipline} has a ceiling for {year} in line {earlier} already")


def meets(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    starts_in_time = (one.first_date or date.min) <= (other.last_date or date.max)
    return starts_in_time and (other.first_date or date.min) <= (one.last_date or date.max)
