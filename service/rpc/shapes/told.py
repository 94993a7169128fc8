"""
What a claim of the contract tells, in two parts: the shape, and what may lie anywhere in a span.

Of the shape nothing is kept but a seal, which says whether two are the same and nothing
else, and of the rest nothing but the spans: answers are kept, claims are not. An answer
may repeat what is of the bill, such as counts, amounts and other bookings.
"""

import secrets
from datetime import date
from hashlib import blake2b

from avtalt.v1 import claim_pb2
from registry.structs import struct
from service.pricing.claim import age_on
from service.rpc.fields import read_claim_id, read_day, read_time

PRESENT = "*"
SEAL_BYTES = 16
_SECRET = secrets.token_bytes(blake2b.MAX_KEY_SIZE)
"""Of this process alone, so that no seal can be found by trying what might be under it."""


@struct(frozen=True, slots=True)
class Told:
    """
    A claim taken apart.

    `shape` seals the claim without the name it is called by, without fields that
    are not known, and with no more of age, birth date, paid user fees and start than
    that they are told. The first three are the `values`, in this order, absent when not
    told; what is answered because of one start stands for no other claim.
    """

    shape: bytes
    claim_id: str
    values: tuple[int | None, date | None, int | None]


def seal(data: bytes) -> bytes:
    """What stands for some bytes; other bytes have another seal."""
    return blake2b(data, digest_size=SEAL_BYTES, key=_SECRET).digest()


def take_apart(data: bytes) -> Told:
    """
    A claim taken apart, which is given as it is serialized.

    Raises `ServiceError` when a part that is not of its shape cannot be read.
    """
    shape = claim_pb2.Claim.FromString(data)
    shape.DiscardUnknownFields()
    claim_id, start = shape.claim_id, shape.start_time
    if claim_id:
        read_claim_id("claim.claim_id", claim_id)
        shape.claim_id = ""
    if start:
        read_time("claim.start_time", start)
        shape.start_time = PRESENT
    age = born = paid = None
    if shape.HasField("patient"):
        patient = shape.patient
        if patient.HasField("age_years"):
            age, patient.age_years = patient.age_years, 0
        elif patient.HasField("birth_date"):
            born = read_day("claim.patient.birth_date", patient.birth_date, private=True)
            age, patient.birth_date = age_on(born, read_day("claim.treatment_date", shape.treatment_date)), PRESENT
        if patient.HasField("user_fees_paid_ore"):
            paid, patient.user_fees_paid_ore = patient.user_fees_paid_ore, 0
    return Told(seal(shape.SerializeToString(deterministic=True)), claim_id, (age, born, paid))
