"""The sums over all lines of a claim."""

from collections.abc import Sequence

from registry.tariffs.tariff_set import TariffDay
from service.pricing.decision import Amounts, LineCoverage, Payment, Totals, add, add_amounts
from service.pricing.fee_codes.coding import USER_FEE_CODES
from service.pricing.fee_codes.judgement import Judgement
from service.pricing.money.patients import Exemption
from service.pricing.money.payments import PaidLine, PaymentCase, pay, payee_of
from service.pricing.money.ranges import Span, choice_span, sum_spans
from service.pricing.money.settling import SettledLine, is_for_patient

BILLED = {LineCoverage.COVERED, LineCoverage.NOT_COVERED, LineCoverage.UNKNOWN}


def payment_total(lines: Sequence[SettledLine]) -> Payment:
    """Who pays what for all lines together."""
    payments = [line.decision.payment for line in lines]
    return Payment(
        add(*[payment.patient_pays_ore for payment in payments]),
        add(*[payment.helfo_pays_ore for payment in payments]),
        add(*[payment.counts_ore for payment in payments]),
    )


def exempt_total(lines: Sequence[SettledLine]) -> int | None:
    """What the patient would pay with an exemption card; absent when not known."""
    return add(*(line.exempt.patient_pays_ore if not line.chosen else None for line in lines))


def whole_fee_total(lines: Sequence[SettledLine], tariff: TariffDay) -> int | None:
    """What one would pay who is no member of national insurance; absent when not known."""
    return add(*(_whole_fee(line, tariff) for line in lines))


def _whole_fee(line: SettledLine, tariff: TariffDay) -> int | None:
    decision = line.decision
    if decision.coverage is not LineCoverage.COVERED:
        return decision.payment.patient_pays_ore
    paid = PaidLine(decision.amounts, None, is_for_patient((fee.use.fee_code for fee in decision.fees), tariff))
    return pay(PaymentCase.WHOLE_FEE, Exemption.NONE, paid).patient_pays_ore


def other_region_total(lines: Sequence[SettledLine]) -> int | None:
    """What the patient would pay without the user fee that is for patients of contracting regions."""
    return add(*(0 if _has_user_fee_of_region(line) else line.decision.payment.patient_pays_ore for line in lines))


def _has_user_fee_of_region(line: SettledLine) -> bool:
    fees = {fee.use.fee_code for fee in line.decision.fees}
    return line.decision.coverage is LineCoverage.COVERED and not fees.isdisjoint(USER_FEE_CODES.values())


def sum_up(
    lines: Sequence[SettledLine],
    judgement: Judgement,
    case: PaymentCase,
    refunded_afterwards_ore: int | None,
    ceiling_ore: int | None,
) -> Totals:
    """All sums. Lines that may not be billed have no part in them."""
    payment = payment_total(lines)
    span = _span(lines, judgement)
    return Totals(
        amounts=tariff_amounts(lines),
        payment=payment,
        lowest_patient_pays_ore=span.lowest,
        highest_patient_pays_ore=span.highest,
        payee=payee_of(case, payment.helfo_pays_ore),
        refunded_afterwards_ore=refunded_afterwards_ore,
        outside_scheme_ore=outside_scheme(lines),
        ceiling_ore=ceiling_ore,
    )


def outside_scheme(lines: Sequence[SettledLine]) -> int | None:
    """What is to be paid for lawful charges outside the scheme; absent when a charge is not told."""
    return add(
        *(
            line.decision.payment.patient_pays_ore
            for line in lines
            if line.decision.coverage is LineCoverage.OUTSIDE_SCHEME
        )
    )


def tariff_amounts(lines: Sequence[SettledLine]) -> Amounts:
    """The tariff's figures for all lines that may be billed; absent while a choice between codes is open."""
    undecided = [Amounts(None, None, None) for line in lines if line.chosen]
    return add_amounts([line.decision.amounts for line in lines if line.decision.coverage in BILLED] + undecided)


def _span(lines: Sequence[SettledLine], judgement: Judgement) -> Span:
    certain = sum_spans(line.span for line in lines if not line.chosen)
    return certain.plus(choice_span(judgement, {line.decision.number: line.span for line in lines if line.chosen}))
