"""Tariffs read: one function per call, from request and context to response."""

from collections.abc import Sequence
from datetime import date

from avtalt.v1 import tariff_service_pb2 as messages
from registry.tariffs.records import Discipline, Fee, RefundCategory
from registry.tariffs.tariff_set import TariffDay
from service.errors import ErrorReason, ServiceError
from service.rpc.context import DEFAULT_LANGUAGE, Context, read_language
from service.rpc.fields import read_day, read_fee_code
from service.rpc.read_claim import read_discipline
from service.rpc.write_tariff import write_category, write_ceiling, write_fee


def handle_get_fee(request: messages.GetFeeRequest, context: Context) -> messages.GetFeeResponse:
    """One fee code or refund category as it stands on a day."""
    discipline = read_discipline("discipline", request.discipline)
    code = read_fee_code("fee_code", request.fee_code)
    tariff = _tariff(context, discipline, request.treatment_date)
    read_language(request.language_code)
    language = request.language_code or DEFAULT_LANGUAGE
    category, entry = tariff.refund_categories.get(code), tariff.fees.get(code)
    if category is not None:
        fee = write_category(category, context.tariffs, language)
        return messages.GetFeeResponse(fee=fee, tariff_digest=context.tariffs.digest)
    if entry is None:
        rows = context.tariffs.fee_history(discipline, code) or context.tariffs.category_history(discipline, code)
        raise ServiceError(
            ErrorReason.FEE_NOT_FOUND,
            fee_code=code,
            discipline=discipline.value,
            treatment_date=request.treatment_date,
            on_record=_on_record(rows),
        )
    fee = write_fee(entry, context.tariffs, language)
    return messages.GetFeeResponse(fee=fee, tariff_digest=context.tariffs.digest)


def handle_list_fees(request: messages.ListFeesRequest, context: Context) -> messages.ListFeesResponse:
    """All fee codes and refund categories of a discipline on a day."""
    discipline = read_discipline("discipline", request.discipline)
    tariff = _tariff(context, discipline, request.treatment_date)
    read_language(request.language_code)
    language = request.language_code or DEFAULT_LANGUAGE
    return messages.ListFeesResponse(
        fees=[write_fee(entry, context.tariffs, language) for entry in tariff.fees.values()],
        tariff_digest=context.tariffs.digest,
        gaps=[gap.note for gap in tariff.gaps],
        refund_categories=[
            write_category(category, context.tariffs, language) for category in tariff.refund_categories.values()
        ],
    )


def handle_get_user_fee_ceiling(
    request: messages.GetUserFeeCeilingRequest, context: Context
) -> messages.GetUserFeeCeilingResponse:
    """The ceiling that a discipline counts towards in the year of a day."""
    discipline = read_discipline("discipline", request.discipline)
    day = read_day("treatment_date", request.treatment_date)
    ceiling = context.tariffs.ceiling(discipline, day)
    if ceiling is None:
        raise ServiceError(ErrorReason.CEILING_NOT_FOUND, year=str(day.year))
    return messages.GetUserFeeCeilingResponse(
        ceiling=write_ceiling(ceiling, day.year), tariff_digest=context.tariffs.digest
    )


def _tariff(context: Context, discipline: Discipline, value: str) -> TariffDay:
    """The tariff of a day, which must have a row or say what is missing."""
    day = read_day("treatment_date", value)
    tariff = context.tariffs.day(discipline, day)
    if not tariff.fees and not tariff.gaps:
        raise ServiceError(
            ErrorReason.TARIFF_NOT_FOUND,
            discipline=discipline.value,
            treatment_date=value,
            first_date=context.tariffs.first_date(discipline).isoformat(),
        )
    return tariff


def _on_record(rows: Sequence[Fee | RefundCategory]) -> str:
    """The periods of a fee code or category, joined where one follows the other."""
    runs: list[tuple[date | None, date | None]] = []
    for row in rows:
        first, last = row.period.first_date, row.period.last_date
        if runs and runs[-1][1] and first and (first - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return ", ".join(f"{first or ''} to {last or 'now'}" for first, last in runs)
