"""Those whom a bill names: who treats and who asked for it by their numbers in HPR, the patient by age and no more."""

from datetime import date
from typing import Any

from avtalt.v1.claim_pb2 import Requisition
from registry.identifiers import is_hpr_number
from registry.organisation_number import is_organisation_number
from service.cli.kuhr.identity import born_on
from service.cli.kuhr.values import read_day, read_object, read_text, refuse
from service.pricing.claim import age_on
from service.rpc.read_claim import MOST_YEARS

HPR = "HPR"
ORGANISATION = "ENH"
WITH_BIRTH = ("", "FNR", "DNR", "HNR")
"""The kinds of number that hold a day of birth; a number of no told kind is tried."""


def read_age(bill: dict[str, Any], day: date) -> int | None:
    """
    The patient's age on the day of the treatment; absent when no number tells it.

    All else about the patient stays where it is. The number is only read here.
    """
    patient = read_object(bill.get("pasient"), "pasient")
    told = read_object(patient.get("identifikasjon"), "pasient.identifikasjon")
    kind = read_text(told.get("type"), "pasient.identifikasjon.type").upper()
    number = read_text(told.get("id"), "pasient.identifikasjon.id")
    born = born_on(number) if kind in WITH_BIRTH else None
    age = age_on(born, day) if born and born <= day else None
    return age if age is not None and age <= MOST_YEARS else None


def read_provider(bill: dict[str, Any], *, person: bool) -> str:
    """The number of who treats: of a person in HPR, or of an organisation; empty when no such number is told."""
    where = "utforendeBehandler"
    told = read_object(bill.get(where), where)
    kind = read_text(told.get("type"), f"{where}.type").upper()
    number = read_text(told.get("id"), f"{where}.id")
    if not number or (kind or HPR) != (HPR if person else ORGANISATION):
        return ""
    if not (is_hpr_number(number) if person else is_organisation_number(number)):
        raise refuse("NO_HPR_NUMBER" if person else "NO_ORGANISATION_NUMBER", f"{where}.id")
    return number


def read_requisition(bill: dict[str, Any]) -> Requisition | None:
    """
    What is told of who asked for the examination or referred the patient; absent when nothing is.

    A message does not tell the profession, so it is left open here too.
    """
    referral = read_object(bill.get("henvisning"), "henvisning")
    by_whom = read_object(bill.get("rekvirent"), "rekvirent")
    referred = read_object(referral.get("henvistFra"), "henvisning.henvistFra")
    if not (referral or by_whom):
        return None
    return Requisition(
        hpr_number=_hpr_number(by_whom, "rekvirent") or _hpr_number(referred, "henvisning.henvistFra"),
        date=read_day(referral.get("dato"), "henvisning.dato"),
    )


def _hpr_number(told: dict[str, Any], where: str) -> str:
    """The number in HPR; empty when none is told, or one of another kind."""
    kind = read_text(told.get("type"), f"{where}.type").upper()
    number = read_text(told.get("id"), f"{where}.id")
    if not number or kind not in ("", HPR):
        return ""
    if not is_hpr_number(number):
        raise refuse("NO_HPR_NUMBER", f"{where}.id")
    return number
