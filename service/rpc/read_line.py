"""One line of a claim read, by its kind."""

from datetime import date, time

from avtalt.v1 import claim_pb2
from service.errors import ErrorReason, ServiceError
from service.pricing.claim import Charge, Examination, FeeUse, Line, Treatment
from service.rpc.cancellation import read_cancellation
from service.rpc.enums import (
    CHARGE_KINDS,
    MODALITIES,
    SAMPLE_KINDS,
    TREATMENT_KINDS,
    TREATMENT_SETTINGS,
    TREATMENT_SUPPLEMENTS,
)
from service.rpc.fields import read_choice, read_fee_code, read_known, read_number, read_refund_category

MOST_COUNT = 1000
MOST_ORE = 100_000_000
MOST_MINUTES = 1440
MOST_IN_GROUP = 100
CLINIC = "CLINIC"


def read_line(line: claim_pb2.ClaimLine, place: int, day: date, start: time | None) -> Line:
    """
    A line; its number is counted from 1, its path from 0.

    The day and the start of the appointment tell how early it was cancelled.
    """
    path = f"claim.lines[{place}]"
    kind = line.WhichOneof("content")
    asked = None
    if line.HasField("asking_price_ore"):
        asked = read_number(f"{path}.asking_price_ore", line.asking_price_ore, 0, MOST_ORE)
    content: FeeUse | Treatment | Examination | Charge
    match kind:
        case "fee":
            content = read_billed_fee(f"{path}.fee", line.fee)
        case "treatment":
            content = _read_treatment(f"{path}.treatment", line.treatment)
        case "examination":
            content = _read_examination(f"{path}.examination", line.examination)
        case "sample":
            content = _read_sample(f"{path}.sample", line.sample)
        case "charge":
            content = _read_charge(f"{path}.charge", line.charge, day, start)
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{path}.fee")
    return Line(place + 1, content, asked)


def read_billed_fee(field: str, fee: claim_pb2.BilledFee) -> FeeUse:
    """A fee code and its count; an absent count is one."""
    count = fee.count if fee.HasField("count") else 1
    return FeeUse(read_fee_code(f"{field}.fee_code", fee.fee_code), read_number(f"{field}.count", count, 1, MOST_COUNT))


def _read_treatment(field: str, treatment: claim_pb2.Treatment) -> Treatment:
    kind = read_choice(f"{field}.kind", treatment.kind, TREATMENT_KINDS)
    setting = CLINIC
    if treatment.setting:
        setting = read_known(f"{field}.setting", treatment.setting, TREATMENT_SETTINGS)
    minutes = read_number(f"{field}.minutes", treatment.minutes, 1, MOST_MINUTES)
    supplements = tuple(
        read_known(f"{field}.supplements[{place}]", value, TREATMENT_SUPPLEMENTS)
        for place, value in enumerate(treatment.supplements)
    )
    size, place = _read_group(field, treatment)
    return Treatment(kind, minutes, setting, supplements, size, place)


def _read_group(field: str, treatment: claim_pb2.Treatment) -> tuple[int | None, int | None]:
    """How many take part, and which of them the patient is."""
    size = treatment.group_size if treatment.HasField("group_size") else None
    place = treatment.group_place if treatment.HasField("group_place") else None
    for name, number in (("group_size", size), ("group_place", place)):
        if number is not None:
            read_number(f"{field}.{name}", number, 1, MOST_IN_GROUP)
    if size is not None and place is not None and place > size:
        raise ServiceError(
            ErrorReason.FIELDS_DO_NOT_FIT, field=f"{field}.group_place", other_field=f"{field}.group_size"
        )
    return size, place


def _read_examination(field: str, examination: claim_pb2.Examination) -> Examination:
    category = read_refund_category(f"{field}.refund_category", examination.refund_category)
    if category and not examination.modality:
        return Examination(refund_category=category)
    return Examination(read_choice(f"{field}.modality", examination.modality, MODALITIES), refund_category=category)


def _read_sample(field: str, sample: claim_pb2.Sample) -> Examination:
    category = read_refund_category(f"{field}.refund_category", sample.refund_category)
    kind = read_choice(f"{field}.kind", sample.kind, SAMPLE_KINDS)
    return Examination(sample=kind, refund_category=category)


def _read_charge(field: str, charge: claim_pb2.Charge, day: date, start: time | None) -> Charge:
    return Charge(
        kind=read_choice(f"{field}.kind", charge.kind, CHARGE_KINDS),
        amount_ore=_read_ore(field, charge, "amount_ore"),
        cost_ore=_read_ore(field, charge, "cost_ore"),
        clinical_need_recorded=charge.clinical_need_recorded if charge.HasField("clinical_need_recorded") else None,
        patient_free_to_choose=charge.patient_free_to_choose if charge.HasField("patient_free_to_choose") else None,
        booked=tuple(
            read_billed_fee(f"{field}.booked_lines[{place}]", fee) for place, fee in enumerate(charge.booked_lines)
        ),
        cancelled=read_cancellation(f"{field}.cancelled_at", charge.cancelled_at, day, start)
        if charge.HasField("cancelled_at")
        else None,
    )


def _read_ore(field: str, charge: claim_pb2.Charge, name: str) -> int | None:
    if not charge.HasField(name):  # type: ignore[arg-type]
        return None
    return read_number(f"{field}.{name}", getattr(charge, name), 0, MOST_ORE)
