"""What a claim of the contract tells, in two parts: the shape, and what may lie anywhere in a span."""

from dataclasses import dataclass
from datetime import date

from avtalt.v1 import claim_pb2
from service.pricing.claim import age_on
from service.rpc.fields import read_claim_id, read_day, read_time

PRESENT = "*"


@dataclass(frozen=True, slots=True)
class Told:
    """
    A claim taken apart.

    `shape` is the claim as bytes, without the name it is called by, and with no
    more of age, birth date, paid user fees and start than that they are told. Those are
    absent when not told.
    """

    shape: bytes
    age: int | None
    birth_date: date | None
    user_fees_paid_ore: int | None
    start: str


def take_apart(message: claim_pb2.Claim) -> Told:
    """A claim taken apart; a `ServiceError` when a part that is not of its shape cannot be read."""
    shape = claim_pb2.Claim()
    shape.CopyFrom(message)
    if message.claim_id:
        read_claim_id("claim.claim_id", message.claim_id)
        shape.claim_id = ""
    start = message.start_time
    if start:
        read_time("claim.start_time", start)
        shape.start_time = PRESENT
    age = born = paid = None
    if message.HasField("patient"):
        told, patient = message.patient, shape.patient
        if told.HasField("age_years"):
            age, patient.age_years = told.age_years, 0
        elif told.HasField("birth_date"):
            born = read_day("claim.patient.birth_date", told.birth_date, private=True)
            age, patient.birth_date = age_on(born, read_day("claim.treatment_date", message.treatment_date)), PRESENT
        if told.HasField("user_fees_paid_ore"):
            paid, patient.user_fees_paid_ore = told.user_fees_paid_ore, 0
    return Told(shape.SerializeToString(deterministic=True), age, born, paid, start)
