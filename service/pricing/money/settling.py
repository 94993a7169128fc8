"""What each line comes to: its coverage, who pays, and the span of what the patient may have to pay."""

from collections.abc import Iterable, Mapping

from registry.structs import struct
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.judging import JudgedCharge
from service.pricing.decision import (
    NO_PAYMENT,
    UNKNOWN_PAYMENT,
    Amounts,
    LineCoverage,
    LineDecision,
    Payment,
)
from service.pricing.fee_codes.coding import USER_FEE_CODES, CodedLine
from service.pricing.fee_codes.judgement import Judgement
from service.pricing.fee_codes.refund_categories import price_category
from service.pricing.money.figures import NO_SHARES, line_amounts, price_uses
from service.pricing.money.patients import Exemption
from service.pricing.money.payments import PaidLine, PaymentCase, pay
from service.pricing.money.ranges import Span
from service.pricing.money.terms import Terms
from service.pricing.money.traced import trace_fees, trace_payment
from service.pricing.trace import Rule, Trace

ONE_USER_FEE = "one_user_fee_per_requisition"
FOR_PATIENT = "PATIENT"
BY_WHOLE_FEE = {PaymentCase.WHOLE_FEE, PaymentCase.ON_RECEIPT}
UNPAID_CASES = {PaymentCase.WHOLE_FEE, PaymentCase.OWN_PRICE, PaymentCase.UNPAID}


@struct(frozen=True, slots=True)
class SettledLine:
    """
    The answer to a line, and what it would come to if kept.

    `if_kept` differs from the answer only for a line that hangs on a choice.
    `exempt` is what the line would come to for a patient with a card.
    """

    decision: LineDecision
    if_kept: Payment
    exempt: Payment
    span: Span
    chosen: bool


def settle_line(
    coded: CodedLine,
    judgement: Judgement,
    tariff: TariffDay,
    terms: Terms,
    trace: Trace,
    shares: Mapping[str, Amounts] = NO_SHARES,
) -> SettledLine:
    """The answer to a line inside the scheme; `shares` has the figures of fees that are a percentage."""
    fees = price_uses(coded.uses, tariff, terms.authority, shares)
    if trace:
        trace_fees(coded, fees, tariff, terms.authority, trace)
    if coded.category:
        fees = (*fees, price_category(coded.category))
        if trace:
            trace.step(Rule.REFUND_CATEGORY, coded.line.number, coded.category, refund_ore=coded.category.refund_ore)
    if coded.fee_elsewhere and tariff.discipline is Discipline.RADIOLOGY:
        rule = tariff.provisions.get(ONE_USER_FEE)
        if trace:
            trace.step(Rule.ONE_USER_FEE_PER_REQUISITION, coded.line.number, rule)
    amounts = line_amounts(coded, fees)
    for_patient = terms.case not in BY_WHOLE_FEE or is_for_patient((use.fee_code for use in coded.uses), tariff)
    paid = PaidLine(amounts, coded.line.asking_price_ore, for_patient)
    coverage, undecided = _coverage(coded, judgement, terms.case)
    if coverage is LineCoverage.NOT_PAYABLE:
        if_kept = exempt = NO_PAYMENT
        if undecided:
            if_kept, exempt = pay(terms.case, terms.exemption, paid), pay(terms.case, Exemption.CARD, paid)
        payment = UNKNOWN_PAYMENT if undecided else NO_PAYMENT
    elif coverage is LineCoverage.UNKNOWN:
        payment = if_kept = exempt = UNKNOWN_PAYMENT
    else:
        payment = if_kept = pay(terms.case, terms.exemption, paid)
        exempt = pay(terms.case, Exemption.CARD, paid) if terms.may_be_exempt else payment
    decision = LineDecision(coded.line.number, coverage, fees, amounts, payment)
    if trace and not terms.abroad:
        trace_payment(decision, tariff, terms, trace)
    return SettledLine(
        decision, if_kept, exempt, _span(if_kept, exempt, coded, terms, _most(amounts, coverage, terms.case)), undecided
    )


def settle_charge(judged: JudgedCharge) -> SettledLine:
    """The answer to a charge outside the scheme."""
    payment = judged.decision.payment
    span = Span(judged.lowest_ore, judged.highest_ore)
    return SettledLine(judged.decision, payment, payment, span, chosen=False)


def is_for_patient(codes: Iterable[str], tariff: TariffDay) -> bool:
    """Whether a line of these codes is for the patient, not for a group, a month or a practice."""
    fees = [tariff.fees[code].fee for code in codes if code in tariff.fees]
    return not fees or any(fee.per == FOR_PATIENT for fee in fees)


def _coverage(coded: CodedLine, judgement: Judgement, case: PaymentCase) -> tuple[LineCoverage, bool]:
    """Whether the line is covered, and whether it hangs on a choice between codes."""
    codes = {use.fee_code for use in coded.uses}
    if case in (PaymentCase.OWN_PRICE, PaymentCase.UNPAID):
        return LineCoverage.NOT_COVERED, False
    if case is PaymentCase.UNDECIDED:
        return LineCoverage.UNKNOWN, False
    if codes & (judgement.undecided | judgement.refused) or (coded.reasons and not coded.unknown):
        return LineCoverage.NOT_PAYABLE, _hangs_on_a_choice(codes, judgement)
    if codes & judgement.unknown or coded.unknown:
        return LineCoverage.UNKNOWN, False
    return (LineCoverage.NOT_COVERED if case in UNPAID_CASES else LineCoverage.COVERED), False


def _hangs_on_a_choice(codes: set[str], judgement: Judgement) -> bool:
    """Whether nothing is said against the line but that its codes, or their companions, exclude others."""
    choices = judgement.undecided - judgement.refused
    refused = codes & judgement.refused
    falling = {code for code in refused & judgement.with_companion if judgement.bill.entries[code].companions & choices}
    return refused == falling and bool(falling or codes & choices)


def _most(amounts: Amounts, coverage: LineCoverage, case: PaymentCase) -> int | None:
    """The most that a patient can be asked for by the tariff when the split of the honorarium is not on record."""
    by_tariff = coverage is LineCoverage.COVERED and case is not PaymentCase.OWN_PRICE
    return amounts.honorarium_ore if by_tariff else None


def _span(if_kept: Payment, exempt: Payment, coded: CodedLine, terms: Terms, most: int | None) -> Span:
    paid = if_kept.patient_pays_ore
    if paid is None:
        return Span(0, most)
    lowest = paid
    if terms.may_be_exempt and exempt.patient_pays_ore is not None:
        lowest = min(lowest, exempt.patient_pays_ore)
    region_fee = terms.region_assumed and any(use.fee_code in USER_FEE_CODES.values() for use in coded.uses)
    if region_fee or terms.case is PaymentCase.EMPLOYEE:
        lowest = 0
    return Span(lowest, paid)
