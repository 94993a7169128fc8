"""
What does one use of each fee code cost, at a provider and on a day?

Nothing is worked out here: each code is priced as a claim of its own, so that the
list and the price of a claim cannot differ.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.tariff_set import FeeEntry, TariffDay, TariffSet
from service.pricing.claim import Claim, FeeUse, Line, Patient
from service.pricing.decision import Decision, LineCoverage
from service.pricing.money.figures import TariffAuthority
from service.pricing.price import price_claim
from service.pricing.price_list.bills import least_bills
from service.pricing.price_list.records import ListedFee
from service.pricing.validity import AGE_LIMITS
from service.verification.codes import ReasonCode
from service.verification.findings import Reason

TOLD = frozenset({ReasonCode.FIGURES_DISPUTED, ReasonCode.COMPETENCE_UNKNOWN})
"""Reasons about a code that whoever reads its price, or misses it, should know."""

TOLD_WITHOUT_PRICE = TOLD | {ReasonCode.AMOUNT_NOT_ON_RECORD}


@struct(frozen=True, slots=True)
class Pricing:
    """
    What every code is priced with.

    `claim` has the provider, the day and a requisition that counts, but no lines.
    """

    claim: Claim
    snapshot: Snapshot
    tariffs: TariffSet
    tariff: TariffDay
    authority: TariffAuthority


@struct(frozen=True, slots=True)
class PricedCode:
    """A fee code priced; the fee is absent when no patient pays it here. The reasons are about the code."""

    fee: ListedFee | None
    reasons: tuple[Reason, ...] = ()


def price_codes(pricing: Pricing) -> Iterator[PricedCode]:
    """Every fee code of the day, in the order of the tariff."""
    for entry in pricing.tariff.fees.values():
        yield _price_code(entry, pricing)


def _price_code(entry: FeeEntry, pricing: Pricing) -> PricedCode:
    """The code for the first patient who pays something for it, on the first bill on which it is covered."""
    unknown: tuple[Reason, ...] = ()
    for patient in _patients(entry, pricing.tariff):
        for bill in least_bills(entry.fee.fee_code, pricing.tariff):
            decision = _price(bill, patient, pricing)
            line = decision.lines[0]
            if line.coverage is LineCoverage.UNKNOWN:
                unknown = unknown or _told(decision)
            elif line.coverage is LineCoverage.COVERED:
                if line.payment.patient_pays_ore == 0:
                    break  # Not this patient, whatever else is on the bill.
                return _listed(entry, decision, pricing.tariff)
    return PricedCode(None, unknown)


def _listed(entry: FeeEntry, decision: Decision, tariff: TariffDay) -> PricedCode:
    """The code with what its line came to; a percentage comes to something else beside every other code."""
    line = decision.lines[0]
    if entry.fee.fee_code in tariff.fee_shares:
        return PricedCode(ListedFee(entry, None, None, None), _told(decision, TOLD_WITHOUT_PRICE))
    pays = line.payment.patient_pays_ore
    fee = ListedFee(entry, pays, line.payment.counts_ore, line.amounts.honorarium_ore)
    return PricedCode(fee, _told(decision, TOLD_WITHOUT_PRICE if pays is None else TOLD))


def _price(bill: Iterable[str], patient: Patient, pricing: Pricing) -> Decision:
    lines = tuple(Line(number, FeeUse(code)) for number, code in enumerate(bill, 1))
    claim = replace(pricing.claim, patient=patient, lines=lines)
    return price_claim(claim, pricing.snapshot, pricing.tariffs, pricing.authority)


def _patients(entry: FeeEntry, tariff: TariffDay) -> Iterator[Patient]:
    """Patients without exemption card; for a code that asks for an age, one on each side of every limit."""
    limits = [provision.value for name in AGE_LIMITS if (provision := tariff.provisions.get(name)) and provision.value]
    ages = dict.fromkeys(age for limit in limits for age in (limit, limit - 1))
    for age in ages:
        yield Patient(age=age, card=False, user_fees_paid_ore=0, member=True)
        if entry.fee.patient_rule is None:
            return


def _told(decision: Decision, codes: frozenset[ReasonCode] = TOLD) -> tuple[Reason, ...]:
    """What is to be known about the first code of a bill, said of the whole list."""
    told = (reason for reason in decision.reasons if reason.line_number == 1 and reason.code in codes)
    return tuple(replace(reason, line_number=0) for reason in told)
