"""Is the country divided among counties and health regions without a hole?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from registry.period import last_before, next_after
from registry.tariffs import files
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Municipality

COUNTY_DIGITS = 2


def check_regions(known: Known) -> Iterator[Problem]:
    """Every municipality is in a region on record, every region has one, and counties are of one piece."""
    regions = {row.record.organisation_number for row in known.tables.of(files.REGIONS)}
    rows = known.tables.of(files.MUNICIPALITIES)
    for row in rows:
        number = row.record.region_organisation_number
        if number not in regions:
            yield row.problem(f"no region {number} in {files.REGIONS.name}")
    used = {row.record.region_organisation_number for row in rows}
    for row in known.tables.of(files.REGIONS):
        if row.record.organisation_number not in used:
            yield row.problem(f"no municipality is in {row.record.organisation_number}")
    yield from _check_counties(rows)
    yield from _check_successions(rows)


def _check_counties(rows: list[Placed]) -> Iterator[Problem]:
    """The municipalities of a county, told by their first digits, share its name and its region."""
    counties: dict[tuple[str, date | None], list[Placed]] = defaultdict(list)
    for row in rows:
        counties[row.record.municipality_code[:COUNTY_DIGITS], row.record.period.first_date].append(row)
    for (digits, _), members in counties.items():
        for name in ("county_name", "region_organisation_number"):
            values = Counter(getattr(row.record, name) for row in members)
            usual = values.most_common(1)[0][0]
            for row in members:
                if getattr(row.record, name) != usual:
                    yield row.problem(f"{name} differs from that of others in county {digits}: {usual}")


def _check_successions(rows: list[Placed]) -> Iterator[Problem]:
    """Where a municipality ends, another one starts on the next day; the first ones start on one day."""
    starts = {row.record.period.first_date for row in rows}
    ends = {row.record.period.last_date for row in rows}
    opening = Counter(
        first for row in rows if (first := row.record.period.first_date) and last_before(first) not in ends
    )
    opened = opening.most_common(1)[0][0] if opening else None
    for row in rows:
        municipality: Municipality = row.record
        first, last = municipality.period.first_date, municipality.period.last_date
        if last and next_after(last) not in starts:
            yield row.problem(f"{municipality.name} ends on {last}, and no municipality starts on the next day")
        if first is None:
            yield row.problem(f"{municipality.name} has no first_date")
        elif first != opened and last_before(first) not in ends:
            yield row.problem(f"{municipality.name} starts on {first}, and no municipality ended the day before")
