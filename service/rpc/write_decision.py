"""A decision of the core put into the contract's words."""

from datetime import date

from avtalt.v1 import decision_pb2
from registry.tariffs.tariff_set import TariffSet
from service.pricing.decision import AbroadEstimate, Decision, LineDecision, PricedFee, Provisional, Totals
from service.pricing.trace import Trace
from service.rpc.enums import COVERAGE_NUMBERS, OUTCOME_NUMBERS, PAYEE_NUMBERS
from service.rpc.write_derivation import write_derivation
from service.rpc.write_reason import write_assumption, write_day, write_finding, write_notice, write_reason
from service.texts.catalogue import Catalogue


def write_decision(
    decision: Decision,
    trace: Trace,
    treatment_date: date,
    tariffs: TariffSet,
    texts: Catalogue,
) -> decision_pb2.Decision:
    """The answer to a claim with its texts, but for what is each claim's own: reference, name and basis."""
    return decision_pb2.Decision(
        outcome=OUTCOME_NUMBERS[decision.outcome],  # type: ignore[arg-type]
        lines=[_write_line(line) for line in decision.lines],
        totals=_write_totals(decision.totals),
        reasons=[write_reason(reason, texts, tariffs.rejections) for reason in decision.reasons],
        notices=[write_notice(notice, texts) for notice in decision.notices],
        assumptions=[write_assumption(assumption, texts, tariffs.rejections) for assumption in decision.assumptions],
        findings=[write_finding(finding, texts, tariffs.rejections) for finding in decision.findings],
        practice_id=decision.practice_id or "",
        provisional=[_write_provisional(each, treatment_date, texts) for each in decision.provisional],
        not_considered=decision.not_considered,
        valid_until=write_day(decision.valid_until),
        report_by=write_day(decision.report_by),
        derivation=write_derivation(trace.steps, tariffs, texts) if trace else (),
        abroad_estimate=_write_estimate(decision.abroad) if decision.abroad else None,
    )


def _write_estimate(estimate: AbroadEstimate) -> decision_pb2.AbroadEstimate:
    return decision_pb2.AbroadEstimate(
        highest_refund_ore=estimate.highest_refund_ore,
        refund_ore=estimate.refund_ore,
        deducted_user_fee_ore=estimate.deducted_user_fee_ore,
        counts_towards_ceiling_ore=estimate.counts_ore,
        refunded_afterwards_ore=estimate.refunded_afterwards_ore,
        apply_by=write_day(estimate.apply_by),
    )


def _write_line(line: LineDecision) -> decision_pb2.LineDecision:
    return decision_pb2.LineDecision(
        line_number=line.number,
        coverage=COVERAGE_NUMBERS[line.coverage],  # type: ignore[arg-type]
        fees=[_write_fee(fee) for fee in line.fees],
        honorarium_ore=line.amounts.honorarium_ore,
        refund_ore=line.amounts.refund_ore,
        user_fee_ore=line.amounts.user_fee_ore,
        patient_pays_ore=line.payment.patient_pays_ore,
        helfo_pays_ore=line.payment.helfo_pays_ore,
        counts_towards_ceiling_ore=line.payment.counts_ore,
    )


def _write_fee(fee: PricedFee) -> decision_pb2.PricedFee:
    return decision_pb2.PricedFee(
        fee_code=fee.use.fee_code,
        count=fee.use.count,
        honorarium_ore=fee.amounts.honorarium_ore,
        refund_ore=fee.amounts.refund_ore,
        user_fee_ore=fee.amounts.user_fee_ore,
    )


def _write_totals(totals: Totals) -> decision_pb2.Totals:
    return decision_pb2.Totals(
        honorarium_ore=totals.amounts.honorarium_ore,
        refund_ore=totals.amounts.refund_ore,
        user_fee_ore=totals.amounts.user_fee_ore,
        patient_pays_ore=totals.payment.patient_pays_ore,
        lowest_patient_pays_ore=totals.lowest_patient_pays_ore,
        highest_patient_pays_ore=totals.highest_patient_pays_ore,
        helfo_pays_ore=totals.payment.helfo_pays_ore,
        helfo_pays_to=PAYEE_NUMBERS[totals.payee],  # type: ignore[arg-type]
        counts_towards_ceiling_ore=totals.payment.counts_ore,
        refunded_afterwards_ore=totals.refunded_afterwards_ore,
        outside_scheme_ore=totals.outside_scheme_ore,
        user_fee_ceiling_ore=totals.ceiling_ore,
    )


def _write_provisional(provisional: Provisional, treatment_date: date, texts: Catalogue) -> decision_pb2.Provisional:
    data = {
        "subject": provisional.subject,
        "confirmed_through": provisional.confirmed_through.isoformat(),
        "treatment_date": treatment_date.isoformat(),
    }
    return decision_pb2.Provisional(
        subject=provisional.subject,
        confirmed_through=data["confirmed_through"],
        text=texts.say("provisional", provisional.kind, data),
    )
