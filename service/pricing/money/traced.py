"""The steps of a line's money: the figures of its fees, and who pays them."""

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay
from service.pricing.decision import LineDecision, PricedFee
from service.pricing.fee_codes.coding import CodedLine
from service.pricing.money.figures import TariffAuthority
from service.pricing.money.patients import Exemption
from service.pricing.money.payments import PaymentCase
from service.pricing.money.terms import Terms
from service.pricing.trace import Rule, Trace
from service.verification import funding, institutes

OF_DISCIPLINE = {Discipline.PHYSIOTHERAPY: funding.CONTRACT_REQUIRED, **institutes.CONTRACT_REQUIRED}
SETTLEMENT_OF_CARD = "settlement_with_provider"
BY_MUNICIPALITY = "user_fee_by_municipality"
NO_EXEMPTION = "NO_EXEMPTION"


def trace_fees(
    coded: CodedLine, fees: tuple[PricedFee, ...], tariff: TariffDay, authority: TariffAuthority, trace: Trace
) -> None:
    """The printed row of each fee code of a line, and the dispute about it."""
    for fee in fees:
        entry = tariff.fees.get(fee.use.fee_code)
        if entry is None or fee.use.fee_code in tariff.fee_shares:
            continue
        data = {"fee_code": fee.use.fee_code, "count": fee.use.count}
        trace.step(Rule.FEE, coded.line.number, entry.fee, **data)
        if entry.dispute:
            trace.step(Rule.DISPUTED_FIGURES, coded.line.number, entry.dispute, entry.fee, authority=authority, **data)


def trace_payment(line: LineDecision, tariff: TariffDay, terms: Terms, trace: Trace) -> None:
    """Who pays what of a line, and by which terms."""
    money = {
        "patient_pays_ore": line.payment.patient_pays_ore,
        "helfo_pays_ore": line.payment.helfo_pays_ore,
        "counts_ore": line.payment.counts_ore,
    }
    told = {name: "" if amount is None else amount for name, amount in money.items()}
    rules = [tariff.provisions.get(name) for name in _rests_on(tariff, terms)]
    exemption = NO_EXEMPTION if terms.exemption is Exemption.NONE else terms.exemption
    trace.step(Rule.WHO_PAYS, line.number, *rules, coverage=line.coverage, case=terms.case, exemption=exemption, **told)


def _rests_on(tariff: TariffDay, terms: Terms) -> tuple[str, ...]:
    """The provisions that the terms of payment come from."""
    match terms.case:
        case PaymentCase.EMPLOYEE:
            return (BY_MUNICIPALITY,)
        case PaymentCase.ON_RECEIPT:
            return ("receipt_claim",)
        case PaymentCase.WHOLE_FEE | PaymentCase.UNPAID | PaymentCase.OWN_PRICE:
            return terms.missing
        case PaymentCase.ORDINARY if terms.exemption is Exemption.CARD and SETTLEMENT_OF_CARD in tariff.provisions:
            return (SETTLEMENT_OF_CARD,)
    return (OF_DISCIPLINE[tariff.discipline],)
