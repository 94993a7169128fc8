"""The tariff's own figures for the fee codes of a line, times the count."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from registry.tariffs.records import Dispute
from registry.tariffs.tariff_set import FeeEntry, TariffDay
from service.pricing.claim import FeeUse
from service.pricing.decision import Amounts, PricedFee, add_amounts
from service.pricing.fee_codes.coding import CodedLine

NO_SHARES: Mapping[str, Amounts] = MappingProxyType({})


class TariffAuthority(StrEnum):
    """Whose figure is used where sources disagree."""

    DEFAULT = "DEFAULT"
    REGULATION = "REGULATION"


def unit_amounts(entry: FeeEntry, authority: TariffAuthority) -> Amounts:
    """The figures of one use of a fee code."""
    if entry.dispute is not None:
        return _disputed(entry.dispute, authority)
    fee = entry.fee
    return Amounts(fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore)


def _disputed(dispute: Dispute, authority: TariffAuthority) -> Amounts:
    if authority is TariffAuthority.REGULATION:
        return Amounts(
            dispute.regulation_honorarium_ore, dispute.regulation_refund_ore, dispute.regulation_user_fee_ore
        )
    return Amounts(dispute.default_honorarium_ore, dispute.default_refund_ore, dispute.default_user_fee_ore)


def price_uses(
    uses: tuple[FeeUse, ...], tariff: TariffDay, authority: TariffAuthority, shares: Mapping[str, Amounts] = NO_SHARES
) -> tuple[PricedFee, ...]:
    """The codes that are in force, with their figures; `shares` has those of fees that are a percentage."""
    return tuple(
        PricedFee(
            use,
            _times(shares.get(use.fee_code) or unit_amounts(tariff.fees[use.fee_code], authority), use.count),
        )
        for use in uses
        if use.fee_code in tariff.fees
    )


def line_amounts(coded: CodedLine, fees: tuple[PricedFee, ...]) -> Amounts:
    """The figures of a line; absent where a code is not in force or a refund is not known."""
    expected = len(coded.uses) + (coded.category is not None)
    if len(fees) < expected or (not expected and coded.refund_known):
        return Amounts(None, None, None)
    amounts = add_amounts([fee.amounts for fee in fees])
    return amounts if coded.refund_known else Amounts(None, None, amounts.user_fee_ore)


def _times(amounts: Amounts, count: int) -> Amounts:
    if count == 1:
        return amounts
    return Amounts(*(None if one is None else one * count for one in (
        amounts.honorarium_ore, amounts.refund_ore, amounts.user_fee_ore
    )))  # fmt: skip
