"""Does each plainly described treatment become codes that are there, last as long, and may stand together?"""

from collections.abc import Iterator

from registry.tariffs import files
from registry.tariffs.checks.descriptions import check_borders
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, TreatmentRow

CHILD, SELF_TRAINING = "CHILD", "SELF_TRAINING"


def check_treatments(known: Known) -> Iterator[Problem]:
    """A treatment's codes are in the tariff on all of its days, and each finds the companion it needs."""
    for row in known.tables.of(files.TREATMENTS):
        treatment: TreatmentRow = row.record
        codes = codes_of(treatment)
        lacking = list(_check_codes(known, row, codes))
        yield from lacking
        if lacking:
            continue
        yield from check_borders(row, [fee for code in codes for fee in known.fees[Discipline.PHYSIOTHERAPY, code]])
        yield from _check_method(known, row, codes)
        if treatment.kind != SELF_TRAINING:
            yield from _check_minutes(known, row, treatment.base_code, treatment.base_minutes)
        elif treatment.base_minutes is not None:
            yield row.problem("self-training is not counted in minutes")
        if treatment.extra_code:
            yield from _check_minutes(known, row, treatment.extra_code, treatment.extra_minutes)
        elif treatment.extra_minutes is not None or treatment.also_extra_codes:
            yield row.problem("there is no extra_code that the rest of the row could be about")
        yield from _check_companions(known, row, codes)


def codes_of(treatment: TreatmentRow) -> list[str]:
    """All codes that a treatment may become, in order."""
    named = {treatment.base_code, *treatment.also_extra_codes, *treatment.always_codes}
    return sorted(named | ({treatment.extra_code} if treatment.extra_code else set()))


def _check_codes(known: Known, row: Placed, codes: list[str]) -> Iterator[Problem]:
    days = Days.of(row.record.period)
    for code in codes:
        key = (Discipline.PHYSIOTHERAPY, code)
        if key not in known.fees:
            yield row.problem(f"{code} is in no physiotherapy tariff")
            continue
        lacking = days - known.fee_days.get(key, NO_DAYS) - known.gap_days(key, "AMOUNTS")
        if lacking:
            yield row.problem(f"{code} is not in the tariff: {lacking}")


def _check_method(known: Known, row: Placed, codes: list[str]) -> Iterator[Problem]:
    """The performer's method opens one of the codes, or the patient's age does."""
    treatment: TreatmentRow = row.record
    rows = [fee.record for code in codes for fee in known.fees[Discipline.PHYSIOTHERAPY, code]]
    fees = [fee for fee in rows if fee.period.meets(treatment.period)]
    if treatment.method == CHILD:
        opened = any(str(fee.patient_rule or "").startswith(CHILD) for fee in fees)
    else:
        opened = any(treatment.method in fee.opened_by for fee in fees)
    if not opened:
        yield row.problem(f"the method {treatment.method} opens none of the codes")


def _check_minutes(known: Known, row: Placed, code: str, minutes: int | None) -> Iterator[Problem]:
    """The minutes of a row are those of its code; both are blamed."""
    for other in known.fees[Discipline.PHYSIOTHERAPY, code]:
        fee = other.record
        if fee.period.meets(row.record.period) and fee.minutes != minutes:
            yield row.problem(f"{code} has {fee.minutes or 'no'} minutes in line {other.line} of {other.file}")
            yield other.problem(f"{code} has other minutes than in line {row.line} of {row.file}")


def _check_companions(known: Known, row: Placed, codes: list[str]) -> Iterator[Problem]:
    for code in codes:
        for other in known.rules.get((Discipline.PHYSIOTHERAPY, code), ()):
            rule = other.record
            if rule.period.meets(row.record.period) and rule.companions and not rule.companions & set(codes):
                yield row.problem(f"{code} has none of the companions that line {other.line} of {other.file} asks for")
                yield other.problem(f"line {row.line} of {row.file} has {code} without any of these companions")
