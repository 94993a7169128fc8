"""What is said about treatment outside Norway: reasons, notices and assumptions."""

from registry.tariffs.records import Ceiling
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.abroad.eea_refund import MONTHS_TO_APPLY, REFUND, EeaRefund
from service.pricing.claim import Claim
from service.pricing.money.patients import CARD_RULE
from service.pricing.remarks.notices import NOT_A_GUARANTEE
from service.pricing.remarks.refusing_nothing import remarks_on_line
from service.verification.codes import NoticeCode, ReasonCode
from service.verification.findings import Assumption, Notice, Reason, basis_of

AT_THE_CEILING = {NoticeCode.CEILING_REACHED, NoticeCode.OVERPAYMENT_REFUNDED}


def all_reasons(claim: Claim, tariffs: TariffSet, tariff: TariffDay, refund: EeaRefund | None) -> tuple[Reason, ...]:
    """Why the patient pays abroad, and what stands in the way of a refund; the whole claim first, then by line."""
    found = [Reason(ReasonCode.TREATED_ABROAD, {"country_code": claim.country_code})]
    if refund:
        found += refund.patient.reasons
        if not refund.member:
            found.append(Reason(ReasonCode.NOT_A_MEMBER, legal_basis=basis_of(tariff.provisions.get("membership"))))
        found += refund.requisition.finding.reasons if refund.requisition else ()
        found += refund.judgement.reasons
        for coded, line in zip(refund.judgement.lines, refund.lines, strict=True):
            found += remarks_on_line(coded, line, tariffs, tariff, claim.treatment_date)
    unique = [reason for place, reason in enumerate(found) if reason not in found[:place]]
    return tuple(sorted(unique, key=lambda reason: reason.line_number))


def all_notices(
    claim: Claim, tariff: TariffDay, ceiling: Ceiling | None, refund: EeaRefund | None
) -> tuple[Notice, ...]:
    """How to get the refund; that there is none outside the EEA."""
    if refund is None:
        return (Notice(NoticeCode.ABROAD_NOT_REFUNDED, {"country_code": claim.country_code}), NOT_A_GUARANTEE)
    if not refund.applies:
        return (NOT_A_GUARANTEE,)
    return (*_how_to_apply(claim, tariff, refund), *_about_ceiling(tariff, ceiling, refund), NOT_A_GUARANTEE)


def all_assumptions(refund: EeaRefund | None) -> tuple[Assumption, ...]:
    """What the estimate takes for granted; when nothing is refunded, only what that rests on."""
    if refund is None:
        return ()
    asked = refund.requisition.assumptions if refund.requisition else ()
    if not refund.applies:
        return (*refund.patient.assumptions, *asked)
    return (
        *refund.patient.assumptions,
        *asked,
        *refund.competences,
        *refund.above.assumptions,
        *refund.judgement.assumptions,
    )


def _how_to_apply(claim: Claim, tariff: TariffDay, refund: EeaRefund) -> list[Notice]:
    rule, months = tariff.provisions.get(REFUND), tariff.provisions.get(MONTHS_TO_APPLY)
    estimate = refund.estimate
    data = {"country_code": claim.country_code, "months": str(months.value if months else "")}
    notices = [Notice(NoticeCode.EEA_REFUND_AFTERWARDS, data, basis_of(rule))]
    if estimate.deducted_user_fee_ore:
        deducted = {"amount_ore": str(estimate.deducted_user_fee_ore)}
        notices.append(Notice(NoticeCode.EEA_USER_FEE_DEDUCTED, deducted, basis_of(rule)))
    if estimate.apply_by:
        by = {"apply_by": estimate.apply_by.isoformat()}
        notices.append(Notice(NoticeCode.EEA_APPLY_BY, by, basis_of(months)))
    return notices


def _about_ceiling(tariff: TariffDay, ceiling: Ceiling | None, refund: EeaRefund) -> list[Notice]:
    """What the deducted user fee means for the ceiling; it counts when Helfo has dealt with the application."""
    said = refund.above.notices
    lost = [notice for notice in said if notice.code is NoticeCode.OVERPAYMENT_BELOW_MINIMUM]
    if lost or ceiling is None or not any(notice.code in AT_THE_CEILING for notice in said):
        return lost
    data = {"ceiling_ore": str(ceiling.amount_ore), "amount_ore": str(refund.above.refunded_ore or 0)}
    return [Notice(NoticeCode.EEA_CEILING_REACHED, data, basis_of(tariff.provisions.get(CARD_RULE)))]
