"""The parts of a priced claim put together to one answer: all reasons, notices and assumptions at once."""

from dataclasses import replace
from datetime import date

from registry.structs import struct
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.charges.judging import JudgedCharge
from service.pricing.claim import Claim
from service.pricing.decision import Decision, Outcome
from service.pricing.fee_codes.judgement import Judgement
from service.pricing.money.ceiling import AboveCeiling
from service.pricing.money.patients import Exemption, PatientStatus
from service.pricing.money.payments import PaymentCase
from service.pricing.money.settling import SettledLine
from service.pricing.money.terms import Terms
from service.pricing.money.totals import exempt_total, other_region_total, outside_scheme, sum_up, whole_fee_total
from service.pricing.outcome import outcome_of
from service.pricing.remarks.not_considered import not_considered
from service.pricing.remarks.notices import NOT_A_GUARANTEE, about_charges, about_expertise, about_payment
from service.pricing.remarks.refusing_nothing import remarks_on_claim, remarks_on_line
from service.pricing.remarks.unused_circumstances import unused_circumstances
from service.pricing.trace import Rule, Trace
from service.pricing.validity import provisional, report_by, reporting_rule, valid_until
from service.verification.codes import AssumptionCode
from service.verification.findings import Assumption, Finding, Notice, Reason
from service.verification.reimbursability import missing_agreement_notices
from service.verification.requisitions import RequisitionAnswer
from service.verification.standing import Standing

LOWERED_BY_CARD = {AssumptionCode.NO_EXEMPTION_CARD, AssumptionCode.NOT_A_CHILD}
LOWERED_BY_REGION = {AssumptionCode.PATIENT_OF_CONTRACTING_REGION, AssumptionCode.PATIENT_OF_OTHER_REGION}


