"""What the patient and the provider must be told about a priced claim."""

from collections.abc import Iterable, Sequence
from datetime import date

from registry.records import CompetenceKind
from registry.tariffs.records import Discipline, ExemptionGround
from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.at_cost import EQUIPMENT
from service.pricing.charges.judging import basis_of_charges
from service.pricing.claim import Charge, Claim
from service.pricing.decision import LineCoverage, Outcome
from service.pricing.fee_codes.treatments import CHILD_AGE
from service.pricing.money.patients import CHILD, Exemption
from service.pricing.money.payments import PaymentCase
from service.pricing.money.settling import SettledLine
from service.pricing.money.terms import Terms
from service.verification.codes import NoticeCode
from service.verification.findings import LegalBasis, Notice, basis_of

NO_EXPERTISE = frozenset({CompetenceKind.PHYSIOTHERAPIST, CompetenceKind.EEA_TEMPORARY_SERVICE, CompetenceKind.INTERN})
BILLED = frozenset({Outcome.APPROVED, Outcome.PARTLY_APPROVED})
NOT_A_GUARANTEE = Notice(NoticeCode.NOT_A_PAYMENT_GUARANTEE)


def about_payment(
    claim: Claim,
    tariff: TariffDay,
    terms: Terms,
    outcome: Outcome,
    report_by: date | None,
    causes: Sequence[ExemptionGround],
    *,
    told_already: bool,
) -> list[Notice]:
    """What follows from who pays. `told_already` is whether a missing agreement has its own notice."""
    provisions = tariff.provisions
    notices = []
    if outcome is Outcome.NOT_COVERED:
        if not told_already:
            notices.append(Notice(NoticeCode.PATIENT_PAYS_WHOLE_FEE))
        if claim.discipline is Discipline.PHYSIOTHERAPY:
            notices.append(Notice(NoticeCode.WHERE_TO_COMPLAIN, {}, basis_of(provisions.get("where_to_complain"))))
        elif told_already:
            notices.append(Notice(NoticeCode.ASK_FOR_CONTRACTED_INSTITUTES))
    if outcome in BILLED:
        notices += _exemption_codes(claim, tariff, terms, causes)
    if terms.case is PaymentCase.ON_RECEIPT:
        notices.append(Notice(NoticeCode.CLAIM_ON_RECEIPT, {}, basis_of(provisions.get("receipt_claim"))))
    if terms.case is PaymentCase.EMPLOYEE and terms.exemption is Exemption.NONE:
        basis = basis_of(provisions.get("user_fee_by_municipality"))
        notices.append(Notice(NoticeCode.MUNICIPALITY_DECIDES_FEE, {}, basis))
    if report_by:
        basis = basis_of(provisions.get("report_within_days"))
        notices.append(Notice(NoticeCode.REPORT_USER_FEE, {"report_by": report_by.isoformat()}, basis))
    referral = provisions.get("no_referral_needed")
    if referral and claim.discipline is Discipline.PHYSIOTHERAPY and claim.requisition:
        notices.append(Notice(NoticeCode.NO_REFERRAL_NEEDED, {}, basis_of(referral)))
    return notices


def _exemption_codes(claim: Claim, tariff: TariffDay, terms: Terms, causes: Sequence[ExemptionGround]) -> list[Notice]:
    """The letter to state in the claim for each cause of exemption, or that it is not on record."""
    if terms.case is PaymentCase.ON_RECEIPT or (
        terms.case is PaymentCase.EMPLOYEE and terms.exemption is Exemption.GROUND
    ):
        return []
    label, age = tariff.provisions.get(CHILD_AGE), claim.patient.age
    found = []
    for cause in causes:
        # The letter for children is on record with the age of the fee codes in its name, not with a later one.
        unnamed = cause.ground == CHILD and label and age is not None and age >= (label.value or 0)
        basis = LegalBasis(cause.legal_basis, cause.url)
        if unnamed or not cause.claim_code:
            found.append(Notice(NoticeCode.EXEMPTION_CODE_NOT_ON_RECORD, {"cause": cause.ground}, basis))
        else:
            data = {"claim_code": cause.claim_code, "cause": cause.ground}
            found.append(Notice(NoticeCode.EXEMPTION_CODE, data, basis))
    return found


def about_expertise(lines: Iterable[SettledLine], tariff: TariffDay, terms: Terms) -> list[Notice]:
    """That the user fee is higher because of the performer's additional expertise."""
    if terms.exemption is not Exemption.NONE:
        return []
    codes = {
        fee.use.fee_code
        for line in lines
        if line.decision.coverage is LineCoverage.COVERED
        for fee in line.decision.fees
        if _costs_more(fee.use.fee_code, tariff)
    }
    return [Notice(NoticeCode.HIGHER_FEE_FOR_EXPERTISE, {"fee_code": code}) for code in sorted(codes)]


def _costs_more(code: str, tariff: TariffDay) -> bool:
    """Whether the code is for additional expertise and its user fee above the ordinary one."""
    if code not in tariff.fees:
        return False
    fee = tariff.fees[code].fee
    if not fee.opened_by or fee.opened_by & NO_EXPERTISE:
        return False
    kinds = {(row.kind, row.setting) for row in tariff.treatments if row.base_code == code}
    ordinary = [
        tariff.fees[row.base_code].fee.user_fee_ore or 0
        for row in tariff.treatments
        if (row.kind, row.setting) in kinds and row.method == "PHYSIOTHERAPIST" and row.base_code in tariff.fees
    ]
    return bool(ordinary) and (fee.user_fee_ore or 0) > max(ordinary)


def about_charges(claim: Claim, tariff: TariffDay, amount_ore: int | None) -> list[Notice]:
    """That charges outside the scheme never count, and that equipment may be bought elsewhere."""
    kinds: Sequence[str] = [line.content.kind for line in claim.lines if isinstance(line.content, Charge)]
    if not kinds:
        return []
    notices = []
    basis = basis_of_charges(claim, tariff)
    if amount_ore:
        notices.append(Notice(NoticeCode.CHARGES_DO_NOT_COUNT, {"amount_ore": str(amount_ore)}, basis))
    if EQUIPMENT & set(kinds) and claim.discipline is Discipline.PHYSIOTHERAPY:
        notices.append(Notice(NoticeCode.BUY_EQUIPMENT_ANYWHERE, {}, basis))
    return notices
