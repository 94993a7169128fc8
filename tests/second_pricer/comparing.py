"""
The two pricers side by side; the only module here that knows the first one.

A claim of plain facts becomes a real claim and a real register, and both answers
become the same kind of dictionary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from registry.period import Period
from registry.records import (
    HELFO,
    NATIONAL_AREA,
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.tariffs.reader import read_tariffs
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
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
from service.pricing.money.figures import TariffAuthority
from service.pricing.price import price_claim
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition
from tests.second_pricer.abroad import price_abroad
from tests.second_pricer.claims import random_claims
from tests.second_pricer.people import ALWAYS, PROVIDERS
from tests.second_pricer.pricing import price
from tests.second_pricer.telling import tell

SOURCE = "made up for the second pricer"
COMPLETE, INCOMPLETE = "0301", "4601"
REGION = "991324968"
NUMBERS = {name: str(8000001 + place) for place, name in enumerate(PROVIDERS)}
"""An HPR number for each provider; of an institute it is the last part of the organisation number."""

KNOWN_REASONS = {
    "PROVIDER_NOT_IN_REGISTER", "AUTHORISATION_NOT_HELD", "PRACTICE_NOT_OF_PROVIDER",
    "AGREEMENT_NOT_HELD", "AGREEMENT_LAPSED", "AGREEMENT_STARTS_LATER", "AGREEMENT_UNKNOWN",
    "REQUISITION_MISSING", "REQUISITION_NOT_TOLD", "REQUISITION_WRONG_PROFESSION",
    "REQUISITION_RIGHT_NOT_HELD", "REQUISITION_AFTER_TREATMENT",
    "NOT_A_MEMBER", "EXEMPTION_GROUND_DOES_NOT_APPLY",
    "FEE_CODE_UNKNOWN", "FEE_CODE_ENDED", "FEE_CODE_STARTS_LATER", "FEE_CODE_OF_OTHER_DISCIPLINE",
    "LINE_OF_OTHER_DISCIPLINE", "TARIFF_NOT_ON_RECORD", "AMOUNT_NOT_ON_RECORD", "REFUND_NOT_KNOWN",
    "COMPETENCE_NOT_HELD", "COMPETENCE_STARTS_LATER", "COMPETENCE_LAPSED",
    "INTERN_CODE_REQUIRED", "CODE_NOT_FOR_INTERNS", "ONLY_FOR_INTERNS", "CODE_NOT_FOR_CANDIDATES",
    "PATIENT_AGE_NOT_TOLD", "PATIENT_NOT_A_CHILD", "PATIENT_NOT_SENIOR_OR_WHEELCHAIR",
    "TOO_MANY_REPETITIONS", "FREQUENCY_REACHED", "COMPANION_MISSING", "COMPANION_REFUSED", "COMBINATION_NOT_ALLOWED",
    "METHOD_NOT_TOLD", "TREATMENT_NOT_IN_TARIFF", "CHARGE_FORBIDDEN", "CHARGE_ABOVE_COST", "CHARGE_NEED_NOT_RECORDED", "CHARGE_CHOICE_NOT_FREE",
    "REFUND_CATEGORY_UNKNOWN", "REFUND_CATEGORY_NOT_ON_RECORD", "REFUND_CATEGORY_OF_OTHER_MODALITY",
    "SAME_DAY_NOT_ALLOWED", "TIME_OVERLAPS", "HOLDER_BILLS_SAME_TIME", "NOT_UNSOCIAL_HOURS",
    "GROUP_PLACE_NOT_TOLD", "GROUP_TOO_LARGE",
    "CHARGE_CANCELLED_IN_TIME", "BOOKED_CODE_NOT_IN_TARIFF",
    "CHARGE_ABOVE_MAXIMUM", "ASKING_PRICE_ABOVE_TARIFF", "FIGURES_DISPUTED",
}  # fmt: skip
"""The reasons whose rules the second pricer knows; others are not compared."""

KNOWN_ASSUMPTIONS = {
    "NO_EXEMPTION_CARD", "CARD_AS_STATED", "NOT_A_CHILD", "NATIONAL_INSURANCE_MEMBER", "GROUND_AS_STATED",
    "MUNICIPALITY_CHARGES_USER_FEE", "GROUP_OF_SEVERAL", "FREQUENCY_NOT_CHECKED", "SPECIAL_CASE",
    "SAME_DAY_NOT_CHECKED", "NO_OVERLAP", "HOLDER_NOT_BILLING", "UNSOCIAL_HOURS_AS_STATED",
    "SEVERE_CONDITION_AS_STATED",
}  # fmt: skip
"""The assumptions that the second pricer knows when they are made; others are not compared."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How many claims got equal answers, and the first that differed; empty when none did."""

    equal: int
    difference: str