@struct(frozen=True, slots=True)
class Parts:
    """All that the rules have found about one claim."""

    claim: Claim
    tariffs: TariffSet
    tariff: TariffDay
    standing: Standing
    requisition: RequisitionAnswer | None
    patient: PatientStatus
    judgement: Judgement
    charges: tuple[JudgedCharge, ...]
    terms: Terms
    lines: tuple[SettledLine, ...]
    above: AboveCeiling
    region: Assumption | None

    @property
    def inside(self) -> bool:
        """Whether the claim has a line inside the scheme."""
        return bool(self.judgement.lines)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The verdicts that the outcome rests on; none when nothing is inside the scheme."""
        asked = (self.requisition.finding,) if self.requisition else ()
        return (*self.standing.findings, *asked) if self.inside else ()


def put_together(parts: Parts, trace: Trace) -> Decision:
    """One answer from all parts."""
    claim, tariff, terms = parts.claim, parts.tariff, parts.terms
    scheme = {coded.line.number for coded in parts.judgement.lines}
    outcome = outcome_of(terms.case, [line.decision.coverage for line in parts.lines if line.decision.number in scheme])
    ceiling = parts.tariffs.ceiling(claim.discipline, claim.treatment_date) if parts.inside else None
    decisions = tuple(line.decision for line in parts.lines)
    totals = sum_up(
        parts.lines, parts.judgement, terms.case, parts.above.refunded_ore, ceiling.amount_ore if ceiling else None
    )
    due = _report_by(parts)
    if due:
        trace.step(Rule.REPORTING, 0, reporting_rule(tariff, municipality=_by_municipality(parts)), report_by=due)
    return Decision(
        outcome=outcome,
        lines=decisions,
        totals=totals,
        reasons=_reasons(parts),
        notices=_notices(parts, outcome, due),
        assumptions=_assumptions(parts, outcome),
        findings=parts.findings,
        practice_id=parts.standing.practice_id,
        provisional=provisional(claim, tariff, decisions, ceiling),
        not_considered=(
            *not_considered(claim, tariff, outcome, terms.exemption),
            *unused_circumstances(claim, tariff, parts.judgement.bill, parts.standing),
        ),
        valid_until=valid_until(claim, tariff, (parts.standing.valid_until, _asked_until(parts))),
        report_by=due,
    )


def _asked_until(parts: Parts) -> date | None:
    """The last day on which the verdict on the requisition is known to stay the same."""
    return parts.requisition.finding.valid_until if parts.requisition else None


def _report_by(parts: Parts) -> date | None:
    """The last day to report; absent when no line is known to count towards the ceiling."""
    if not any(line.decision.payment.counts_ore for line in parts.lines):
        return None
    return report_by(parts.claim, parts.tariff, municipality=_by_municipality(parts))


def _by_municipality(parts: Parts) -> bool:
    return parts.terms.case is PaymentCase.EMPLOYEE


def _reasons(parts: Parts) -> tuple[Reason, ...]:
    """All reasons, the ones about the whole claim first, then by line; an equal one only once."""
    found: list[Reason] = []
    if parts.inside:
        found += parts.standing.reasons
        found += [reason for finding in parts.findings for reason in finding.reasons]
        found += parts.patient.reasons
        found += remarks_on_claim(parts.standing, parts.terms, parts.tariff)
    found += parts.judgement.reasons
    settled = {line.decision.number: line for line in parts.lines}
    for coded in parts.judgement.lines:
        line = settled[coded.line.number]
        found += remarks_on_line(coded, line, parts.tariffs, parts.tariff, parts.claim.treatment_date)
    found += [reason for charge in parts.charges for reason in charge.reasons]
    unique = [reason for place, reason in enumerate(found) if reason not in found[:place]]
    return tuple(sorted(unique, key=lambda reason: reason.line_number))


def _notices(parts: Parts, outcome: Outcome, due: date | None) -> tuple[Notice, ...]:
    missing: tuple[Notice, ...] = ()
    if parts.inside:
        missing = missing_agreement_notices(parts.tariffs, parts.standing, parts.claim.treatment_date)
    return (
        *missing,
        *about_payment(
            parts.claim, parts.tariff, parts.terms, outcome, due, parts.patient.causes, told_already=bool(missing)
        ),
        *about_expertise(parts.lines, parts.tariff, parts.terms),
        *parts.above.notices,
        *about_charges(parts.claim, parts.tariff, outside_scheme(parts.lines)),
        NOT_A_GUARANTEE,
    )


def _assumptions(parts: Parts, outcome: Outcome) -> tuple[Assumption, ...]:
    found: list[Assumption] = []
    if parts.inside and outcome is not Outcome.NOT_COVERED:
        found += _of_standing(parts)
        found += parts.requisition.assumptions if parts.requisition else ()
        found += parts.patient.assumptions
        found += [parts.region] if parts.region else []
        found += parts.above.assumptions
        if parts.terms.case is PaymentCase.EMPLOYEE and parts.terms.exemption is Exemption.NONE:
            found.append(Assumption(AssumptionCode.MUNICIPALITY_CHARGES_USER_FEE))
    if parts.inside:
        found += parts.judgement.assumptions
    found += [assumption for charge in parts.charges for assumption in charge.assumptions]
    return tuple(_with_alternative(assumption, parts) for assumption in found)


def _of_standing(parts: Parts) -> list[Assumption]:
    """What verification assumed; about a locum's holder the lines decide, where any takes time."""
    timed = parts.tariff.individual_codes & parts.judgement.bill.entries.keys()
    decided = {AssumptionCode.HOLDER_NOT_BILLING} if timed else set()
    return [assumption for assumption in parts.standing.assumptions if assumption.code not in decided]


def _with_alternative(assumption: Assumption, parts: Parts) -> Assumption:
    """The assumption with what the patient would pay if it were wrong."""
    lines = parts.lines
    other: int | None = None
    if assumption.code in LOWERED_BY_CARD:
        other = exempt_total(lines)
    elif assumption.code in LOWERED_BY_REGION:
        other = other_region_total(lines)
    elif assumption.code is AssumptionCode.MUNICIPALITY_CHARGES_USER_FEE:
        other = outside_scheme(lines)
    elif assumption.code is AssumptionCode.NATIONAL_INSURANCE_MEMBER:
        other = whole_fee_total(lines, parts.tariff)
    return replace(assumption, otherwise_patient_pays_ore=other) if other is not None else assumption
