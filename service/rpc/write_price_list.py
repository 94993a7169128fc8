"""A price list of the core put into the contract's words."""

from datetime import date

from avtalt.v1 import basis_pb2, claim_pb2, decision_pb2, price_list_pb2
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Discipline
from service.pricing.decision import Provisional
from service.pricing.price_list.records import ListedCharge, ListedFee, ListedSection, PriceList, Statement
from service.rpc.context import Context
from service.rpc.enums import CHARGE_KIND_NUMBERS, DISCIPLINE_NUMBERS, VERDICT_NUMBERS
from service.rpc.write_reason import write_assumption, write_day, write_legal_basis, write_notice, write_reason
from service.texts.catalogue import Catalogue, catalogue
from service.verification.reimbursability import ProviderAtPractice

TEXTS = "price_list"


@struct(frozen=True, slots=True)
class Asked:
    """Whose list is asked for, of which tariff, for which day and in which language."""

    provider: ProviderAtPractice
    discipline: Discipline
    day: date
    language: str


def write_price_list(
    listed: PriceList, asked: Asked, context: Context, basis: basis_pb2.Basis
) -> price_list_pb2.PriceList:
    """The list with its names, its texts and its basis."""
    texts, rejections = catalogue(asked.language), context.tariffs.rejections
    practice = context.snapshot.practice(listed.practice_id) if listed.practice_id else None
    return price_list_pb2.PriceList(
        provider=_write_provider(asked.provider, listed.practice_id),
        provider_name=_name(asked.provider, context.snapshot),
        practice_name=practice.name if practice else "",
        discipline=DISCIPLINE_NUMBERS[asked.discipline],  # type: ignore[arg-type]
        treatment_date=write_day(asked.day),
        reimbursed=VERDICT_NUMBERS[listed.reimbursed],  # type: ignore[arg-type]
        sections=[_write_section(section, texts) for section in listed.sections],
        charges=[_write_charge(charge, texts) for charge in listed.charges],
        exempt=[_write_statement(statement, texts) for statement in listed.exempt],
        notices=[write_notice(notice, texts) for notice in listed.notices],
        reasons=[write_reason(reason, texts, rejections) for reason in listed.reasons],
        assumptions=[write_assumption(assumption, texts, rejections) for assumption in listed.assumptions],
        provisional=[_write_provisional(each, asked.day, texts) for each in listed.provisional],
        valid_until=write_day(listed.valid_until),
        basis=basis,
        sources=[written for source in listed.sources if (written := write_legal_basis(source))],
    )


def _write_provider(provider: ProviderAtPractice, practice_id: str | None) -> claim_pb2.ClaimPerformer:
    """Whose list it is; the number is the one that was asked about."""
    if provider.hpr_number is not None:
        return claim_pb2.ClaimPerformer(hpr_number=provider.hpr_number, practice_id=practice_id or "")
    return claim_pb2.ClaimPerformer(
        organisation_number=provider.organisation_number or "", practice_id=practice_id or ""
    )


def _name(provider: ProviderAtPractice, snapshot: Snapshot) -> str:
    """The name on record; empty when the provider is not."""
    if provider.hpr_number is not None:
        performer = snapshot.performer(provider.hpr_number)
        return performer.performer.name if performer else ""
    organisation = snapshot.organisation(provider.organisation_number or "")
    return organisation.organisation.name if organisation else ""


def _write_section(section: ListedSection, texts: Catalogue) -> price_list_pb2.PriceListSection:
    return price_list_pb2.PriceListSection(
        heading=texts.say(TEXTS, f"SECTION_{section.section}", {}),
        entries=[_write_fee(fee, texts) for fee in section.fees],
    )


def _write_fee(fee: ListedFee, texts: Catalogue) -> price_list_pb2.PriceListEntry:
    described = fee.entry.description
    return price_list_pb2.PriceListEntry(
        fee_code=fee.entry.fee.fee_code,
        description=getattr(described, texts.language) if described else "",
        patient_pays_ore=fee.patient_pays_ore,
        user_fee_ore=fee.user_fee_ore,
        honorarium_ore=fee.honorarium_ore,
        minutes=fee.entry.fee.minutes,
        percentage=fee.entry.fee.percentage,
    )


def _write_charge(charge: ListedCharge, texts: Catalogue) -> price_list_pb2.PriceListCharge:
    statement = charge.statement
    return price_list_pb2.PriceListCharge(
        kind=CHARGE_KIND_NUMBERS[charge.kind],  # type: ignore[arg-type]
        text=texts.say(TEXTS, statement.name, statement.data),
        maximum_ore=charge.maximum_ore,
        legal_basis=write_legal_basis(statement.legal_basis),
    )


def _write_statement(statement: Statement, texts: Catalogue) -> price_list_pb2.PriceListStatement:
    return price_list_pb2.PriceListStatement(
        text=texts.say(TEXTS, statement.name, statement.data), legal_basis=write_legal_basis(statement.legal_basis)
    )


def _write_provisional(provisional: Provisional, day: date, texts: Catalogue) -> decision_pb2.Provisional:
    data = {
        "subject": provisional.subject,
        "confirmed_through": write_day(provisional.confirmed_through),
        "treatment_date": write_day(day),
    }
    return decision_pb2.Provisional(
        subject=provisional.subject,
        confirmed_through=data["confirmed_through"],
        text=texts.say("provisional", provisional.kind, data),
    )
