"""Reasons that refuse nothing: what else somebody should know about the figures of a line."""

from dataclasses import replace
from datetime import date

from registry.tariffs.tariff_set import FeeEntry, TariffDay, TariffSet
from service.pricing.claim import Examination
from service.pricing.decision import LineCoverage, PricedFee
from service.pricing.fee_codes.coding import CodedLine
from service.pricing.fee_codes.refund_categories import refund_not_known
from service.pricing.money.patients import Exemption
from service.pricing.money.payments import PaymentCase
from service.pricing.money.settling import FOR_PATIENT, SettledLine
from service.pricing.money.terms import Terms
from service.verification.codes import ReasonCode
from service.verification.findings import LegalBasis, Reason, basis_of
from service.verification.funding import FundingRoute
from service.verification.standing import Standing


def remarks_on_claim(standing: Standing, terms: Terms, tariff: TariffDay) -> list[Reason]:
    """Why Helfo pays nothing for an intern or an employee of the municipality."""
    if terms.case is PaymentCase.EMPLOYEE:
        basis = basis_of(tariff.provisions.get("user_fee_by_municipality"))
        return [Reason(ReasonCode.NO_REFUND_FOR_EMPLOYEE, legal_basis=basis)]
    is_intern = standing.route is FundingRoute.INTERN
    if is_intern and terms.case is PaymentCase.ORDINARY and terms.exemption is Exemption.NONE:
        basis = basis_of(tariff.provisions.get("intern_codes"))
        return [Reason(ReasonCode.NO_REFUND_FOR_INTERN, legal_basis=basis)]
    return []


def remarks_on_line(
    coded: CodedLine, settled: SettledLine, tariffs: TariffSet, tariff: TariffDay, day: date
) -> list[Reason]:
    """Disputed figures, amounts that are not on record, and an asking price above the tariff."""
    remarks: list[Reason] = []
    number = coded.line.number
    for fee in settled.decision.fees:
        entry = tariff.fees.get(fee.use.fee_code)
        if entry is not None:
            remarks += [_printed(reason, entry, tariffs) for reason in _on_fee(fee, entry, number, day)]
    if isinstance(coded.line.content, Examination) and not coded.refund_known and _may_be_covered(settled):
        remarks.append(refund_not_known(coded.line.content, tariffs, tariff, day.isoformat(), number))
    asked, pays = coded.line.asking_price_ore, settled.decision.payment.patient_pays_ore
    if _is_covered(settled) and asked is not None and pays is not None and asked > pays:
        data = {"asking_price_ore": str(asked), "patient_pays_ore": str(pays)}
        basis = basis_of(tariff.provisions.get("direct_settlement_required"))
        remarks.append(Reason(ReasonCode.ASKING_PRICE_ABOVE_TARIFF, data, number, basis))
    return remarks


def _on_fee(fee: PricedFee, entry: FeeEntry, number: int, day: date) -> list[Reason]:
    """What is to be known about one fee code of the line."""
    code, found = fee.use.fee_code, []
    if entry.fee.per != FOR_PATIENT:
        found.append(Reason(ReasonCode.NOT_FOR_ONE_PATIENT, {"fee_code": code, "per": entry.fee.per}, number))
    if entry.dispute:
        data = {
            "fee_code": code,
            "default_user_fee_ore": str(entry.dispute.default_user_fee_ore),
            "regulation_user_fee_ore": str(entry.dispute.regulation_user_fee_ore),
        }
        found.append(Reason(ReasonCode.FIGURES_DISPUTED, data, number))
    if None in (fee.amounts.honorarium_ore, fee.amounts.refund_ore, fee.amounts.user_fee_ore):
        data = {"fee_code": code, "treatment_date": day.isoformat()}
        found.append(Reason(ReasonCode.AMOUNT_NOT_ON_RECORD, data, number))
    return found


def _printed(reason: Reason, entry: FeeEntry, tariffs: TariffSet) -> Reason:
    """The reason with the act that the fee code is printed in."""
    act = tariffs.acts.get(entry.fee.act_id)
    return replace(reason, legal_basis=LegalBasis(act.act_id, act.url) if act else None)


def _may_be_covered(settled: SettledLine) -> bool:
    return settled.decision.coverage in (LineCoverage.COVERED, LineCoverage.UNKNOWN)


def _is_covered(settled: SettledLine) -> bool:
    return settled.decision.coverage is LineCoverage.COVERED
