"""
What is refunded afterwards for treatment in another EEA state.

At most what the treatment would have been worth in Norway, and never more than
was paid; the Norwegian user fee is deducted, and what is deducted counts towards
the ceiling. All lines are taken together, as one bill.

References: folketrygdloven section 5-24 a; FOR-2010-11-22-1466; folketrygdloven
section 22-13 (six months).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from registry.records import CompetenceKind
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import PatientRule
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Charge, Claim
from service.pricing.decision import AbroadEstimate, LineCoverage, add
from service.pricing.fee_codes.judgement import Judgement, judge_lines
from service.pricing.fee_codes.treatments import is_child
from service.pricing.money.ceiling import AboveCeiling, judge_ceiling
from service.pricing.money.figures import TariffAuthority
from service.pricing.money.patients import PatientStatus, judge_patient
from service.pricing.money.payments import PaymentCase
from service.pricing.money.settling import SettledLine, settle_line
from service.pricing.money.shares import share_amounts
from service.pricing.money.terms import Terms
from service.pricing.money.totals import payment_total
from service.pricing.trace import Rule, Trace
from service.pricing.validity import months_later
from service.verification.codes import AssumptionCode
from service.verification.competences import MANUAL_THERAPY
from service.verification.findings import Assumption, Verdict
from service.verification.requisitions import RequisitionAnswer, verify_requisition
from service.verification.standing import Standing

REFUND, MONTHS_TO_APPLY = "eea_reimbursement", "eea_claim_months"
OF_MANUAL_THERAPY = MANUAL_THERAPY | {CompetenceKind.MANUAL_THERAPY_2015}
"""What opens codes of manual therapy; nobody abroad has the transition right, but codes of 2017 name it too."""
NO_REFUND = AbroadEstimate(0, 0, 0, 0, 0, None)


@struct(frozen=True, slots=True)
class EeaRefund:
    """
    An estimate with all that it rests on.

    `applies` is whether there is anything to apply for. `lines` are those inside the
    scheme, as they would be settled in Norway.
    """

    estimate: AbroadEstimate
    applies: bool
    patient: PatientStatus
    member: bool
    requisition: RequisitionAnswer | None
    judgement: Judgement
    lines: tuple[SettledLine, ...]
    above: AboveCeiling
    competences: tuple[Assumption, ...]


def estimate_refund(
    claim: Claim,
    snapshot: Snapshot,
    tariffs: TariffSet,
    tariff: TariffDay,
    authority: TariffAuthority,
    trace: Trace,
) -> EeaRefund:
    """What the tariff of the day gives for the lines, as if an ordinary performer in Norway had billed them."""
    patient = judge_patient(claim, tariff, trace)
    member = patient.member and claim.patient.member is not False
    judgement = judge_lines(_without_prices(claim), tariffs, tariff, _performer(claim), trace)
    requisition = _requisition(claim, snapshot, tariffs, tariff, judgement)
    verdict = requisition.finding.verdict if requisition else Verdict.HELD
    case = PaymentCase.UNDECIDED if verdict is Verdict.UNKNOWN else PaymentCase.ORDINARY
    terms = Terms(
        case, patient.exemption, patient.may_be_exempt, region_assumed=False, authority=authority, abroad=True
    )
    shares = share_amounts(judgement, tariff, authority, trace) if tariff.fee_shares else {}
    lines = tuple(settle_line(coded, judgement, tariff, terms, trace, shares) for coded in judgement.lines)
    applies = member and verdict is not Verdict.NOT_HELD and any(not _refused(line) for line in lines)
    estimate, above = NO_REFUND, AboveCeiling(0)
    if applies:
        estimate = _estimate(claim, tariff, lines)
        if estimate.counts_ore is not None:
            ceiling = tariffs.ceiling(claim.discipline, claim.treatment_date)
            above = judge_ceiling(ceiling, tariff, estimate.counts_ore, claim.patient.user_fees_paid_ore, trace)
            estimate = replace(estimate, refunded_afterwards_ore=above.refunded_ore)
    _record(claim, tariff, estimate, trace)
    competences = _competences(claim, tariff, judgement) if applies else ()
    return EeaRefund(estimate, applies, patient, member, requisition, judgement, lines, above, competences)


def _performer(claim: Claim) -> Standing:
    """The one who treats abroad, of whom the register knows nothing."""
    return Standing(provider=claim.country_code, practice_id=None, findings=())


def _without_prices(claim: Claim) -> Claim:
    """The lines that Norway has a tariff for, without what was paid for them abroad."""
    inside = [line for line in claim.lines if not isinstance(line.content, Charge)]
    return replace(claim, lines=tuple(replace(line, asking_price_ore=None) for line in inside))


def _requisition(
    claim: Claim, snapshot: Snapshot, tariffs: TariffSet, tariff: TariffDay, judgement: Judgement
) -> RequisitionAnswer | None:
    """The answer about the requisition; absent when none would be needed in Norway."""
    opened_by = [entry.fee.opened_by for entry in judgement.bill.entries.values()]
    manual_therapy = bool(opened_by) and all(kinds and kinds <= OF_MANUAL_THERAPY for kinds in opened_by)
    if not tariff.professions or not judgement.lines or manual_therapy:
        return None
    return verify_requisition(snapshot, tariffs, tariff, claim.requisition, claim.treatment_date)


def _refused(line: SettledLine) -> bool:
    """Whether the line would not be payable in Norway, whatever is chosen."""
    return line.decision.coverage is LineCoverage.NOT_PAYABLE and not line.chosen


def _estimate(claim: Claim, tariff: TariffDay, lines: Sequence[SettledLine]) -> AbroadEstimate:
    """
    The lesser of what was paid and the Norwegian price, less the Norwegian user fee.

    No more than was paid can be deducted, so no more counts.
    """
    norway = payment_total(lines)
    paid = _paid(claim, lines)
    user_fee = norway.patient_pays_ore
    refund = deducted = None
    if user_fee is not None:
        deducted = user_fee if paid is None else min(user_fee, paid)
    honorarium = add(norway.helfo_pays_ore, user_fee)
    if paid is not None and honorarium is not None and user_fee is not None:
        refund = max(0, min(paid, honorarium) - user_fee)
    return AbroadEstimate(norway.helfo_pays_ore, refund, deducted, deducted, None, _apply_by(claim, tariff))


def _paid(claim: Claim, lines: Sequence[SettledLine]) -> int | None:
    """What was paid for the lines that Norway would have paid for; absent when a price is not told."""
    kept = {line.decision.number for line in lines if not _refused(line)}
    return add(*(line.asking_price_ore for line in claim.lines if line.number in kept))


def _apply_by(claim: Claim, tariff: TariffDay) -> date | None:
    months = tariff.provisions.get(MONTHS_TO_APPLY)
    return months_later(claim.treatment_date, months.value) if months and months.value else None


def _competences(claim: Claim, tariff: TariffDay, judgement: Judgement) -> tuple[Assumption, ...]:
    """The competences that the performer is taken to hold: those of codes that no plain physiotherapist may use."""
    return tuple(
        Assumption(
            AssumptionCode.EEA_COMPETENCE_AS_STATED,
            {"fee_code": code, "competences": ", ".join(sorted(entry.fee.opened_by))},
            judgement.bill.first_line(code),
        )
        for code, entry in judgement.bill.entries.items()
        if entry.fee.opened_by
        and CompetenceKind.PHYSIOTHERAPIST not in entry.fee.opened_by
        and code not in judgement.refused
        and not (entry.fee.patient_rule is PatientRule.CHILD_OR_COMPETENCE and is_child(claim, tariff))
    )


def _record(claim: Claim, tariff: TariffDay, estimate: AbroadEstimate, trace: Trace) -> None:
    provisions = tariff.provisions
    found = {
        "highest_refund_ore": estimate.highest_refund_ore,
        "refund_ore": estimate.refund_ore,
        "deducted_user_fee_ore": estimate.deducted_user_fee_ore,
        "apply_by": estimate.apply_by,
    }
    known = {key: "" if value is None else value for key, value in found.items()}
    records = (provisions.get(REFUND), provisions.get(MONTHS_TO_APPLY))
    trace.step(Rule.TREATMENT_ABROAD, 0, *records, country_code=claim.country_code, **known)