def compare(count: int, seed: str, tariffs: TariffSet | None = None) -> Compared:
    """Price so many random claims twice, up to the first that differs; without tariffs by those that are shipped."""
    for number, claim in enumerate(random_claims(count, seed), 1):
        differing = differences(claim, tariffs or shipped())
        if differing:
            return Compared(number - 1, "\n".join((f"Claim {number} of seed {seed}", tell(claim), *differing)))
    return Compared(count, "")


@cache
def shipped() -> TariffSet:
    """The tariffs that are shipped."""
    return read_tariffs()


def differences(claim: dict[str, Any], tariffs: TariffSet) -> list[str]:
    """What the two pricers say differently about a claim, one sentence each; none when they agree."""
    mine = price(claim) if claim["country"] == "NO" else price_abroad(claim)
    theirs = first_answer(claim, tariffs)
    told = [part for part in theirs if part not in {"assumptions", "range"} or mine[part] is not None]
    return [f"{part}: first {theirs[part]}, second {mine[part]}" for part in told if mine[part] != theirs[part]]


def first_answer(claim: dict[str, Any], tariffs: TariffSet) -> dict[str, Any]:
    """What the first pricer answers, in the words of the second."""
    decision = price_claim(real_claim(claim), register(), tariffs, TariffAuthority[claim["authority"]])
    return plain(decision) if claim["country"] == "NO" else plain_abroad(decision)


def plain_abroad(decision: Decision) -> dict[str, Any]:
    """The same of a treatment abroad, where only the price and the estimate matter."""
    found = decision.abroad
    return {
        "outcome": decision.outcome.value,
        "prices": [line.payment.patient_pays_ore for line in decision.lines],
        "patient pays": decision.totals.payment.patient_pays_ore,
        "estimate": found and (
            found.highest_refund_ore, found.refund_ore, found.deducted_user_fee_ore, found.counts_ore,
            found.refunded_afterwards_ore,
        ),
    }  # fmt: skip


def plain(decision: Decision) -> dict[str, Any]:
    """A decision as the second pricer would tell it."""
    totals = decision.totals
    return {
        "outcome": decision.outcome.value,
        "lines": [
            (
                line.coverage.value,
                line.amounts.honorarium_ore, line.amounts.refund_ore, line.amounts.user_fee_ore,
                line.payment.patient_pays_ore, line.payment.helfo_pays_ore, line.payment.counts_ore,
            )
            for line in decision.lines
        ],
        "patient pays": totals.payment.patient_pays_ore,
        "Helfo pays": totals.payment.helfo_pays_ore,
        "counts": totals.payment.counts_ore,
        "payee": totals.payee.value,
        "afterwards": totals.refunded_afterwards_ore,
        "ceiling": totals.ceiling_ore,
        "reasons": {reason.code.value for reason in decision.reasons} & KNOWN_REASONS,
        "range": (totals.lowest_patient_pays_ore, totals.highest_patient_pays_ore),
        "assumptions": {assumption.code.value for assumption in decision.assumptions} & KNOWN_ASSUMPTIONS,
    }  # fmt: skip


