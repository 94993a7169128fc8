"""
Claims in one line of text, so that a table of examples can be read without knowing protobuf.

performer    9000001, or 9000007@1000000071 with a practice; a country code for treatment abroad
patient      age=40 born=1980-05-17 card=yes|no paid=3000 member=yes|no municipality=0301 region=983658725 wheelchair
start        10:00, when the treatment starts; empty when not told
grounds      OCCUPATIONAL_INJURY CONSCRIPT
requisition  none, doctor, manual_therapist:9000009, doctor@2026-09-01; empty when not told
earlier      A1a*3, A1a*3@2026-05-01 with the day of the last use, A1a*0; none when no code was used before
bookings     10:00-10:30, other bookings of the performer; none when there is none; `holder` the same of a locum's holder
same day     A1a A10, codes on other bills; none when there is no other bill
lines        A3a, A3b*2, treatment(individual 40 home), treatment(group 60 clinic size=8 place=6),
             examination(ct), sample(blood),
             examination(ct CT2), examination(- CT2) or sample(blood MB1) with a refund category,
             charge(insoles 500 cost=400 need=yes free=no); each with /500 for an asking price of 500 kroner;
             charge(no_show 500 booked=A3a+A3b*2 cancelled=2026-09-14T10:00), a time in Norway
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from avtalt.v1 import claim_pb2
from avtalt.v1.basis_pb2 import TariffAuthority
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from avtalt.v1.discipline_pb2 import Discipline

ORE = 100
NORWAY = ZoneInfo("Europe/Oslo")
LINE = re.compile(r"(?P<word>\w+)(\((?P<arguments>[^)]*)\))?(\*(?P<count>\d+))?(/(?P<asked>[\d.]+))?")
NOT_TOLD = "-"
YES = {"yes": True, "no": False}


def request(row: dict[str, str]) -> PriceClaimRequest:
    """The request that a row of a table describes."""
    claim = claim_pb2.Claim(
        discipline=Discipline.Value(f"DISCIPLINE_{row.get('discipline') or 'PHYSIOTHERAPY'}"),
        treatment_date=row["date"],
        start_time=row.get("start", ""),
        exemption_grounds=[f"EXEMPTION_GROUND_{name}" for name in row.get("grounds", "").split()],  # type: ignore[list-item]
        lines=[line(text.strip()) for text in split(row["lines"])],
    )
    add_performer(claim, row["performer"])
    add_patient(claim, row.get("patient", ""))
    add_requisition(claim, row.get("requisition", ""))
    add_circumstances(claim, row)
    made = PriceClaimRequest(claim=claim, language_code="en")
    if row.get("authority"):
        made.tariff_authority = TariffAuthority.Value(f"TARIFF_AUTHORITY_{row['authority']}")
    return made


def kroner(text: str) -> int | None:
    """An amount in øre; a dash is an amount that is not known."""
    return None if text == "-" else round(float(text) * ORE)


def split(text: str) -> list[str]:
    """The lines of a claim, at the commas outside brackets."""
    return re.split(r",\s*(?![^()]*\))", text)


def add_performer(claim: claim_pb2.Claim, text: str) -> None:
    """Who treats, and where."""
    number, _, practice = text.partition("@")
    if number.isalpha():
        claim.country_code = number
    elif len(number) == len("310000027"):
        claim.performer.organisation_number = number
    else:
        claim.performer.hpr_number = number
    if practice:
        claim.performer.practice_id = practice


def add_patient(claim: claim_pb2.Claim, text: str) -> None:
    """What is told of the patient; nothing of what is not."""
    for token in text.split():
        key, _, value = token.partition("=")
        patient = claim.patient
        match key:
            case "age":
                patient.age_years = int(value)
            case "born":
                patient.birth_date = value
            case "card":
                patient.exemption_card = "EXEMPTION_CARD_HELD" if YES[value] else "EXEMPTION_CARD_NOT_HELD"  # type: ignore[assignment]
            case "paid":
                patient.user_fees_paid_ore = int(value) * ORE
            case "member":
                name = "YES" if YES[value] else "NO"
                patient.national_insurance_member = f"NATIONAL_INSURANCE_MEMBER_{name}"  # type: ignore[assignment]
            case "municipality":
                patient.municipality_code = value
            case "region":
                patient.health_region = value
            case "wheelchair":
                patient.wheelchair_user = True
            case _:
                raise ValueError(f"unknown word about the patient: {token}")


def add_requisition(claim: claim_pb2.Claim, text: str) -> None:
    """Who asked for the examination."""
    if not text:
        return
    told, _, day = text.partition("@")
    profession, _, number = told.partition(":")
    if profession == "none":
        claim.requisition.none = True
        return
    claim.requisition.profession = f"REQUISITIONER_PROFESSION_{profession.upper()}"  # type: ignore[assignment]
    claim.requisition.hpr_number = number
    claim.requisition.date = day


def add_circumstances(claim: claim_pb2.Claim, row: dict[str, str]) -> None:
    """What is told of other bills; nothing of what is not."""
    told = claim.circumstances
    for column, name in (
        ("earlier", "no_earlier_uses"),
        ("bookings", "no_other_bookings"),
        ("holder", "no_holder_bookings"),
        ("same day", "no_same_day_lines"),
    ):
        if row.get(column) == "none":
            setattr(told, name, True)
    for token in words_of(row, "earlier"):
        use, _, day = token.partition("@")
        code, _, count = use.partition("*")
        earlier = told.earlier_uses.add(fee_code=code, last_date=day)
        if count:
            earlier.count = int(count)
    for column, bookings in (("bookings", told.other_bookings), ("holder", told.holder_bookings)):
        for token in words_of(row, column):
            start, _, end = token.partition("-")
            bookings.add(start_time=start, end_time=end)
    for token in words_of(row, "same day"):
        told.same_day_lines.add(fee_code=token)


def words_of(row: dict[str, str], column: str) -> list[str]:
    """The words of a column that says something; none for the word none."""
    text = row.get(column, "")
    return [] if text == "none" else text.split()


def line(text: str) -> claim_pb2.ClaimLine:
    """One line of a claim."""
    found = LINE.fullmatch(text)
    if not found:
        raise ValueError(f"not a line: {text}")
    arguments = (found["arguments"] or "").split()
    made = claim_pb2.ClaimLine()
    if found["asked"]:
        made.asking_price_ore = round(float(found["asked"]) * ORE)
    match found["word"]:
        case "treatment":
            kind, minutes, *rest = arguments
            made.treatment.kind = f"TREATMENT_KIND_{kind.upper()}"  # type: ignore[assignment]
            made.treatment.minutes = int(minutes)
            if rest:
                made.treatment.setting = f"TREATMENT_SETTING_{rest[0].upper()}"  # type: ignore[assignment]
            add_to_treatment(made.treatment, rest[1:])
        case "examination":
            modality, *category = arguments
            if modality != NOT_TOLD:
                made.examination.modality = f"MODALITY_{modality.upper()}"  # type: ignore[assignment]
            made.examination.refund_category = " ".join(category)
        case "sample":
            kind, *category = arguments
            made.sample.kind = f"SAMPLE_KIND_{kind.upper()}"  # type: ignore[assignment]
            made.sample.refund_category = " ".join(category)
        case "charge":
            add_charge(made.charge, arguments)
        case code:
            made.fee.fee_code = code
            if found["count"]:
                made.fee.count = int(found["count"])
    return made


def add_to_treatment(treatment: claim_pb2.Treatment, told: list[str]) -> None:
    """Supplements, and the size of a group and the patient's place in it."""
    for word in told:
        key, _, value = word.partition("=")
        match key:
            case "size":
                treatment.group_size = int(value)
            case "place":
                treatment.group_place = int(value)
            case supplement:
                treatment.supplements.append(f"TREATMENT_SUPPLEMENT_{supplement.upper()}")  # type: ignore[arg-type]


def add_charge(charge: claim_pb2.Charge, arguments: list[str]) -> None:
    """A charge outside the scheme."""
    charge.kind = f"CHARGE_KIND_{arguments[0].upper()}"  # type: ignore[assignment]
    charge.amount_ore = int(arguments[1]) * ORE
    for argument in arguments[2:]:
        key, _, value = argument.partition("=")
        match key:
            case "cost":
                charge.cost_ore = int(value) * ORE
            case "need":
                charge.clinical_need_recorded = YES[value]
            case "free":
                charge.patient_free_to_choose = YES[value]
            case "booked":
                charge.booked_lines.extend(line(text).fee for text in value.split("+"))
            case "cancelled":
                moment = datetime.fromisoformat(value)
                charge.cancelled_at.FromDatetime(moment if moment.tzinfo else moment.replace(tzinfo=NORWAY))
            case _:
                raise ValueError(f"unknown word about a charge: {argument}")
