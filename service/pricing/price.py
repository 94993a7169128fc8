"""
A claim priced: the rules applied in order, and their results put together.

The order is: the tariff of the day, the provider's standing, the requisition, the
patient, the fee codes, the patient's region, the charges, who pays, the ceiling.
Nothing is read but the arguments.
"""

from collections.abc import Mapping
from dataclasses import replace

from registry.snapshot import Snapshot
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.abroad.pricing import price_abroad
from service.pricing.answer import Parts, put_together
from service.pricing.charges.judging import JudgedCharge, judge_charge
from service.pricing.claim import Claim
from service.pricing.decision import Amounts, Decision, LineCoverage
from service.pricing.fee_codes.coding import charges
from service.pricing.fee_codes.judgement import Judgement, judge_lines
from service.pricing.money.ceiling import AboveCeiling, judge_ceiling
from service.pricing.money.figures import TariffAuthority
from service.pricing.money.patients import Exemption, judge_patient
from service.pricing.money.regions import assume_region
from service.pricing.money.settling import UNPAID_CASES, SettledLine, settle_charge, settle_line
from service.pricing.money.shares import share_amounts
from service.pricing.money.terms import Terms
from service.pricing.money.totals import payment_total
from service.pricing.outcome import payment_case
from service.pricing.remarks.requirements import missing_condition, trace_requirements
from service.pricing.several import between_practices
from service.pricing.trace import SILENT, Rule, Trace
from service.verification.reimbursability import ProviderAtPractice, agree, practice_of_several, standings
from service.verification.requisitions import RequisitionAnswer, verify_requisition
from service.verification.standing import Standing

NORWAY = "NO"


def price_claim(
    claim: Claim,
    snapshot: Snapshot,
    tariffs: TariffSet,
    authority: TariffAuthority = TariffAuthority.DEFAULT,
    trace: Trace = SILENT,
) -> Decision:
    """The answer to a claim, from one revision of the register and one set of tariffs."""
    tariff = tariffs.day(claim.discipline, claim.treatment_date)
    if claim.country_code != NORWAY:
        return price_abroad(claim, snapshot, tariffs, tariff, authority, trace)
    provider = claim.performer or ProviderAtPractice()
    found = standings(snapshot, tariffs, provider, claim.discipline, claim.treatment_date)
    if agree(found):
        standing = found[0] if len(found) == 1 else _at_any_of(found)
        return _price_at(claim, snapshot, tariffs, tariff, standing, authority, trace)
    priced = []
    for standing in found:
        if trace:
            trace.practice_id = standing.practice_id
        priced.append(_price_at(claim, snapshot, tariffs, tariff, standing, authority, trace))
    return between_practices(found, priced)


def _at_any_of(found: tuple[Standing, ...]) -> Standing:
    """The standing at one of several practices that give the same answer, as long as all of them do."""
    assumptions = (*found[0].assumptions, *practice_of_several(found))
    ends = tuple(standing.valid_until for standing in found)
    return replace(found[0], practice_id=None, assumptions=assumptions, ends=ends)


def _price_at(
    claim: Claim,
    snapshot: Snapshot,
    tariffs: TariffSet,
    tariff: TariffDay,
    standing: Standing,
    authority: TariffAuthority,
    trace: Trace,
) -> Decision:
    """The answer when the provider's standing is settled."""
    if trace:
        trace.step(Rule.TARIFF_OF_THE_DAY, 0, tariff, treatment_date=claim.treatment_date)
    requisition = _requisition(claim, snapshot, tariffs, tariff, standing)
    asked = requisition.finding if requisition else None
    trace_requirements(standing, asked, tariff, trace)
    patient = judge_patient(claim, tariff, trace)
    case = payment_case(standing, asked, claim.discipline, member=patient.member)
    judgement = judge_lines(claim, tariffs, tariff, standing, trace)
    priced = case not in UNPAID_CASES and patient.exemption is Exemption.NONE
    region = assume_region(claim, tariffs, standing) if priced else None
    if trace and priced and claim.discipline is Discipline.RADIOLOGY:
        rule = tariff.provisions.get("user_fee_of_region")
        regions = ", ".join(tariffs.region_name(number) or number for number in sorted(standing.health_regions))
        trace.step(Rule.USER_FEE_OF_REGION, 0, rule, regions=regions, assumed=region is not None)
    missing = missing_condition(standing, asked, tariff, member=patient.member) if trace else ()
    terms = Terms(case, patient.exemption, patient.may_be_exempt, region is not None, authority, missing)
    judged = tuple(judge_charge(line, charge, claim, tariff, trace, authority) for line, charge in charges(claim))
    shares = share_amounts(judgement, tariff, authority, trace)
    lines = _settle(judgement, judged, tariff, terms, shares, trace)
    above = _above_ceiling(claim, tariffs, tariff, terms, lines, trace)
    return put_together(
        Parts(claim, tariffs, tariff, standing, requisition, patient, judgement, judged, terms, lines, above, region),
        trace,
    )


def _requisition(
    claim: Claim, snapshot: Snapshot, tariffs: TariffSet, tariff: TariffDay, standing: Standing
) -> RequisitionAnswer | None:
    """The answer about the requisition; absent when none is needed."""
    inside = len(claim.lines) > len(charges(claim))
    if not tariff.professions or not inside:
        return None
    if claim.discipline is Discipline.PHYSIOTHERAPY and standing.is_manual_therapist:
        return None
    return verify_requisition(snapshot, tariffs, tariff, claim.requisition, claim.treatment_date)


def _settle(
    judgement: Judgement,
    judged: tuple[JudgedCharge, ...],
    tariff: TariffDay,
    terms: Terms,
    shares: Mapping[str, Amounts],
    trace: Trace,
) -> tuple[SettledLine, ...]:
    settled = [settle_line(coded, judgement, tariff, terms, trace, shares) for coded in judgement.lines]
    settled += [settle_charge(charge) for charge in judged]
    return tuple(sorted(settled, key=lambda line: line.decision.number))


def _above_ceiling(
    claim: Claim,
    tariffs: TariffSet,
    tariff: TariffDay,
    terms: Terms,
    lines: tuple[SettledLine, ...],
    trace: Trace,
) -> AboveCeiling:
    inside = [line for line in lines if line.decision.coverage is not LineCoverage.OUTSIDE_SCHEME]
    if not inside or terms.case in UNPAID_CASES:
        return AboveCeiling(0)
    ceiling = tariffs.ceiling(claim.discipline, claim.treatment_date)
    return judge_ceiling(ceiling, tariff, payment_total(inside).counts_ore, claim.patient.user_fees_paid_ore, trace)
