"""Which of the told circumstances, and of the hour, did no rule ask for?"""

from collections.abc import Iterable

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.judging import NO_SHOW
from service.pricing.claim import NOTHING_TOLD, Charge, Claim, Treatment
from service.pricing.fee_codes.coding import USER_FEE_CODES
from service.pricing.fee_codes.frequency import counted_together
from service.pricing.fee_codes.groups import GROUP
from service.pricing.fee_codes.refusals import Bill
from service.verification.funding import FundingRoute
from service.verification.standing import Standing


def unused_circumstances(claim: Claim, tariff: TariffDay, bill: Bill, standing: Standing) -> tuple[str, ...]:
    """The paths of the circumstances that did not matter to the answer."""
    if not claim.is_timed and claim.circumstances == NOTHING_TOLD:
        return tuple(_groups(claim))
    told, takes_time = claim.circumstances, bool(tariff.individual_codes & bill.entries.keys())
    limited = {code for code, entry in bill.entries.items() if entry.fee.frequency}
    by_day = bool(tariff.excluded_all_day.keys() & bill.entries.keys())
    locum = standing.route is FundingRoute.LOCUM
    clocked = claim.is_timed
    return (
        *_unless(_needs_start(claim, tariff, bill) or not clocked, "start_time"),
        *_uses(claim, tariff, limited),
        *_unless(bool(limited) or not told.none_earlier, "circumstances.no_earlier_uses"),
        *_list("other_bookings", told.bookings, used=takes_time and (clocked or not told.bookings)),
        *_list("same_day_lines", told.same_day, used=by_day),
        *_list(
            "holder_bookings", told.holder_bookings, used=takes_time and locum and (clocked or not told.holder_bookings)
        ),
        *_groups(claim),
    )


def _unless(used: object, path: str) -> tuple[str, ...]:
    return () if used else (path,)


def _needs_start(claim: Claim, tariff: TariffDay, bill: Bill) -> bool:
    """Whether a rule goes by the hour."""
    told = claim.circumstances
    booked = bool(told.bookings or told.holder_bookings) and bool(tariff.individual_codes & bill.entries.keys())
    unsocial = bool(tariff.fee_shares.keys() & bill.entries.keys())
    missed = any(isinstance(line.content, Charge) and line.content.kind == NO_SHOW for line in claim.lines)
    return booked or unsocial or missed


def _uses(claim: Claim, tariff: TariffDay, limited: Iterable[str]) -> list[str]:
    counted = frozenset({USER_FEE_CODES.get(claim.discipline, "")} if claim.discipline is Discipline.RADIOLOGY else ())
    counted = counted.union(*(counted_together(code, tariff) for code in limited))
    return [
        f"circumstances.earlier_uses[{place}]"
        for place, use in enumerate(claim.circumstances.earlier)
        if use.fee_code not in counted
    ]


def _list(name: str, told: tuple[object, ...] | None, *, used: bool) -> tuple[str, ...]:
    if told is None or used:
        return ()
    return (f"circumstances.{name}" if told else f"circumstances.no_{name}",)


def _groups(claim: Claim) -> list[str]:
    """Size and place of a group, told of a treatment of one patient."""
    return [
        f"lines[{line.number - 1}].treatment.{name}"
        for line in claim.lines
        if isinstance(line.content, Treatment) and line.content.kind != GROUP
        for name in ("group_size", "group_place")
        if getattr(line.content, name) is not None
    ]
