"""Is each limit counted by something that exists on its days?"""

from collections import defaultdict
from collections.abc import Iterator

from registry.tariffs import vocabulary
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Known
from registry.tariffs.records import Discipline, Fee


def check_limits(known: Known) -> Iterator[Problem]:
    """A limit has a count and is for what its code is for; a count shared with a video code has another such code."""
    shared = _days_of_codes_that_share(known)
    for row in known.tables.fees:
        fee: Fee = row.record
        if bool(fee.frequency) != (fee.frequency_count is not None):
            yield row.problem(f"{fee.fee_code}: frequency and frequency_count are given together or not at all")
        if fee.frequency_count == 0:
            yield row.problem(f"{fee.fee_code}: a frequency_count of 0 lets nobody use the code")
        expected = vocabulary.PER_OF_FREQUENCY.get(fee.frequency, "PATIENT")
        if fee.per != expected:
            yield row.problem(f"{fee.fee_code}: per is {fee.per}, and with this frequency it must be {expected}")
        if fee.frequency == vocabulary.WITH_VIDEO:
            others = (days for code, days in shared[fee.discipline].items() if code != fee.fee_code)
            alone = Days.of(fee.period) - _all_of(others)
            if alone:
                yield row.problem(f"{fee.fee_code} shares its limit with no other code: {alone}")


def _days_of_codes_that_share(known: Known) -> dict[Discipline, dict[str, Days]]:
    found: dict[Discipline, dict[str, Days]] = defaultdict(dict)
    for row in known.tables.fees:
        fee: Fee = row.record
        if fee.frequency == vocabulary.WITH_VIDEO:
            days = found[fee.discipline].get(fee.fee_code, NO_DAYS)
            found[fee.discipline][fee.fee_code] = days | Days.of(fee.period)
    return found


def _all_of(each: Iterator[Days]) -> Days:
    found = NO_DAYS
    for days in each:
        found |= days
    return found
