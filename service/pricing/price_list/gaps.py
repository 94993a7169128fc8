"""Which prices of the day are not on record?"""

from registry.tariffs.tariff_day import AMOUNTS
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.not_on_record import tariff_not_on_record
from service.verification.findings import Reason


def prices_not_on_record(claim: Claim, tariffs: TariffSet, tariff: TariffDay) -> tuple[Reason, ...]:
    """The reason, when there is no tariff that day or something in it that patients pay for is missing."""
    missing = (gap.fee_code for gap in tariff.gaps if gap.missing == AMOUNTS)
    if tariff.fees and not any(_is_missed(code, tariffs, tariff) for code in missing):
        return ()
    return (tariff_not_on_record(claim, 0),)


def _is_missed(fee_code: str | None, tariffs: TariffSet, tariff: TariffDay) -> bool:
    """Whether patients pay for the code on other days, or the gap is about all codes."""
    if fee_code is None:
        return True
    return any(fee.user_fee_ore != 0 for fee in tariffs.fee_history(tariff.discipline, fee_code))
