"""Did each code that has a successor end, and did the successor take over?"""

from collections.abc import Iterator

from registry.period import Period, next_after
from registry.tariffs import files
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.records import Successor


def check_successors(known: Known) -> Iterator[Problem]:
    """A code ends on the day that is told, and its successor is there next day, or as soon as a stated gap is over."""
    for row in known.tables.of(files.SUCCESSORS):
        successor: Successor = row.record
        key, heir = (successor.discipline, successor.fee_code), (successor.discipline, successor.successor)
        unknown = [code for code in (key, heir) if code not in known.fees]
        for discipline, code in unknown:
            yield row.problem(f"{code} is in no tariff of {discipline}")
        if unknown:
            continue
        last = known.fees[key][-1].record.period.last_date
        if last != successor.last_date:
            yield row.problem(f"{successor.fee_code} did not end on {successor.last_date} but on {last}")
        else:
            after = Days.of(Period(next_after(last))) - known.gap_days(heir, "AMOUNTS")
            taken = known.fee_days[heir]
            if not after or not taken or not _covers_first(taken, after):
                yield row.problem(f"{successor.successor} is not in the tariff when {successor.fee_code} has ended")


def _covers_first(taken: Days, after: Days) -> bool:
    first = after.runs[0][0]
    return any(start <= first <= end for start, end in taken.runs)
