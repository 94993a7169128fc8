"""
What is a fee worth that is a percentage of the others?

Reference: code G of the physiotherapy tariff, until June 2025.
"""

from collections.abc import Mapping

from registry.tariffs.tariff_set import TariffDay
from service.pricing.decision import NOTHING, Amounts
from service.pricing.fee_codes.judgement import Judgement
from service.pricing.money.figures import NO_SHARES, TariffAuthority, unit_amounts
from service.pricing.trace import Rule, Trace

WHOLE = 100


def share_amounts(
    judgement: Judgement, tariff: TariffDay, authority: TariffAuthority, trace: Trace
) -> Mapping[str, Amounts]:
    """
    The figures of fees that are a percentage of the others of the claim.

    The honorarium is known when those of the others are. How much of it the state
    pays and how much the patient is not on record.
    """
    if not tariff.fee_shares:
        return NO_SHARES
    shares: dict[str, Amounts] = {}
    for code in sorted(tariff.fee_shares.keys() & judgement.bill.entries.keys()):
        entry, share = judgement.bill.entries[code], tariff.fee_shares[code]
        base = _base(judgement, share.sections, authority)
        honorarium = None if base is None else _rounded(base * (entry.fee.percentage or 0))
        trace.step(
            Rule.SHARE_OF_FEES,
            judgement.bill.first_line(code),
            entry.fee,
            share,
            percentage=entry.fee.percentage,
            base_ore="" if base is None else base,
        )
        shares[code] = NOTHING if honorarium == 0 else Amounts(honorarium, None, None)
    return shares


def _base(judgement: Judgement, sections: tuple[str, ...], authority: TariffAuthority) -> int | None:
    """The honoraria of the codes in some sections that stand; absent when one is not known or may yet fall."""
    not_on_record = judgement.unknown - judgement.bill.entries.keys()
    if any(code.startswith(sections) for code in not_on_record):
        return None
    total = 0
    for code, entry in judgement.bill.entries.items():
        if not code.startswith(sections) or code in judgement.refused:
            continue
        honorarium = unit_amounts(entry, authority).honorarium_ore
        if honorarium is None or code in judgement.unknown or code in judgement.undecided:
            return None
        total += honorarium * judgement.bill.counts[code]
    return total


def _rounded(hundredths: int) -> int:
    """
    Hundredths of an øre as whole øre, half an øre upwards.

    >>> _rounded(149), _rounded(150)
    (1, 2)
    """
    return (hundredths + WHOLE // 2) // WHOLE
