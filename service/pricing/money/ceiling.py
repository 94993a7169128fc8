"""
What happens when a visit reaches the user fee ceiling.

The visit that crosses the ceiling is paid in full at the counter, and what is
above it is refunded afterwards. While there was a least sum, it was for all that
the year had above the ceiling, so that the order of visits does not matter.

References: FOR-2020-12-18-2990 sections 3 and 5; folketrygdloven section 22-19
(the least sum that was refunded).
"""

from registry.structs import struct
from registry.tariffs.records import Ceiling, Provision
from registry.tariffs.tariff_set import TariffDay
from service.pricing.money.patients import CARD_RULE
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, NoticeCode
from service.verification.findings import Assumption, Notice, basis_of

MINIMUM = "refund_minimum"
CARD_DELAY = "card_within_weeks"


@struct(frozen=True, slots=True)
class AboveCeiling:
    """What is refunded afterwards; absent when it is not known what was paid before."""

    refunded_ore: int | None
    notices: tuple[Notice, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


def judge_ceiling(
    ceiling: Ceiling | None, tariff: TariffDay, counts_ore: int | None, paid_ore: int | None, trace: Trace
) -> AboveCeiling:
    """What a visit that counts `counts_ore` means for a patient who has paid `paid_ore` before it."""
    if counts_ore == 0:
        return AboveCeiling(0)
    if counts_ore is None or paid_ore is None or ceiling is None:
        not_told = (Assumption(AssumptionCode.USER_FEES_PAID_UNKNOWN),) if paid_ore is None else ()
        return AboveCeiling(None, (), not_told)
    if trace:
        trace.step(
            Rule.USER_FEE_CEILING,
            0,
            ceiling,
            tariff.provisions.get(CARD_RULE),
            paid_ore=paid_ore,
            counts_ore=counts_ore,
        )
    notices: list[Notice] = []
    room_ore = ceiling.amount_ore - counts_ore
    if room_ore <= paid_ore < ceiling.amount_ore:
        notices.append(_reached(ceiling, tariff))
    if paid_ore <= room_ore:
        return AboveCeiling(0, tuple(notices))
    minimum = tariff.provisions.get(MINIMUM)
    before, after = (_overpaid(paid, ceiling) for paid in (paid_ore, paid_ore + counts_ore))
    if after and minimum and trace:
        trace.step(Rule.REFUND_MINIMUM, 0, minimum, excess_ore=after)
    refunded = _paid_back(after, minimum) - _paid_back(before, minimum)
    if refunded:
        basis = basis_of(tariff.provisions.get(CARD_RULE))
        notices.append(Notice(NoticeCode.OVERPAYMENT_REFUNDED, {"amount_ore": str(refunded)}, basis))
    elif after and minimum:
        notices.append(_too_little(after, minimum))
    return AboveCeiling(refunded, tuple(notices))


def _overpaid(paid_ore: int, ceiling: Ceiling) -> int:
    """What has been paid in the year above the ceiling."""
    return max(0, paid_ore - ceiling.amount_ore)


def _paid_back(overpaid_ore: int, minimum: Provision | None) -> int:
    """What is paid back in all of what was paid above the ceiling: nothing while it is less than the least sum."""
    return 0 if minimum and overpaid_ore < (minimum.value or 0) else overpaid_ore


def _reached(ceiling: Ceiling, tariff: TariffDay) -> Notice:
    delay = tariff.provisions.get(CARD_DELAY)
    data = {"ceiling_ore": str(ceiling.amount_ore), "weeks": str(delay.value if delay else "")}
    return Notice(NoticeCode.CEILING_REACHED, data, basis_of(delay))


def _too_little(overpaid_ore: int, minimum: Provision) -> Notice:
    data = {"amount_ore": str(overpaid_ore), "minimum_ore": str(minimum.value)}
    return Notice(NoticeCode.OVERPAYMENT_BELOW_MINIMUM, data, basis_of(minimum))
