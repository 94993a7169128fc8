"""Fees and ceilings put into the contract's words."""

from avtalt.v1 import reason_pb2, tariff_pb2
from registry.tariffs.records import Ceiling, Dispute, Fee, RefundCategory
from registry.tariffs.tariff_set import FeeEntry, TariffSet
from service.rpc.enums import COMPETENCE_KIND_NUMBERS, DISCIPLINE_NUMBERS
from service.rpc.write_reason import write_day
from service.texts.catalogue import catalogue


def write_fee(entry: FeeEntry, tariffs: TariffSet, language: str) -> tariff_pb2.Fee:
    """A fee code as it stands on a day."""
    fee, rule = entry.fee, entry.rule
    act = tariffs.acts.get(fee.act_id)
    return tariff_pb2.Fee(
        discipline=DISCIPLINE_NUMBERS[fee.discipline],  # type: ignore[arg-type]
        fee_code=fee.fee_code,
        description=getattr(entry.description, language) if entry.description else "",
        first_date=write_day(fee.period.first_date),
        last_date=write_day(fee.period.last_date),
        honorarium_ore=fee.honorarium_ore,
        refund_ore=fee.refund_ore,
        user_fee_ore=fee.user_fee_ore,
        percentage=fee.percentage,
        minutes=fee.minutes,
        max_count=entry.max_count,
        opened_by=sorted(COMPETENCE_KIND_NUMBERS[kind] for kind in fee.opened_by),  # type: ignore[misc]
        companions=sorted(entry.companions),
        excludes=sorted(entry.excludes),
        rules_on_record=rule is not None,
        frequency=_frequency(fee, language),
        legal_basis=reason_pb2.LegalBasis(text=f"{fee.act_id} {fee.where}".strip(), url=act.url if act else ""),
        confidence=fee.confidence,
        confirmed_through=write_day(fee.confirmed_through),
        dispute=_write_dispute(entry.dispute) if entry.dispute else None,
    )


def write_category(category: RefundCategory, tariffs: TariffSet, language: str) -> tariff_pb2.Fee:
    """A refund category as it stands on a day: all of it is refunded."""
    act = tariffs.acts.get(category.act_id)
    return tariff_pb2.Fee(
        discipline=DISCIPLINE_NUMBERS[category.discipline],  # type: ignore[arg-type]
        fee_code=category.category,
        description=catalogue(language).word(category.group),
        first_date=write_day(category.period.first_date),
        last_date=write_day(category.period.last_date),
        honorarium_ore=category.refund_ore,
        refund_ore=category.refund_ore,
        user_fee_ore=0,
        legal_basis=reason_pb2.LegalBasis(text=category.act_id, url=act.url if act else ""),
        confidence=category.confidence,
        confirmed_through=write_day(category.confirmed_through),
        refund_group=category.group,
    )


def _frequency(fee: Fee, language: str) -> str:
    """The limit that needs other bills, in words; empty when there is none."""
    return f"{fee.frequency_count} {catalogue(language).word(fee.frequency)}" if fee.frequency else ""


def _write_dispute(dispute: Dispute) -> tariff_pb2.FeeDispute:
    return tariff_pb2.FeeDispute(
        default_figures=tariff_pb2.DisputedFigures(
            honorarium_ore=dispute.default_honorarium_ore,
            refund_ore=dispute.default_refund_ore,
            user_fee_ore=dispute.default_user_fee_ore,
            source=dispute.default_source,
        ),
        regulation_figures=tariff_pb2.DisputedFigures(
            honorarium_ore=dispute.regulation_honorarium_ore,
            refund_ore=dispute.regulation_refund_ore,
            user_fee_ore=dispute.regulation_user_fee_ore,
            source=dispute.regulation_source,
        ),
    )


def write_ceiling(ceiling: Ceiling, year: int) -> tariff_pb2.UserFeeCeiling:
    """The ceiling of a year; of a year without a figure of its own, the newest one."""
    return tariff_pb2.UserFeeCeiling(
        year=year,
        amount_ore=ceiling.amount_ore,
        disciplines=sorted(DISCIPLINE_NUMBERS[discipline] for discipline in ceiling.disciplines),  # type: ignore[misc]
        source=ceiling.source,
        confidence=ceiling.confidence,
        provisional=year > ceiling.year,
    )
