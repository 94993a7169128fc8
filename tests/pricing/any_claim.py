"""Claims of every kind, drawn at random: sensible ones, and any that the service would read."""

import os
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from registry.records import Organisation, Performer
from registry.tariffs.reader import read_tariffs
from registry.tariffs.records import Discipline
from service.pricing.claim import (
    Booking,
    Cancellation,
    Charge,
    Circumstances,
    Claim,
    EarlierUse,
    Examination,
    FeeUse,
    Line,
    Patient,
    Treatment,
    age_on,
)
from service.pricing.decision import Decision
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition
from tests.pricing.any_register import DEMO, snapshot_of

TARIFFS = read_tariffs()
LR = (Discipline.RADIOLOGY, Discipline.LABORATORY)
REGIONS = ("991324968", "983658725", "883658752")
GROUNDS = (
    "CHILD",
    "OCCUPATIONAL_INJURY",
    "WAR_INJURY",
    "CONSCRIPT",
    "PREGNANCY_BIRTH",
    "PRISONER",
    "CONDITION_PREVENTS_COLLECTION",
    "PSYCHOTHERAPY_CHILD",
    "COMMUNICABLE_DISEASE",
    "HIV_INFECTION",
)
EQUIPMENT = ("COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT")
TREATMENTS = (
    *("EXAMINATION", "INDIVIDUAL", "PHYSIOTHERAPY", "MANUAL_THERAPY", "PSYCHOMOTOR"),
    *("CLINICAL_MASTER", "GROUP", "GROUP", "SELF_TRAINING"),
)
FORBIDDEN = ("BOOKING_SYSTEM", "TEXT_MESSAGE", "CARD_PAYMENT")


def codes_of(discipline: Discipline) -> list[str]:
    """Every code that a discipline ever had."""
    return sorted({code for run in TARIFFS.runs(discipline) for code in TARIFFS.day(discipline, run).fees})


SELDOM = st.sampled_from([False] * 7 + [True])
SOMETIMES = st.sampled_from([False, False, False, True])