def real_claim(claim: dict[str, Any]) -> Claim:
    """The claim as the first pricer takes it."""
    patient = claim["patient"]
    return Claim(
        discipline=Discipline[claim["discipline"]],
        treatment_date=date.fromisoformat(claim["day"]),
        lines=tuple(real_line(number, line) for number, line in enumerate(claim["lines"], 1)),
        performer=real_performer(claim) if claim["country"] == "NO" else None,
        country_code=claim["country"],
        patient=Patient(
            birth_date=day_of(patient["born"]),
            age=age_of(claim),
            card=patient["card"],
            user_fees_paid_ore=patient["paid"],
            member=patient["member"],
            wheelchair_user=patient["wheelchair"],
        ),
        grounds=tuple(claim["grounds"]),
        requisition=real_requisition(claim["requisition"]),
        start_time=time.fromisoformat(claim["start"]) if claim["start"] else None,
        circumstances=real_circumstances(claim),
    )


def real_circumstances(claim: dict[str, Any]) -> Circumstances:
    """Other bills, as told."""
    earlier = [EarlierUse(code, count, day_of(last)) for code, count, last in claim["earlier"] or []]
    codes = claim["same_day"]
    return Circumstances(
        earlier=tuple(earlier),
        none_earlier=claim["earlier"] == [],
        bookings=real_bookings(claim["bookings"]),
        holder_bookings=real_bookings(claim["holder"]),
        same_day=None if codes is None else tuple(FeeUse(*use) for use in codes),
    )


def real_bookings(told: list[tuple[str, str]] | None) -> tuple[Booking, ...] | None:
    """Times that are taken."""
    return None if told is None else tuple(Booking(*map(time.fromisoformat, booking)) for booking in told)


def age_of(claim: dict[str, Any]) -> int | None:
    """The age as the caller tells it, or as the server counts it from the day of birth."""
    born = claim["patient"]["born"]
    return (
        claim["patient"]["age"] if born is None else age_on(date.fromisoformat(born), date.fromisoformat(claim["day"]))
    )


def real_performer(claim: dict[str, Any]) -> ProviderAtPractice:
    """The number that the discipline asks for, at the practice."""
    name = claim["performer"]
    if claim["discipline"] != "PHYSIOTHERAPY":
        return ProviderAtPractice(organisation_number=organisation_number(name))
    return ProviderAtPractice(hpr_number=NUMBERS[name], practice_id=practice_of(name) if PROVIDERS[name] else None)


def real_line(number: int, line: dict[str, Any]) -> Line:
    """One line."""
    content: FeeUse | Treatment | Examination | Charge
    if "code" in line:
        content = FeeUse(line["code"], line["count"])
    elif "examination" in line:
        content = Examination(modality=line["examination"], refund_category=line["category"])
    elif "treatment" in line:
        told = (line["treatment"], line["minutes"], line["setting"], tuple(line["supplements"]))
        content = Treatment(*told, line["size"], line["place"])
    elif "sample" in line:
        content = Examination(sample=line["sample"], refund_category=line["category"])
    else:
        content = real_charge(line)
    return Line(number, content, None if "charge" in line else line["asking"])


def real_charge(line: dict[str, Any]) -> Charge:
    """A charge outside the scheme."""
    booked = tuple(FeeUse(*use) for use in line["booked"])
    before = line["cancelled"]
    cancelled = Cancellation(*(timedelta(minutes=minutes) for minutes in before)) if before else None
    return Charge(line["charge"], line["amount"], line["cost"], line["need"], line["free"], booked, cancelled)


def real_requisition(told: dict[str, Any] | None) -> Requisition | None:
    """The requisition, as told."""
    if told is None:
        return None
    if told["none"]:
        return Requisition(none=True)
    return Requisition(False, told["profession"], NUMBERS[told["by"]] if told["by"] else None, day_of(told["day"]))


@cache
def register() -> Snapshot:
    """The providers as the first pricer's register."""
    return Snapshot.of(records(), Revision(1, datetime(2026, 9, 15, tzinfo=UTC), SOURCE))


