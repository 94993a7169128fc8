"""Is each limit counted by something that exists on its days?"""

from collections.abc import Iterator

from registry.tariffs import vocabulary
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.records import Fee


def check_limits(known: Known) -> Iterator[Problem]:
    """A limit has a count, and is for what its code is for."""
    for row in known.tables.fees:
        fee: Fee = row.record
        if bool(fee.frequency) != (fee.frequency_count is not None):
            yield row.problem(f"{fee.fee_code}: frequency and frequency_count are given together or not at all")
        if fee.frequency_count == 0:
            yield row.problem(f"{fee.fee_code}: a frequency_count of 0 lets nobody use the code")
        expected = vocabulary.PER_OF_FREQUENCY.get(fee.frequency, "PATIENT")
        if fee.per != expected:
            yield row.problem(f"{fee.fee_code}: per is {fee.per}, and with this frequency it must be {expected}")
