"""What a claim tells of other bills; malformed parts are refused here."""

from collections.abc import Iterable
from datetime import date

from avtalt.v1 import claim_pb2
from service.errors import ErrorReason, ServiceError
from service.pricing.claim import Booking, Circumstances, EarlierUse, FeeUse
from service.rpc.fields import read_day, read_fee_code, read_number, read_time, required
from service.rpc.read_line import MOST_COUNT, read_billed_fee

PATH = "claim.circumstances"


def read_circumstances(message: claim_pb2.Circumstances, day: date) -> Circumstances:
    """What is told of other bills; nothing when the claim says nothing."""
    for told, denied in (
        ("earlier_uses", message.no_earlier_uses),
        ("other_bookings", message.no_other_bookings),
        ("same_day_lines", message.no_same_day_lines),
        ("holder_bookings", message.no_holder_bookings),
    ):
        if denied and getattr(message, told):
            raise ServiceError(ErrorReason.CONFLICTING_FIELDS, field=f"{PATH}.no_{told}", other_field=f"{PATH}.{told}")
    return Circumstances(
        earlier=tuple(_read_use(place, use, day) for place, use in enumerate(message.earlier_uses)),
        none_earlier=message.no_earlier_uses,
        bookings=_read_bookings("other_bookings", message.other_bookings, none=message.no_other_bookings),
        holder_bookings=_read_bookings("holder_bookings", message.holder_bookings, none=message.no_holder_bookings),
        same_day=_read_same_day(message),
    )


def _read_use(place: int, use: claim_pb2.EarlierUse, day: date) -> EarlierUse:
    field = f"{PATH}.earlier_uses[{place}]"
    code = read_fee_code(f"{field}.fee_code", use.fee_code)
    count = read_number(f"{field}.count", use.count, 0, MOST_COUNT) if use.HasField("count") else 1
    last = read_day(f"{field}.last_date", use.last_date) if use.last_date else None
    if last and last > day:
        raise ServiceError(
            ErrorReason.FIELDS_DO_NOT_FIT, field=f"{field}.last_date", other_field="claim.treatment_date"
        )
    return EarlierUse(code, count, last)


def _read_bookings(name: str, bookings: Iterable[claim_pb2.Booking], *, none: bool) -> tuple[Booking, ...] | None:
    """The times that are taken; absent when nothing is told of them."""
    read = tuple(_read_booking(f"{PATH}.{name}[{place}]", each) for place, each in enumerate(bookings))
    return read if read or none else None


def _read_booking(field: str, booking: claim_pb2.Booking) -> Booking:
    start = read_time(f"{field}.start_time", required(f"{field}.start_time", booking.start_time))
    end = read_time(f"{field}.end_time", required(f"{field}.end_time", booking.end_time))
    if start == end:
        raise ServiceError(ErrorReason.FIELDS_DO_NOT_FIT, field=f"{field}.end_time", other_field=f"{field}.start_time")
    return Booking(start, end)


def _read_same_day(message: claim_pb2.Circumstances) -> tuple[FeeUse, ...] | None:
    lines = tuple(
        read_billed_fee(f"{PATH}.same_day_lines[{place}]", fee) for place, fee in enumerate(message.same_day_lines)
    )
    return lines if lines or message.no_same_day_lines else None