def records() -> Iterable[Record]:
    """Every record of the register."""
    for kind in (CoverageKind.AUTHORISATION, CoverageKind.DIRECT_SETTLEMENT):
        yield Coverage(kind, NATIONAL_AREA, period(ALWAYS), SOURCE)
    yield Coverage(CoverageKind.MUNICIPAL_FUNDING, COMPLETE, period(ALWAYS), SOURCE)
    for region in (REGION, "983658725", "983658776", "883658752"):
        yield Coverage(CoverageKind.REGIONAL_HEALTH_AUTHORITY, region, period(ALWAYS), SOURCE)
    for name, facts in PROVIDERS.items():
        if facts:
            yield from (records_of_person if facts["discipline"] else records_of_institute)(name, facts)


def records_of_person(name: str, facts: dict[str, Any]) -> Iterable[Record]:
    """One who treats, where, and under which agreements."""
    number, practice = NUMBERS[name], practice_of(name)
    area = INCOMPLETE if facts["untold"] else COMPLETE
    principal = NUMBERS[facts["principal"]] if facts["principal"] else None
    employer = organisation_number(name) if facts["organisation_settlement"] else None
    yield Performer(number, name, SOURCE)
    if employer:
        yield Organisation(employer, name, SOURCE)
    if practice == practice_id(name):
        yield Practice(practice, name, facts["practice_type"], area, employer, SOURCE)
    yield Affiliation(number, practice, Role[facts["role"]], principal, period(facts["works"]), SOURCE)
    for kind, first, last in facts["competences"]:
        yield Competence(number, CompetenceKind[kind], period((first, last)), SOURCE)
    for own in facts["settlement"]:
        yield agreement(name, AgreementKind.DIRECT_SETTLEMENT, number, None, HELFO, own, practice)
    for own in facts["organisation_settlement"]:
        yield agreement(name, AgreementKind.DIRECT_SETTLEMENT, None, employer, HELFO, own, practice)
    for own in facts["funding"]:
        yield agreement(name, AgreementKind.MUNICIPAL_FUNDING, number, None, area, own, practice)


def records_of_institute(name: str, facts: dict[str, Any]) -> Iterable[Record]:
    """An institute and its agreements."""
    number = organisation_number(name)
    yield Organisation(number, name, SOURCE)
    yield Practice(practice_id(name), name, "LARO", COMPLETE, number, SOURCE)
    for own in facts["settlement"]:
        yield agreement(name, AgreementKind.DIRECT_SETTLEMENT, None, number, HELFO, own, None)
    for discipline in ("RADIOLOGY", "LABORATORY"):
        for own in facts[discipline]:
            kind = AgreementKind.REGIONAL_HEALTH_AUTHORITY
            yield agreement(name, kind, None, number, REGION, own, None, discipline)


def agreement(
    name: str, kind: AgreementKind, person: str | None, organisation: str | None, counterparty: str,
    own: tuple[str, str], practice: str | None, discipline: str | None = None,
) -> Agreement:  # fmt: skip
    """An agreement in a period."""
    identifier = f"{name} {kind.value} {discipline or ''} {own[0]}"
    return Agreement(identifier, kind, person, organisation, counterparty, practice, discipline, period(own), SOURCE)


def practice_of(name: str) -> str:
    """The practice where one works: of an intern or a locum, that of the principal."""
    return practice_id(PROVIDERS[name]["principal"] or name)


def practice_id(name: str) -> str:
    """A ten-digit number."""
    return f"100{NUMBERS[name]}"


def organisation_number(name: str) -> str:
    """A nine-digit number; nothing here checks its last digit."""
    return f"31{NUMBERS[name]}"


def period(days: tuple[str, str]) -> Period:
    """The period between two days; an empty one is open."""
    return Period(*(day_of(day) for day in days))


def day_of(day: str | None) -> date | None:
    """A day from its ISO text; absent when there is none."""
    return date.fromisoformat(day) if day else None
