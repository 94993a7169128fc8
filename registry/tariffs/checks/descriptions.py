"""Is every fee described on all of its days, with the minutes that it has?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from registry.tariffs import files
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Description, Fee

MINUTES = re.compile(r"([0-9]+)[^0-9]*?minut|(half hour|halvtime)")
HALF_AN_HOUR = 60 // 2


def check_descriptions(known: Known) -> Iterator[Problem]:
    """Every day of a fee has a description, and a description changes only where a row does."""
    described = _described(known)
    for key, rows in known.fees.items():
        for row in rows:
            lacking = Days.of(row.record.period) - described.get(key, NO_DAYS)
            if lacking:
                yield row.problem(f"{key[1]} is not described on these days in {files.DESCRIPTIONS.name}: {lacking}")
    for row in known.tables.of(files.DESCRIPTIONS):
        text: Description = row.record
        key = (text.discipline, text.fee_code)
        fees = known.fees.get(key)
        if fees is None:
            yield row.problem(f"{text.fee_code} is in no tariff of {text.discipline}")
            continue
        yield from _check_minutes(row, fees)
        yield from check_borders(row, fees)
        lacking = known.fee_days[key] - described[key]
        if lacking and lacking.touches(Days.of(text.period)):
            yield row.problem(f"beside this row {text.fee_code} is not described: {lacking}")


def check_borders(row: Placed, fees: list[Placed]) -> Iterator[Problem]:
    """What is said about fees starts with a row of theirs and ends with one."""
    first, last = row.record.period.first_date, row.record.period.last_date
    if first and first not in {fee.record.period.first_date for fee in fees}:
        yield row.problem(f"no row of what this is about starts on {first}")
    if last and last not in {fee.record.period.last_date for fee in fees}:
        yield row.problem(f"no row of what this is about ends on {last}")


def _check_minutes(row: Placed, fees: list[Placed]) -> Iterator[Problem]:
    """The minutes that a description names are those of the code, in every language; both are blamed."""
    text: Description = row.record
    named = [_minutes(words) for words in (text.nb, text.nn, text.en)]
    if any(numbers != named[0] for numbers in named):
        yield row.problem(f"{text.fee_code}: the languages name different minutes")
    for other in fees:
        fee: Fee = other.record
        if text.period.meets(fee.period) and (fee.minutes not in named[0] if named[0] else fee.minutes is not None):
            yield row.problem(f"{text.fee_code} has {fee.minutes or 'no'} minutes in line {other.line} of {other.file}")
            yield other.problem(f"{fee.fee_code} has other minutes than its description in line {row.line}")


def _minutes(words: str) -> set[int]:
    """The lengths that a text names, in minutes."""
    return {int(number) if number else HALF_AN_HOUR for number, _ in MINUTES.findall(words)}


def _described(known: Known) -> Mapping[Key, Days]:
    found: dict[Key, Days] = defaultdict(Days)
    for row in known.tables.of(files.DESCRIPTIONS):
        key = (row.record.discipline, row.record.fee_code)
        found[key] |= Days.of(row.record.period)
    return found