def maybe(told: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A fact, or that it is not told."""
    return st.none() | told


PHYSIOTHERAPY_CODES = codes_of(Discipline.PHYSIOTHERAPY)
COMMON = (
    *("A1a", "A1d", "A3a", "A3b", "A8a", "A8b", "A1i", "D40", "F1", "F21", "C20a", "C20b", "C22b"),
    *("A3at", "A3bt", "A1at", "A2a", "A1c", "G", "A10", "E50a", "E50k", "H2a"),
)
"""Codes that many rules are about; drawn more often than the others."""

BUNDLES = {
    Discipline.PHYSIOTHERAPY: (
        *("A1a", "A1a A1i", "A1a*2", "A1d", "A3a", "A3a A3b*2", "A3a A3b*9", "A3a F1", "A3a D40", "A3a G", "A2a"),
        *("A8a", "A8a A8b*3", "A9a A9b", "A7a A7b*2", "A10", "C22b", "C20b", "E50a", "A1at", "A3at A3bt*2", "A1a A3a"),
    ),
    Discipline.RADIOLOGY: ("899a", "899a 870", "870*2"),
    Discipline.LABORATORY: ("701a", "701a 707a", "707b*2"),
}
"""Fee codes that are billed together; some of them wrongly."""

CATEGORIES = {
    discipline: sorted(
        {code for run in TARIFFS.runs(discipline) for code in TARIFFS.day(discipline, run).refund_categories}
    )
    for discipline in LR
}
FIRST_DAYS = {Discipline.PHYSIOTHERAPY: date(2017, 6, 1), **dict.fromkeys(LR, date(2017, 6, 1))}
BORDERS = {
    discipline: [day for day in TARIFFS.runs(discipline) if day >= FIRST_DAYS[discipline]] for discipline in Discipline
}
COUNTS = st.sampled_from([1, 1, 1, 2, 3]) | st.integers(1, 9)
SUMS = st.integers(0, 200_000)
TIMES = st.times(time(0, 0), time(23, 55)).map(lambda moment: moment.replace(minute=0, second=0, microsecond=0))

HPR_NUMBERS = sorted(
    {record.hpr_number for record in DEMO if isinstance(record, Performer) and record.hpr_number < "9100000"}
)
INSTITUTES = sorted({record.organisation_number for record in DEMO if isinstance(record, Organisation)})
IN_ORDER = {
    Discipline.PHYSIOTHERAPY: (
        *("9000001", "9000001", "9000009", "9000011", "9000012", "9000016"),
        *("9000008", "9000013", "9000014", "9000007"),
    ),
    Discipline.RADIOLOGY: ("310000027", "310000108"),
    Discipline.LABORATORY: ("310000078", "310000108"),
}
"""Providers who are covered, now or most of the time, or at one of their practices; drawn more often than the others."""

PRACTICES = maybe(st.sampled_from(["1000000011", "1000000071", "1000000072", "1000000091", "1999999999"]))


def days_of(discipline: Discipline) -> st.SearchStrategy[date]:
    """Days on record and a little beyond, the first days of tariffs more often."""
    return st.dates(FIRST_DAYS[discipline], date(2027, 12, 31)) | st.sampled_from(BORDERS[discipline])


def fee_uses(discipline: Discipline) -> st.SearchStrategy[FeeUse]:
    """Fee codes, most of them of the discipline."""
    if discipline is Discipline.PHYSIOTHERAPY:
        codes = st.sampled_from(COMMON) | st.sampled_from([*PHYSIOTHERAPY_CODES, "Z9", "899a"])
    else:
        codes = st.sampled_from([*codes_of(discipline), "A3a"])
    return st.builds(FeeUse, codes, COUNTS)


@st.composite
def treatments(draw: Callable[..., Any]) -> Treatment:
    """Treatments described plainly, groups with and without size and place."""
    kind = draw(st.sampled_from(TREATMENTS))
    minutes = draw(st.integers(1, 100) if draw(SOMETIMES) else st.sampled_from([20, 30, 40, 60, 90]))
    setting = draw(st.sampled_from(["CLINIC", "CLINIC", "CLINIC", "HOME", "VIDEO", "POOL"]))
    supplement = draw(st.sampled_from(["DIAGNOSTIC_ULTRASOUND", "SENIOR_OR_WHEELCHAIR"])) if draw(SELDOM) else None
    size = place = None
    if kind == "GROUP":
        minutes = draw(st.sampled_from([30, 60, 60, 90, minutes]))
        size = draw(st.sampled_from([None, 1, 2, 4, 8, 11]))
        place = draw(st.none() | st.integers(1, size or 12))
    return Treatment(kind, minutes, setting, (supplement,) if supplement else (), size, place)


def examinations(discipline: Discipline) -> st.SearchStrategy[Examination]:
    """Examinations with a modality, a category or both; samples of the other discipline too, now and then."""
    category = st.sampled_from([*CATEGORIES[discipline], "XX9"])
    modality = st.sampled_from(["XRAY", "CT", "MR", "ULTRASOUND", "NUCLEAR"])
    kind = st.sampled_from(["BLOOD", "RECEIVED"])
    examined = st.builds(Examination, modality, st.none(), maybe(category)) | st.builds(
        Examination, st.none(), st.none(), category
    )
    sampled = st.builds(Examination, st.none(), kind, maybe(category))
    return examined | (sampled if discipline is Discipline.LABORATORY else examined)


@st.composite
def charges(draw: Callable[..., Any], discipline: Discipline) -> Charge:
    """Charges outside the scheme, a missed appointment with what was booked and when it was cancelled."""
    kinds = ["CONSUMABLES", "DISPATCH", "NO_SHOW", "ADDITIONAL_TREATMENT", *EQUIPMENT, *FORBIDDEN]
    kind = draw(st.sampled_from(kinds))
    booked: tuple[FeeUse, ...] = ()
    cancelled = None
    if kind == "NO_SHOW":
        booked = draw(st.lists(fee_uses(discipline), max_size=2).map(tuple))
        hours = draw(maybe(st.integers(-5, 48)))
        if hours is not None:
            spread = draw(st.sampled_from([0, 23]))
            cancelled = Cancellation(timedelta(hours=hours), timedelta(hours=hours + spread))
    facts = [draw(maybe(st.booleans())) for _ in range(2)] if kind in EQUIPMENT else [None, None]
    return Charge(kind, draw(maybe(SUMS)), draw(maybe(SUMS)), *facts, booked, cancelled)


def contents(discipline: Discipline) -> st.SearchStrategy[Any]:
    """What a line may be about."""
    if discipline is Discipline.PHYSIOTHERAPY:
        return fee_uses(discipline) | fee_uses(discipline) | treatments() | charges(discipline)
    return fee_uses(discipline) | examinations(discipline) | examinations(discipline) | charges(discipline)


@st.composite
def patients(draw: Callable[..., Any], day: date) -> Patient:
    """Patients, by age or by birth date, of whom much or little is told."""
    known = draw(st.sampled_from(["nothing", "birth date", "age", "age", "adult", "adult"]))
    born = draw(st.dates(day - timedelta(days=36_000), day)) if known == "birth date" else None
    age = (
        age_on(born, day) if born else 40 if known == "adult" else draw(st.integers(0, 100)) if known == "age" else None
    )
    return Patient(
        birth_date=born,
        age=age,
        card=draw(st.sampled_from([None, True, False, False])),
        user_fees_paid_ore=draw(maybe(st.integers(0, 400_000))),
        member=draw(st.sampled_from([None, True, True, True, True, False])),
        municipality_code=draw(st.sampled_from([None, None, "0301", "4601", "9999"])),
        health_region=draw(st.sampled_from([None, None, *REGIONS])),
        wheelchair_user=draw(st.sampled_from([None, True, False])),
    )


@st.composite
def requisitions(draw: Callable[..., Any], discipline: Discipline, day: date) -> Requisition | None:
    """Requisitions, told in full, in part or not at all."""
    if draw(SELDOM):
        return draw(st.sampled_from([None, Requisition(none=True), Requisition()]))
    if not draw(SOMETIMES):
        return Requisition(False, "DOCTOR", None, day)
    by = ["DOCTOR", "DOCTOR", "MANUAL_THERAPIST", "CHIROPRACTOR", "MIDWIFE"]
    profession = draw(st.sampled_from(by if discipline in LR else by[:3]))
    number = draw(st.sampled_from([None, "9000009", "9000010", "1"])) if profession == "MANUAL_THERAPIST" else None
    written = draw(st.sampled_from([None, 0, 1, 30, 200, -1]))
    return Requisition(False, profession, number, None if written is None else day - timedelta(days=written))


@st.composite
def circumstances(draw: Callable[..., Any], discipline: Discipline, day: date) -> Circumstances:
    """What is told of other bills; most often nothing."""
    if not draw(SOMETIMES):
        return Circumstances()
    since = st.integers(0, 400).map(lambda days: day - timedelta(days=days))
    codes = fee_uses(discipline).map(lambda use: use.fee_code)
    earlier = draw(st.lists(st.builds(EarlierUse, codes, st.integers(0, 5), maybe(since)), max_size=2).map(tuple))
    booking = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Booking(*pair))
    bookings = maybe(st.lists(booking, max_size=2).map(tuple))
    return Circumstances(
        earlier=earlier,
        none_earlier=not earlier and draw(st.booleans()),
        bookings=draw(bookings),
        holder_bookings=draw(bookings),
        same_day=draw(maybe(st.lists(fee_uses(discipline), max_size=2).map(tuple))),
    )


def bundle(text: str) -> list[FeeUse]:
    """The codes of a text such as `A3a A3b*2`."""
    parts = (word.partition("*") for word in text.split())
    return [FeeUse(code, int(count or 1)) for code, _, count in parts]


@st.composite
def providers(draw: Callable[..., Any], discipline: Discipline) -> ProviderAtPractice:
    """Who treats, and sometimes where."""
    physiotherapy = discipline is Discipline.PHYSIOTHERAPY
    anybody = (*HPR_NUMBERS, "1") if physiotherapy else (*INSTITUTES, "999999999")
    number = draw(st.sampled_from(anybody if draw(SOMETIMES) else IN_ORDER[discipline]))
    if not physiotherapy:
        return ProviderAtPractice(organisation_number=number)
    return ProviderAtPractice(hpr_number=number, practice_id=draw(PRACTICES) if draw(SELDOM) else None)


@st.composite
def claims_of(draw: Callable[..., Any], discipline: Discipline, *, abroad: bool = True) -> Claim:
    """Claims of a discipline; some of another country, where there may be such."""
    day = draw(days_of(discipline))
    found: list[Any] = bundle(draw(st.sampled_from(BUNDLES[discipline]))) if draw(st.booleans()) else []
    found += draw(st.lists(contents(discipline), min_size=0 if found else 1, max_size=2 if found else 4))
    asked = [draw(SUMS) for _ in found] if draw(SOMETIMES) else [None] * len(found)
    country = draw(st.sampled_from(["NO"] * 9 + ["SE", "US"])) if abroad else "NO"
    return Claim(
        discipline=discipline,
        treatment_date=day,
        lines=tuple(
            Line(place, content, price) for place, (content, price) in enumerate(zip(found, asked, strict=True), 1)
        ),
        performer=draw(providers(discipline)) if country == "NO" else None,
        country_code=country,
        patient=draw(patients(day)),
        grounds=draw(st.sampled_from([(), (), (), *((ground,) for ground in GROUNDS)])),
        requisition=draw(requisitions(discipline, day)),
        start_time=draw(st.none() | TIMES),
        circumstances=draw(circumstances(discipline, day)),
    )


PHYSIOTHERAPY_CLAIMS = claims_of(Discipline.PHYSIOTHERAPY)
CLAIMS = PHYSIOTHERAPY_CLAIMS | claims_of(Discipline.RADIOLOGY) | claims_of(Discipline.LABORATORY)
CLAIMS_AT_HOME = (
    claims_of(Discipline.PHYSIOTHERAPY, abroad=False)
    | claims_of(Discipline.RADIOLOGY, abroad=False)
    | claims_of(Discipline.LABORATORY, abroad=False)
)

REGISTER = snapshot_of(DEMO)
LAWS = settings(max_examples=int(os.environ.get("AVTALT_EXAMPLES", "150")), deadline=None)
"""How many claims each law is tried on."""


def price(claim: Claim, trace: Trace = SILENT) -> Decision:
    """The answer by the demo register."""
    return price_claim(claim, REGISTER, TARIFFS, trace=trace)
