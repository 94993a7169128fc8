"""The claims that are measured."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from avtalt.v1.claim_pb2 import (
    BilledFee,
    Claim,
    ClaimLine,
    ClaimPerformer,
    Examination,
    Patient,
    Requisition,
    Treatment,
)
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, PriceClaimRequest

TREATMENT_DAY = "2026-09-15"
FIRST_DAY, DAYS = date(2026, 1, 1), 365
REPETITIONS = 7
PERFORMERS = ("9000001", "9000009", "9000002", "9000008")


def three_lines() -> PriceClaimRequest:
    """An ordinary claim of three lines, with all that the front desk knows of the patient."""
    codes = (("A3a", 1), ("A3b", 2), ("F1", 1))
    return PriceClaimRequest(
        claim=Claim(
            claim_id="bench-1",
            discipline="DISCIPLINE_PHYSIOTHERAPY",  # type: ignore[arg-type]
            performer=ClaimPerformer(hpr_number="9000001", practice_id="1000000011"),
            treatment_date=TREATMENT_DAY,
            patient=Patient(
                age_years=40,
                exemption_card="EXEMPTION_CARD_NOT_HELD",  # type: ignore[arg-type]
                user_fees_paid_ore=0,
            ),
            lines=[ClaimLine(fee=BilledFee(fee_code=code, count=count)) for code, count in codes],
        )
    )


def diary(bookings: int) -> BatchPriceClaimsRequest:
    """A diary of three-line claims, each for another patient at another time."""
    request = BatchPriceClaimsRequest()
    for number in range(bookings):
        claim = request.claims.add()
        claim.CopyFrom(three_lines().claim)
        claim.claim_id = f"bench-{number}"
        claim.start_time = f"{8 + number // 4 % 8:02}:{number % 4 * 15:02}"
        claim.patient.age_years = 20 + number % 60
        claim.patient.user_fees_paid_ore = number % 300 * 1000
    return request


def kinds() -> dict[str, tuple[Claim, bool]]:
    """A claim of each kind by name, and whether its derivation is asked for too."""
    three = three_lines().claim
    treatment = _changed(three, lines=[ClaimLine(treatment=Treatment(kind="TREATMENT_KIND_PHYSIOTHERAPY", minutes=40))])  # type: ignore[arg-type]
    uncovered = _changed(three, performer=ClaimPerformer(hpr_number="9000002"))
    scan = ClaimLine(examination=Examination(modality="MODALITY_MR"))  # type: ignore[arg-type]
    radiology = _changed(
        three,
        discipline="DISCIPLINE_RADIOLOGY",
        performer=ClaimPerformer(organisation_number="310000027"),
        lines=[scan],
        requisition=Requisition(profession="REQUISITIONER_PROFESSION_DOCTOR"),  # type: ignore[arg-type]
    )
    return {
        "three fee codes": (three, False),
        "three fee codes, explained": (three, True),
        "a plainly described treatment": (treatment, False),
        "not covered": (uncovered, False),
        "an MR examination": (radiology, False),
    }


def strangers(bookings: int) -> BatchPriceClaimsRequest:
    """A diary of claims of which no two have the same performer, day and repetitions, up to ten thousand."""
    request = diary(bookings)
    for number, claim in enumerate(request.claims):
        claim.treatment_date = (FIRST_DAY + timedelta(days=number % DAYS)).isoformat()
        claim.lines[1].fee.count = 1 + number // DAYS % REPETITIONS
        claim.performer.practice_id = ""
        claim.performer.hpr_number = PERFORMERS[number // (DAYS * REPETITIONS) % len(PERFORMERS)]
    return request


def patients(count: int) -> Iterator[PriceClaimRequest]:
    """Ordinary claims of three lines, each for another patient at another time."""
    return (PriceClaimRequest(claim=claim) for claim in diary(count).claims)


def _changed(claim: Claim, **fields: Any) -> Claim:
    kept = {field.name: value for field, value in claim.ListFields() if field.name not in fields}
    return Claim(**kept, **fields)
