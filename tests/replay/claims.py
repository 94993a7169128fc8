"""Random claims that a server can be asked about: every discipline, any day on record, with and without facts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from avtalt.v1.claim_pb2 import BilledFee, Claim, ClaimLine, ClaimPerformer, Patient
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from avtalt.v1.discipline_pb2 import Discipline as DisciplineNumber
from registry.records import Affiliation, Organisation, Performer, Record
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet

FIRST_DAY = date(2017, 7, 1)
LAST_DAY = date(2026, 12, 31)
MOST_LINES = 4
LANGUAGES = ("", "nb", "nn", "en")


def random_claims(random: Random, records: Sequence[Record], tariffs: TariffSet) -> Iterator[PriceClaimRequest]:
    """Claims without end, by the providers among the records."""
    performers = [each.hpr_number for each in records if isinstance(each, Performer)]
    organisations = [each.organisation_number for each in records if isinstance(each, Organisation)]
    practices = {each.hpr_number: each.practice_id for each in records if isinstance(each, Affiliation)}
    while True:
        discipline = random.choice([Discipline.PHYSIOTHERAPY] * 4 + [Discipline.RADIOLOGY, Discipline.LABORATORY])
        day = FIRST_DAY + timedelta(days=random.randrange((LAST_DAY - FIRST_DAY).days + 1))
        if discipline is Discipline.PHYSIOTHERAPY:
            number = random.choice(performers)
            performer = ClaimPerformer(hpr_number=number)
            if random.random() < 0.5:
                performer.practice_id = practices.get(number, "")
        else:
            performer = ClaimPerformer(organisation_number=random.choice(organisations))
        yield PriceClaimRequest(
            claim=Claim(
                claim_id=f"replay-{random.randrange(10**6)}",
                discipline=DisciplineNumber.Value(f"DISCIPLINE_{discipline.value}"),
                performer=performer,
                treatment_date=day.isoformat(),
                patient=_patient(random),
                lines=_lines(random, sorted(tariffs.day(discipline, day).fees)),
            ),
            language_code=random.choice(LANGUAGES),
        )


def _patient(random: Random) -> Patient:
    patient = Patient(age_years=random.randrange(100), exemption_card=random.randrange(3))  # type: ignore[arg-type]
    if random.random() < 0.5:
        patient.user_fees_paid_ore = random.randrange(400_000)
    return patient


def _lines(random: Random, fee_codes: Sequence[str]) -> list[ClaimLine]:
    """Some lines by fee code; now and then a code that is in no tariff."""
    codes = fee_codes or ["A1a"]
    chosen = random.choices(codes, k=random.randint(1, MOST_LINES))
    return [ClaimLine(fee=BilledFee(fee_code=code, count=random.randint(1, 3))) for code in chosen]
