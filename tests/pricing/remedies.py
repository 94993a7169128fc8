"""Claims changed as a remedy says, and told what an assumption takes for granted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import time, timedelta
from itertools import islice
from typing import Any

from service.pricing.claim import Cancellation, Charge, Claim, FeeUse, Line
from service.verification.codes import AssumptionCode
from service.verification.findings import (
    AddFeeCode,
    Assumption,
    ChangeCount,
    EarliestDate,
    Reason,
    Remedy,
    RemoveLine,
    ReplaceFeeCode,
    SupplyFact,
)
from service.verification.requisitions import Requisition
from tests.pricing.any_claim import TARIFFS

LINE_FACT = re.compile(r"lines\[(\d+)\]\.\w+\.(\w+)")
CALLER = "CALLER"


def same(one: Reason, other: Reason, remedy: Remedy) -> bool:
    """Whether two reasons say the same of the same fee code; of the same line, while lines keep their places."""
    keys = ("fee_code", "other_fee_code", "agreement")
    alike = one.code == other.code and all(one.data.get(key) == other.data.get(key) for key in keys)
    return alike and (one.line_number == other.line_number or not isinstance(remedy, SupplyFact))


def apply(claim: Claim, reason: Reason, remedy: Remedy) -> Iterator[Claim]:
    """The claim after a change, once for each way to make it; none when the register must supply what is missing."""
    lines = list(claim.lines)
    match remedy:
        case ReplaceFeeCode(number, code):
            yield with_line(claim, number, fee_code=code)
        case ChangeCount(number, count):
            yield with_line(claim, number, count=count)
        case RemoveLine(number):
            yield from with_lines(claim, [line for line in lines if line.number != number])
        case AddFeeCode(code):
            yield from with_lines(claim, [*lines, Line(len(lines) + 1, FeeUse(code))])
        case EarliestDate(day):
            yield replace(claim, treatment_date=day)
        case SupplyFact(field, supplier, candidates) if supplier == CALLER:
            yield from supply(claim, reason, field, candidates)


def with_lines(claim: Claim, lines: list[Line]) -> Iterator[Claim]:
    """The claim with other lines, counted anew; none without any."""
    if lines:
        yield replace(claim, lines=tuple(replace(line, number=place) for place, line in enumerate(lines, 1)))


def with_line(claim: Claim, number: int, **facts: Any) -> Claim:
    """The claim with a line changed."""
    lines = tuple(
        replace(line, content=replace(line.content, **facts)) if line.number == number else line for line in claim.lines
    )
    return replace(claim, lines=lines)


def supply(claim: Claim, reason: Reason, field: str, candidates: tuple[str, ...]) -> Iterator[Claim]:
    """The claim told a missing fact: each of the candidates, or where none are named anything that fits."""
    if field == "performer.practice_id" and claim.performer:
        yield from (replace(claim, performer=replace(claim.performer, practice_id=each)) for each in candidates)
    elif field == "requisition":
        professions = reason.data["professions"].split(", ")
        told = (Requisition(profession=each, day=claim.treatment_date) for each in professions)
        yield from (replace(claim, requisition=each) for each in told)
    elif field == "patient.birth_date":
        for age in (8, 40, 90):
            born = claim.treatment_date - timedelta(days=366 * age)
            yield replace(claim, patient=replace(claim.patient, birth_date=born, age=age))
    elif found := LINE_FACT.fullmatch(field):
        yield from _tell_line(claim, int(found[1]) + 1, found[2], candidates)
    else:
        raise AssertionError(f"no claim has the field {field}")


def _tell_line(claim: Claim, number: int, name: str, candidates: tuple[str, ...]) -> Iterator[Claim]:
    content = claim.lines[number - 1].content
    assert name == "booked_lines" or name in {field.name for field in fields(content)}, name
    match name:
        case "group_place":
            size = getattr(content, "group_size", None)
            yield from (with_line(claim, number, group_place=place) for place in range(1, (size or 1) + 1))
        case "clinical_need_recorded" | "patient_free_to_choose":
            yield with_line(claim, number, **{name: True})
        case "refund_category" if not candidates:
            of_day = TARIFFS.day(claim.discipline, claim.treatment_date).refund_categories
            yield from (with_line(claim, number, refund_category=each) for each in islice(of_day, 5))
        case _:
            yield from (with_line(claim, number, **{name: each}) for each in candidates)


def tell(claim: Claim, assumption: Assumption) -> Claim | None:
    """The claim told that an assumption is right; none when no field of a claim says so."""
    confirm = CONFIRMED.get(assumption.code)
    return confirm(claim, assumption) if confirm else None


def _of_patient(**facts: Any) -> Callable[[Claim, Assumption], Claim]:
    return lambda claim, _: replace(claim, patient=replace(claim.patient, **facts))


def _of_other_bills(**facts: Any) -> Callable[[Claim, Assumption], Claim]:
    return lambda claim, _: replace(claim, circumstances=replace(claim.circumstances, **facts))


def _of_charge(**facts: Any) -> Callable[[Claim, Assumption], Claim]:
    return lambda claim, assumption: with_line(claim, assumption.line_number, **facts)


def _dated(claim: Claim, _: Assumption) -> Claim:
    told = claim.requisition
    return replace(claim, requisition=replace(told, day=claim.treatment_date)) if told else claim


def _at_the_first(claim: Claim, assumption: Assumption) -> Claim:
    practice = assumption.data["practices"].split(", ")[0]
    return replace(claim, performer=replace(claim.performer, practice_id=practice)) if claim.performer else claim


def _not_used(claim: Claim, _: Assumption) -> Claim:
    return replace(claim, circumstances=replace(claim.circumstances, earlier=(), none_earlier=True))


def _at_its_cost(claim: Claim, assumption: Assumption) -> Claim:
    line = claim.lines[assumption.line_number - 1]
    asked = line.content.amount_ore if isinstance(line.content, Charge) else None
    cost = asked if asked is not None else line.asking_price_ore
    return with_line(claim, line.number, cost_ore=cost or 0)


CONFIRMED: dict[AssumptionCode, Callable[[Claim, Assumption], Claim]] = {
    AssumptionCode.NO_EXEMPTION_CARD: _of_patient(card=False),
    AssumptionCode.NOT_A_CHILD: _of_patient(age=40),
    AssumptionCode.NATIONAL_INSURANCE_MEMBER: _of_patient(member=True),
    AssumptionCode.USER_FEES_PAID_UNKNOWN: _of_patient(user_fees_paid_ore=0),
    AssumptionCode.REQUISITION_NOT_DATED: _dated,
    AssumptionCode.PATIENT_OF_CONTRACTING_REGION: _of_patient(health_region="991324968"),
    AssumptionCode.PRACTICE_OF_SEVERAL: _at_the_first,
    AssumptionCode.FREQUENCY_NOT_CHECKED: _not_used,
    AssumptionCode.SAME_DAY_NOT_CHECKED: _of_other_bills(same_day=()),
    AssumptionCode.NO_OVERLAP: _of_other_bills(bookings=()),
    AssumptionCode.HOLDER_NOT_BILLING: _of_other_bills(holder_bookings=()),
    AssumptionCode.UNSOCIAL_HOURS_AS_STATED: lambda claim, _: replace(claim, start_time=time(20)),
    AssumptionCode.CHARGED_AT_COST: _at_its_cost,
    AssumptionCode.CLINICAL_NEED_RECORDED: _of_charge(clinical_need_recorded=True),
    AssumptionCode.PATIENT_FREE_TO_CHOOSE: _of_charge(patient_free_to_choose=True),
    AssumptionCode.NOT_CANCELLED_IN_TIME: _of_charge(cancelled=Cancellation(timedelta(), timedelta())),
    AssumptionCode.GROUP_OF_SEVERAL: _of_charge(group_size=2),
}
"""How the caller says that what is taken for granted is so."""
