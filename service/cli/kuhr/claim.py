"""A bill as a claim of the contract, and what it claims."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from avtalt.v1.claim_pb2 import BilledFee, Claim, ClaimLine, ClaimPerformer, Patient
from registry.tariffs.records import Discipline
from service.cli.diary.booking import Booking, Problem, UnreadableError, booking_name
from service.cli.kuhr.bill import UNIT, Bill, Claimed, ClaimedFee, say
from service.cli.kuhr.causes import CARD, GROUNDS, KNOWN
from service.cli.kuhr.disciplines import discipline_of
from service.cli.kuhr.people import read_age, read_provider, read_requisition
from service.cli.kuhr.values import (
    read_list,
    read_moment,
    read_object,
    read_ore,
    read_text,
    read_truth,
    read_uses,
    refuse,
)

BILL_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
"""Longer ones may be an identity number, also one that has lost its first zero."""

GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
FEE_CODE = re.compile(r"(?!.*\d{6})(?:(?=.*\d)[A-Za-z0-9]{1,8}|[A-Za-z]{1,2})", re.ASCII)
"""Fee codes have digits, or are very short, and few digits in a row: no name and no number is taken for one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What a message tells of all its bills, and who treats where a bill does not say it; empty is not told."""

    practice_id: str = ""
    hpr_number: str = ""
    organisation_number: str = ""


def read_bill(place: int, found: Any, sender: Sender) -> Bill:
    """The bill at a place of the message, counted from 1; with the first thing that keeps it from being read."""
    blank = Booking(place, reference_of(found), unit=UNIT)
    try:
        if not isinstance(found, dict):
            raise UnreadableError(say("NO_BILL"))
        claim, claimed = _read(found, blank.name, sender)
    except UnreadableError as error:
        return Bill(replace(blank, problems=(Problem(place, str(error)),)))
    return Bill(replace(blank, claim=claim), claimed)


def reference_of(found: Any) -> str:
    """The caller's own reference, where it can be nothing else: the number of the bill, else its guid; else empty."""
    told = found if isinstance(found, dict) else {}
    number, guid = told.get("regningsnummer"), told.get("guid")
    if isinstance(number, int) and not isinstance(number, bool):
        number = str(number)
    if isinstance(number, str) and BILL_NUMBER.fullmatch(number):
        return number
    with suppress(UnreadableError):
        if isinstance(guid, str) and GUID.fullmatch(guid.strip("{}")):
            return booking_name(guid.strip("{}"))
    return ""


def _read(bill: dict[str, Any], name: str, sender: Sender) -> tuple[Claim, Claimed]:
    if read_truth(bill.get("kreditering"), "kreditering"):
        raise UnreadableError(say("CREDIT"))
    fees = _read_fees(bill)
    claimed = Claimed(
        fees=fees,
        own_sum_ore=read_ore(bill.get("belop"), "belop"),
        user_fee_paid=read_truth(bill.get("betaltEgenandel"), "betaltEgenandel"),
        cause=_read_cause(bill),
    )
    start = read_moment(bill.get("tidspunkt"), "tidspunkt")
    age = read_age(bill, start.date())
    discipline = discipline_of([fee.code for fee in fees])
    claim = Claim(
        claim_id=name,
        discipline=f"DISCIPLINE_{discipline}",  # type: ignore[arg-type]
        performer=_performer(bill, discipline, sender),
        treatment_date=start.date().isoformat(),
        start_time=start.time().isoformat("minutes"),
        patient=_patient(age, claimed.cause),
        requisition=read_requisition(bill),
        lines=[ClaimLine(fee=BilledFee(fee_code=fee.code, count=fee.count)) for fee in fees],
    )
    if claimed.cause in GROUNDS:
        claim.exemption_grounds.append(f"EXEMPTION_GROUND_{GROUNDS[claimed.cause]}")  # type: ignore[arg-type]
    return claim, replace(claimed, age_known=age is not None)


def _read_fees(bill: dict[str, Any]) -> tuple[ClaimedFee, ...]:
    # Such a bill may carry the fees of the earlier one, which is priced already.
    if read_truth(bill.get("korrigeringBetaltEgenandel"), "korrigeringBetaltEgenandel"):
        raise UnreadableError(say("CORRECTION"))
    found = read_list(bill.get("takster"), "takster")
    if not found:
        raise refuse("MISSING", "takster")
    return tuple(_read_fee(fee, f"takster[{place}]") for place, fee in enumerate(found))


def _read_fee(found: Any, where: str) -> ClaimedFee:
    fee = read_object(found, where)
    code = read_text(fee.get("kode"), f"{where}.kode")
    if not FEE_CODE.fullmatch(code):
        raise refuse("NO_FEE_CODE" if code else "MISSING", f"{where}.kode")
    return ClaimedFee(
        code, read_uses(fee.get("antall"), f"{where}.antall"), read_ore(fee.get("belop"), f"{where}.belop")
    )


def _read_cause(bill: dict[str, Any]) -> str:
    where = "arsakFriEgenandel"
    cause = read_text(bill.get(where), where).upper()
    if cause and cause not in KNOWN:
        raise refuse("NO_CAUSE", where, known=", ".join(KNOWN))
    return cause


def _performer(bill: dict[str, Any], discipline: Discipline, sender: Sender) -> ClaimPerformer:
    """Who treats, as the bill or the one who asks tells it: a person in physiotherapy, an organisation elsewhere."""
    person = discipline is Discipline.PHYSIOTHERAPY
    number = read_provider(bill, person=person) or (sender.hpr_number if person else sender.organisation_number)
    if not number:
        raise refuse("NO_PERSON" if person else "NO_ORGANISATION", "utforendeBehandler")
    performer = ClaimPerformer(practice_id=sender.practice_id)
    setattr(performer, "hpr_number" if person else "organisation_number", number)
    return performer


def _patient(age: int | None, cause: str) -> Patient:
    """
    What a bill tells of the patient besides who it is.

    A bill that gives no cause for taking no user fee says that one is due, so no
    card is held; with another cause nothing is said of a card.
    """
    patient = Patient()
    if age is not None:
        patient.age_years = age
    if cause in ("", CARD):
        patient.exemption_card = f"EXEMPTION_CARD_{'HELD' if cause else 'NOT_HELD'}"  # type: ignore[assignment]
    return patient
