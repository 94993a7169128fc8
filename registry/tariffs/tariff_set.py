"""All tariffs of one folder, compiled for the runs of days on which nothing changes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from registry.period import Period
from registry.tariffs import files
from registry.tariffs.hours import SpecialDay
from registry.tariffs.placed import PlainTables
from registry.tariffs.records import (
    Act,
    Ceiling,
    Discipline,
    Fee,
    HealthRegion,
    Municipality,
    Provision,
    RefundCategory,
    Successor,
)
from registry.tariffs.rejections import HelfoRejections
from registry.tariffs.sections import Section
from registry.tariffs.tariff_day import FeeEntry, TariffDay, make_day

__all__ = ["FeeEntry", "TariffDay", "TariffSet"]


class TariffSet:
    """
    The tariffs of one folder, named by the digest of its content.

    A day's tariff is compiled when it is first asked for, and serves the whole
    run of days on which nothing changes.
    """

    def __init__(self, tables: PlainTables, digest: str) -> None:
        """Index the checked records of a folder."""
        others = tables.others
        self.digest = digest
        self.acts: dict[str, Act] = {act.act_id: act for act in others[files.ACTS.name]}
        self.regions: dict[str, HealthRegion] = {
            region.organisation_number: region for region in others[files.REGIONS.name]
        }
        self.region_numbers = tuple(sorted(self.regions))
        self.eea_countries = frozenset(country.country_code for country in others[files.COUNTRIES.name])
        self._sections: tuple[Section, ...] = tuple(others[files.SECTIONS.name])
        self._tables = tables
        self._history = _by(tables.fees, lambda fee: (fee.discipline, fee.fee_code))
        self._disciplines = _by(tables.fees, lambda fee: fee.fee_code)
        self._categories = _by(others[files.REFUND_CATEGORIES.name], lambda row: (row.discipline, row.category))
        self._successors: dict[tuple[Discipline, str], Successor] = {
            (row.discipline, row.fee_code): row for row in others[files.SUCCESSORS.name]
        }
        self._provisions = _by(others[files.PROVISIONS.name], lambda row: row.provision_id)
        self._ceilings: dict[Discipline, dict[int, Ceiling]] = {
            discipline: {row.year: row for row in others[files.CEILINGS.name] if discipline in row.disciplines}
            for discipline in Discipline
        }
        self.rejections = HelfoRejections(others[files.REJECTIONS.name])
        self.special_days: dict[date, SpecialDay] = {row.day: row for row in others[files.SPECIAL_DAYS.name]}
        self._municipalities = _by(others[files.MUNICIPALITIES.name], lambda row: row.municipality_code)
        self._cuts = {discipline: self._cut(discipline) for discipline in Discipline}
        self._days: dict[tuple[Discipline, int], TariffDay] = {}

    def day(self, discipline: Discipline, day: date) -> TariffDay:
        """The tariff of a discipline on a day; without fees when none is on record."""
        cuts = self._cuts[discipline]
        place = bisect_right(cuts, day)
        found = self._days.get((discipline, place))
        if found is None:
            first = cuts[place - 1] if place else None
            last = cuts[place] - timedelta(days=1) if place < len(cuts) else None
            found = make_day(self._tables, discipline, Period(first, last), day)
            self._days[discipline, place] = found
        return found

    def runs(self, discipline: Discipline) -> list[date]:
        """The first days of the runs on which nothing changes, in order."""
        return list(self._cuts[discipline])

    def fee_history(self, discipline: Discipline, fee_code: str) -> tuple[Fee, ...]:
        """All rows of a fee code, in the order of their days."""
        return self._history.get((discipline, fee_code), ())

    def category_history(self, discipline: Discipline, category: str) -> tuple[RefundCategory, ...]:
        """All rows of a refund category, in the order of their days; none when the discipline has no such category."""
        return self._categories.get((discipline, category), ())

    def disciplines_of(self, fee_code: str) -> frozenset[Discipline]:
        """The disciplines that have or had the fee code."""
        return frozenset(fee.discipline for fee in self._disciplines.get(fee_code, ()))

    def successor(self, discipline: Discipline, fee_code: str) -> str | None:
        """The code that took the place of one that ended; absent when none is on record."""
        row = self._successors.get((discipline, fee_code))
        return row.successor if row else None

    def sections(self, discipline: Discipline) -> tuple[Section, ...]:
        """The sections of a discipline's printed tariff, in printed order."""
        return tuple(section for section in self._sections if section.discipline is discipline)

    def provision(self, provision_id: str, day: date) -> Provision | None:
        """A rule of law as it stands on a day; absent when it is not in force."""
        return next((row for row in self._provisions.get(provision_id, ()) if row.period.covers(day)), None)

    def provision_period(self, provision_id: str) -> Period | None:
        """The days on which a rule of law is in force in any wording; absent when it is not on record."""
        rows: tuple[Provision, ...] = self._provisions.get(provision_id, ())
        return Period(rows[0].period.first_date, rows[-1].period.last_date) if rows else None

    def ceiling(self, discipline: Discipline, day: date) -> Ceiling | None:
        """The ceiling of a day's year; of a year to come, the newest one; absent before the first, and in a gap."""
        ceilings = self._ceilings[discipline]
        newest = max(ceilings)
        return ceilings.get(min(day.year, newest))

    def municipality(self, code: str, day: date) -> Municipality | None:
        """A municipality by its code on a day; absent when the code is not on record that day."""
        return next((row for row in self._municipalities.get(code, ()) if row.period.covers(day)), None)

    def region_name(self, organisation_number: str) -> str | None:
        """The name of a regional health authority; absent when the number is none's."""
        region = self.regions.get(organisation_number)
        return region.name if region else None

    def region_of(self, municipality_code: str, day: date) -> str | None:
        """The regional health authority of a municipality on a day, by organisation number."""
        row = self.municipality(municipality_code, day)
        return row.region_organisation_number if row else None

    def first_date(self, discipline: Discipline) -> date:
        """The first day with a fee on record."""
        fees: list[Fee] = [row for row in self._tables.fees if row.discipline is discipline]
        return min(row.period.first_date for row in fees if row.period.first_date)

    def _cut(self, discipline: Discipline) -> list[date]:
        """The days on which something of the discipline's tariff starts, or has just ended."""
        cuts = set()
        for row in (*self._tables.fees, *self._tables.rules, *_dated(self._tables)):
            if getattr(row, "discipline", discipline) is not discipline:
                continue
            if row.period.first_date:
                cuts.add(row.period.first_date)
            if row.period.last_date:
                cuts.add(row.period.last_date + timedelta(days=1))
        return sorted(cuts)


def _dated(tables: PlainTables) -> Iterable[Any]:
    kinds = (
        files.GAPS,
        files.DISPUTES,
        files.PROVISIONS,
        files.GROUNDS,
        files.TREATMENTS,
        files.DESCRIPTIONS,
        files.PROFESSIONS,
        files.CANDIDATE_CODES,
        files.SHARED_LIMITS,
        files.SAME_DAY,
        files.FEE_SHARES,
        files.UNSOCIAL_HOURS,
        files.REFUND_CATEGORIES,
    )
    for kind in kinds:
        yield from tables.others[kind.name]


def _by(rows: Iterable[Any], key: Any) -> dict[Any, tuple[Any, ...]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    for group in groups.values():
        group.sort(key=lambda row: row.period.first_date or date.min)
    return {name: tuple(group) for name, group in groups.items()}
