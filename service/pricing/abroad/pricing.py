"""
Treatment outside Norway: paid there, and in the EEA refunded afterwards by Norwegian rules.

References: folketrygdloven section 5-24 a; FOR-2010-11-22-1466.
"""

from registry.snapshot import Snapshot
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.abroad.eea_refund import REFUND, EeaRefund, estimate_refund
from service.pricing.abroad.not_considered import not_considered_abroad
from service.pricing.abroad.remarks import all_assumptions, all_notices, all_reasons
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import (
    NOTHING,
    Amounts,
    Decision,
    LineCoverage,
    LineDecision,
    Outcome,
    Payee,
    Payment,
    Totals,
    add,
)
from service.pricing.money.figures import TariffAuthority
from service.pricing.money.totals import tariff_amounts
from service.pricing.trace import Rule, Trace
from service.pricing.validity import provisional, valid_until

NOTHING_REFUNDED = {"highest_refund_ore": 0, "refund_ore": 0, "deducted_user_fee_ore": 0, "apply_by": ""}
NOT_ON_RECORD = Amounts(None, None, None)


def price_abroad(
    claim: Claim,
    snapshot: Snapshot,
    tariffs: TariffSet,
    tariff: TariffDay,
    authority: TariffAuthority,
    trace: Trace,
) -> Decision:
    """The answer to a claim for treatment in another country; the patient pays there, whatever is refunded."""
    refund = None
    if claim.country_code in tariffs.eea_countries and REFUND in tariff.provisions:
        trace.step(Rule.TARIFF_OF_THE_DAY, 0, tariff, treatment_date=claim.treatment_date)
        refund = estimate_refund(claim, snapshot, tariffs, tariff, authority, trace)
    elif trace:
        rule = tariff.provisions.get(REFUND)
        trace.step(Rule.TREATMENT_ABROAD, 0, rule, **NOTHING_REFUNDED, country_code=claim.country_code)
    lines = _lines(claim, refund)
    ceiling = tariffs.ceiling(claim.discipline, claim.treatment_date) if refund and refund.applies else None
    asked = refund.requisition.finding.valid_until if refund and refund.requisition else None
    return Decision(
        outcome=Outcome.NOT_COVERED,
        lines=lines,
        totals=_totals(lines, refund),
        reasons=all_reasons(claim, tariffs, tariff, refund),
        notices=all_notices(claim, tariff, ceiling, refund),
        assumptions=all_assumptions(refund),
        findings=(),
        practice_id=None,
        provisional=provisional(claim, tariff, lines, ceiling),
        not_considered=not_considered_abroad(claim, tariff, refund),
        valid_until=valid_until(claim, tariff, (asked,)),
        report_by=None,
        abroad=refund.estimate if refund else None,
    )


def _lines(claim: Claim, refund: EeaRefund | None) -> tuple[LineDecision, ...]:
    """Every line as the patient pays it abroad, with the Norwegian figures where an estimate rests on them."""
    norway = {line.decision.number: line.decision for line in refund.lines} if refund else {}
    return tuple(_line(line, norway.get(line.number)) for line in claim.lines)


def _line(line: Line, norway: LineDecision | None) -> LineDecision:
    price = line.asking_price_ore
    is_charge = isinstance(line.content, Charge)
    if isinstance(line.content, Charge) and price is None:
        price = line.content.amount_ore
    fees = norway.fees if norway else ()
    amounts = norway.amounts if norway else NOTHING if is_charge else NOT_ON_RECORD
    return LineDecision(line.number, LineCoverage.NOT_COVERED, fees, amounts, Payment(price, 0, 0))


def _totals(lines: tuple[LineDecision, ...], refund: EeaRefund | None) -> Totals:
    paid = add(*(line.payment.patient_pays_ore for line in lines))
    return Totals(
        amounts=tariff_amounts(refund.lines) if refund else NOT_ON_RECORD,
        payment=Payment(paid, 0, 0),
        lowest_patient_pays_ore=sum(line.payment.patient_pays_ore or 0 for line in lines),
        highest_patient_pays_ore=paid,
        payee=Payee.NOBODY,
        refunded_afterwards_ore=None,
        outside_scheme_ore=None,
        ceiling_ore=None,
    )
