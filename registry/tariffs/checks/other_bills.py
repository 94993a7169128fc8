"""Are the codes that share a limit, or exclude each other all day, in the tariff on those days?"""

from collections.abc import Iterable, Iterator

from registry.period import Period
from registry.tariffs import files, vocabulary
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.other_bills import SameDayRule, SharedLimit
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, Fee, TreatmentRow

PHYSIOTHERAPY = Discipline.PHYSIOTHERAPY


def check_other_bills(known: Known) -> Iterator[Problem]:
    """Codes are there when their row starts, cite an act on record, and a shared limit is one that says so."""
    for row in (*known.tables.of(files.SHARED_LIMITS), *known.tables.of(files.SAME_DAY)):
        record = row.record
        yield from check_act(known, row)
        yield from check_codes(known, row, sorted(record.codes | getattr(record, "others", frozenset())))
    yield from _check_kinds(known)
    yield from _check_shared(known)
    yield from _check_twice(known)


def check_act(known: Known, row: Placed) -> Iterator[Problem]:
    """The act is on record, is about physiotherapy, and is in force when the row starts."""
    act = known.acts.get(row.record.act_id)
    first = row.record.period.first_date
    if act is None:
        yield row.problem(f"{row.record.act_id} is not in acts.csv")
    elif PHYSIOTHERAPY not in act.disciplines:
        yield row.problem(f"{act.act_id} is not about physiotherapy")
    elif first is None or first != act.first_date:
        yield row.problem(f"the row starts on {first}, and {act.act_id} on {act.first_date}")


def check_codes(known: Known, row: Placed, codes: Iterable[str]) -> Iterator[Problem]:
    """Each code is in the tariff on the first day of the row; it may end before the row does."""
    first = row.record.period.first_date
    for code in codes:
        fees = known.fees.get((PHYSIOTHERAPY, code), ())
        if first is None or not any(fee.record.period.covers(first) for fee in fees):
            yield row.problem(f"{code} is not in the tariff on {first}")


def _check_kinds(known: Known) -> Iterator[Problem]:
    """A rule about examinations and treatments names all codes that plainly described ones become."""
    for row in known.tables.of(files.SAME_DAY):
        rule: SameDayRule = row.record
        if rule.codes == rule.others:
            continue
        for kind, named in (("EXAMINATION", rule.codes), ("TREATMENT", rule.others)):
            lacking = _codes_of_kind(known, kind, rule.period) - named
            if lacking:
                yield row.problem(f"{' '.join(sorted(lacking))} is of the kind {kind} and is not named")


def _codes_of_kind(known: Known, kind: str, period: Period) -> set[str]:
    rows: list[TreatmentRow] = [row.record for row in known.tables.of(files.TREATMENTS)]
    found: set[str] = set()
    for treatment in rows:
        if treatment.kind == kind and treatment.period.meets(period):
            found |= {treatment.base_code, *treatment.also_extra_codes}
            found |= {treatment.extra_code} if treatment.extra_code else set()
    return found


def _check_twice(known: Known) -> Iterator[Problem]:
    """No code shares its limit twice on a day."""
    rows = known.tables.of(files.SHARED_LIMITS)
    for row in rows:
        limit: SharedLimit = row.record
        for other in rows:
            if other is not row and limit.codes & other.record.codes and limit.period.meets(other.record.period):
                yield row.problem(f"line {other.line} shares the limit of {' '.join(sorted(limit.codes))} too")


def _check_shared(known: Known) -> Iterator[Problem]:
    """A code whose limit is shared is in a row of shared limits, and the other way round."""
    for row in known.tables.fees:
        fee: Fee = row.record
        naming = [each for each in known.tables.of(files.SHARED_LIMITS) if _names(each.record, fee)]
        shared, days = Days.of(*(limit.record.period for limit in naming)), Days.of(fee.period)
        wrong = days - shared if fee.frequency == vocabulary.WITH_VIDEO else days & shared
        if wrong:
            says = "shares its limit" if fee.frequency == vocabulary.WITH_VIDEO else "has a limit of its own"
            for blamed in (row, *naming):
                yield blamed.problem(f"{fee.fee_code} {says}, and {files.SHARED_LIMITS.name} says otherwise: {wrong}")


def _names(limit: SharedLimit, fee: Fee) -> bool:
    return fee.discipline is PHYSIOTHERAPY and fee.fee_code in limit.codes
